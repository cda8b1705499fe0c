"""The enrolment of six workers by the verbs alone, from the draft to the records it leaves."""

from __future__ import annotations

import pytest

from tests.factories.applications import fresh
from unionhall.cases import line_selectors
from unionhall.cases.models import LineKey
from unionhall.registers import selectors as registers
from unionhall.registers.models import Record


def states(register: str) -> list[str]:
    rows = Record.objects.filter(register=register).order_by("pk")
    return list(rows.values_list("state", flat=True))


@pytest.mark.row("X3-38")
def test_six_people_are_enrolled(aid):
    case = aid.confirmed()
    case = fresh(case)
    assert case.status == "completed"
    assert states("enrolment") == ["active"] * 6
    assert states("roster") == ["insured"] * 6
    (invoice,) = Record.objects.filter(register="invoice")
    assert invoice.values["amount"] == 6 * 6_000
    assert invoice.values["people"] == 6
    counts = line_selectors.counts(case)
    assert (counts.done, counts.total) == (6, 6)
    assert not LineKey.objects.exists()
    first = Record.objects.filter(register="enrolment").first()
    assert registers.read(first)["valid_from"] == "2026-11-22"
    assert registers.read(first)["valid_to"] == "2027-11-21"
