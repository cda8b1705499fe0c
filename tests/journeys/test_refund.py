"""筹备金返还 from the hall to the finished case, by all its people."""

from __future__ import annotations

import pytest

from tests.journeys import refund

pytestmark = pytest.mark.e2e
WAYS = [
    pytest.param({"device": "wide"}, id="wide"),
    pytest.param({"device": "phone"}, id="phone"),
    pytest.param({"device": "wide", "scripts": False}, id="wide-plain"),
    pytest.param({"device": "phone", "scripts": False}, id="phone-plain"),
]


@pytest.mark.parametrize("way", WAYS)
def test_from_the_hall_to_the_register(arrive, employer, way):
    handler = arrive(refund.HANDLER, **way)
    unit = employer()
    case, number = refund.apply(handler, unit)

    district = arrive(refund.DISTRICT, **way)
    refund.approve(district, number, "12,345.60")
    assert number in district.text()

    finance = arrive(refund.FINANCE, **way)
    refund.pay(finance, number, "2026-11-20", "PZ20261120001")
    finance.go("/office/registers/refund/")
    finance.look("office-register")
    assert f"{unit}工会" in finance.text()
    assert number in finance.text()

    handler.go(case)
    handler.look("case-completed")
    assert "已办结" in handler.text()
    handler.go("/cases/?tab=completed")
    handler.look("cases-completed")
    assert number in handler.text()
