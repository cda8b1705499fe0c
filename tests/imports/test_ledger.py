"""The ledger: a row stands once, leaves its open state once, and every row is counted (I9)."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from unionhall.imports import selectors, store
from unionhall.imports.models import ImportRow, RowState
from unionhall.imports.store import NewRow
from unionhall.jobs.models import Job, JobState
from unionhall.people.models import User

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 20, 2, 0, tzinfo=UTC)


@pytest.fixture
def job() -> Job:
    return Job.objects.create(
        kind="import", by=User.objects.create(username="clerk"), created_at=NOW
    )


def rows(job: Job) -> list[ImportRow]:
    return list(selectors.rows(job))


def test_a_row_that_is_read_again_stays_as_it_is(job):
    store.add(job, [NewRow(3, {"a": 1}), NewRow(4, {})])
    store.settle(rows(job)[:1], RowState.CREATED)
    store.add(job, [NewRow(3, {"a": 2}), NewRow(5, {})])
    assert [(row.number, row.state, row.values) for row in rows(job)] == [
        (3, "created", {"a": 1}),
        (4, "read", {}),
        (5, "read", {}),
    ]
    assert selectors.last_number(job) == 5


def test_a_row_ends_once(job):
    store.add(job, [NewRow(3, {})])
    (row,) = rows(job)
    assert store.settle([row], RowState.CREATED) == 1
    assert store.settle([row], RowState.UPDATED) == 0
    store.wait([row], NOW)
    assert store.end_open(job) == 0
    assert rows(job)[0].state == RowState.CREATED


def test_every_row_is_counted_and_the_header_is_none(job):
    store.add_header(job, {}, [], RowState.READ)
    store.add(job, [NewRow(number, {}) for number in range(3, 11)])
    found = rows(job)
    store.settle(found[:2], RowState.CREATED)
    store.settle(found[2:3], RowState.UPDATED)
    store.settle(found[3:4], RowState.UNCHANGED)
    store.reject([(found[4], [{"code": "A"}])])
    store.wait(found[5:6], NOW)
    counts = selectors.counts(job)
    assert (counts.total, counts.good, counts.rejected, counts.pending, counts.read) == (
        8,
        4,
        1,
        1,
        2,
    )
    assert counts.is_balanced
    store.end_open(job)
    assert selectors.counts(job).cancelled == 3
    assert selectors.counts(job).is_balanced


def test_what_was_cancelled_elsewhere_counts_as_cancelled(job):
    store.add(job, [NewRow(3, {}), NewRow(4, {})])
    Job.objects.filter(pk=job.pk).update(state=JobState.CANCELLED)
    job.refresh_from_db()
    counts = selectors.counts(job)
    assert (counts.read, counts.cancelled, counts.is_balanced) == (0, 2, True)


def test_who_waits_is_due_in_turn(job):
    store.add(job, [NewRow(3, {}), NewRow(4, {}), NewRow(5, {})])
    first, second, third = rows(job)
    store.wait([first], NOW.replace(hour=4))
    store.wait([second], NOW)
    store.wait([third], None)
    assert [row.number for row in selectors.due(job, NOW, 9)] == [4]
    store.put_off(second, NOW.replace(hour=5), tried=True)
    assert selectors.due(job, NOW, 9) == []
    assert selectors.next_due(job) == NOW.replace(hour=4)
    assert ImportRow.objects.get(pk=second.pk).tries == 1


def test_only_rejected_rows_are_opened_again(job):
    store.add(job, [NewRow(3, {}), NewRow(4, {})])
    first, second = rows(job)
    store.reject([(first, [{"code": "A"}])])
    store.settle([second], RowState.CREATED)
    assert store.reopen([first, second]) == 1
    assert [(row.state, row.problems) for row in rows(job)] == [("read", []), ("created", [])]
