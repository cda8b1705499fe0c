"""The full account number: for who pays, while he pays, and never without a trace."""

from __future__ import annotations

import pytest

from tests.web.office.pages import words
from tests.web.office.test_decision import confirm, press
from unionhall.cases.models import Look

pytestmark = pytest.mark.django_db


def agreed(hall, visit):
    case = hall.hand_in()
    chen = visit(hall.city.chen)
    confirm(chen, case, press(chen, case, "approve", approved_amount="12000.00"))
    case.refresh_from_db()
    return case


def test_finance_sees_the_account_in_full_and_the_look_is_kept(hall, visit):
    case = agreed(hall, visit)
    version = case.version
    client = visit(hall.city.su)
    before = words(client.get(f"/office/cases/{case.key}/"))
    assert "****" in before
    number = case.submissions.get().answers["account_no"]
    assert number.startswith("sealed:")
    page = words(client.post(f"/office/cases/{case.key}/look/"))
    assert "您的查看已被记录" in page
    look = Look.objects.get()
    assert (look.by, look.paths, look.task.stage) == (hall.city.su, ["account_no"], "disburse")
    case.refresh_from_db()
    assert case.version == version


def test_nobody_else_looks(hall, visit):
    case = agreed(hall, visit)
    address = f"/office/cases/{case.key}/look/"
    for who in (hall.city.he, hall.city.wu, hall.city.lin):
        assert visit(who).post(address).status_code == 404
    assert visit(hall.city.su).get(address).status_code == 405
    # the district decided already: it may still read the case, masked, and is sent there
    assert visit(hall.city.chen).post(address).status_code == 302
    assert Look.objects.count() == 0
