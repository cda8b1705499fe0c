"""The whole way of an application, by the verbs alone."""

from __future__ import annotations

from tests.factories.applications import fresh, task_of
from unionhall.cases import selectors


def test_the_way_of_an_application(office):
    case = office.submitted()
    assert (case.status, case.stage, case.number) == ("in_progress", "confirm", "CBJ2026110001")
    assert task_of(case).union == office.city.sijiang
    office.approve(case)
    assert (fresh(case).status, fresh(case).stage) == ("in_progress", "disburse")
    office.disburse(case)
    assert (fresh(case).status, fresh(case).stage) == ("completed", "")
    replayed = selectors.replayed(case)
    assert (replayed.status, replayed.stage) == ("completed", "")
