"""Writing the ledger. Called by `casework` alone.

A row is inserted once per (job, number) and leaves an open state once, by a conditional UPDATE:
whoever comes second changes nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db.models import F

from unionhall.imports.models import OPEN, BatchReview, ImportRow, ReviewState, RowState
from unionhall.jobs.models import Job
from unionhall.organisation.models import Union
from unionhall.people.models import User


@dataclass(frozen=True, slots=True)
class NewRow:
    """A row as it was read; `values` with the sensitive ones sealed."""

    number: int
    values: Mapping[str, Any]
    problems: list[Mapping[str, str]] = field(default_factory=list)


def add(job: Job, rows: Iterable[NewRow]) -> None:
    """Those that stand in the ledger already stay as they are."""
    made = [
        ImportRow(job=job, number=row.number, values=dict(row.values), problems=row.problems)
        for row in rows
    ]
    ImportRow.objects.bulk_create(made, ignore_conflicts=True)


def add_header(
    job: Job, values: Mapping[str, Any], problems: list[Mapping[str, str]], state: RowState
) -> None:
    """Row 0, `read` while the rows below it are being read. What was said of it first stays."""
    row = ImportRow(job=job, number=0, state=state, values=dict(values), problems=problems)
    ImportRow.objects.bulk_create([row], ignore_conflicts=True)


def end_header(job: Job, state: RowState, problems: list[Mapping[str, str]]) -> None:
    """The workbook was read to its end."""
    ImportRow.objects.filter(job=job, number=0, state=RowState.READ).update(
        state=state, problems=problems
    )


def settle(rows: Iterable[ImportRow], state: RowState) -> int:
    """These open rows have become `state`, all without a word. Returns how many."""
    keys = [row.pk for row in rows]
    if not keys:
        return 0
    return ImportRow.objects.filter(pk__in=keys, state__in=OPEN).update(state=state, due_at=None)


def reject(rows: Iterable[tuple[ImportRow, list[Mapping[str, str]]]]) -> None:
    """Each for its own problems."""
    changed = []
    for row, problems in rows:
        row.state, row.problems, row.due_at = RowState.REJECTED, problems, None
        changed.append(row)
    ImportRow.objects.bulk_update(changed, ["state", "problems", "due_at"], batch_size=200)


def wait(rows: Iterable[ImportRow], due: datetime | None) -> None:
    """They are good so far and wait: for the outside check when `due`, else for the others."""
    keys = [row.pk for row in rows]
    ImportRow.objects.filter(pk__in=keys, state__in=OPEN).update(state=RowState.PENDING, due_at=due)


def put_off(row: ImportRow, due: datetime, *, tried: bool) -> None:
    """No answer yet; `tried` when somebody was asked."""
    pending = ImportRow.objects.filter(pk=row.pk, state=RowState.PENDING, due_at__isnull=False)
    pending.update(due_at=due, tries=F("tries") + int(tried))


def end_open(job: Job, state: RowState = RowState.CANCELLED) -> int:
    """Whatever is not decided yet ends so. Returns how many rows."""
    return rows_open(job).update(state=state, due_at=None)


def reopen(rows: Iterable[ImportRow]) -> int:
    """Rejected rows are looked at once more, from the beginning."""
    keys = [row.pk for row in rows]
    rejected = ImportRow.objects.filter(pk__in=keys, state=RowState.REJECTED)
    return rejected.update(state=RowState.READ, problems=[], tries=0, due_at=None)


def rows_open(job: Job) -> Any:
    return ImportRow.objects.filter(job=job, number__gt=0, state__in=OPEN)


def ask_review(job: Job, union: Union, codename: str, *, now: datetime) -> None:
    """Also anew, after it was returned and rows are tried again."""
    asked: dict[str, Any] = {"union": union, "codename": codename, "asked_at": now}
    fresh: dict[str, Any] = {"by": None, "decided_at": None, "reason": ""}
    waiting = {"state": ReviewState.WAITING}
    BatchReview.objects.update_or_create(job=job, defaults={**asked, **fresh, **waiting})


def decide_review(
    review: BatchReview, state: ReviewState, *, by: User, now: datetime, reason: str = ""
) -> bool:
    """False: somebody else decided meanwhile."""
    waiting = BatchReview.objects.filter(pk=review.pk, state=ReviewState.WAITING)
    return waiting.update(state=state, by=by, decided_at=now, reason=reason) == 1
