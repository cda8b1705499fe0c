"""Importing the roster: added, updated, unchanged, refused; the words of each."""

from __future__ import annotations

import pytest

from tests.casework.imports.conftest import states
from tests.factories.workbooks import person
from unionhall.imports import selectors
from unionhall.jobs.models import JobState
from unionhall.registers.models import Record


@pytest.mark.row("X3-19")
@pytest.mark.django_db
def test_rows_are_added_then_unchanged_then_updated(desk):
    rows = [person(1), person(2)]
    first = desk.roster(rows)
    assert (first.state, states(first)) == (JobState.DONE, {3: "created", 4: "created"})
    assert Record.objects.filter(register="roster", union=desk.union).count() == 2

    again = desk.roster(rows)
    assert states(again) == {3: "unchanged", 4: "unchanged"}

    changed = desk.roster([person(1, mobile="15499999999"), person(2), person(3)])
    assert states(changed) == {3: "updated", 4: "unchanged", 5: "created"}
    counts = selectors.counts(changed)
    assert (counts.total, counts.created, counts.updated, counts.unchanged) == (3, 1, 1, 1)
    assert counts.is_balanced
    assert Record.objects.filter(register="roster", union=desk.union).count() == 3
