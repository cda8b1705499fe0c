"""Reading the ledger: how far an import is, what became of its rows, what is wrong with them."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Min, Q, QuerySet

from unionhall.imports.models import BatchReview, ImportRow, ReviewState, RowState
from unionhall.jobs.models import Job, JobState

ENDS = (RowState.CREATED, RowState.UPDATED, RowState.UNCHANGED)


@dataclass(frozen=True, slots=True)
class Counts:
    """Rows of the workbook, its header not among them. `read` are not looked at yet, `pending`
    wait for an answer; both are of an open import. All eight add up to `total` (I9)."""

    total: int = 0
    read: int = 0
    pending: int = 0
    created: int = 0
    updated: int = 0
    unchanged: int = 0
    rejected: int = 0
    cancelled: int = 0

    @property
    def good(self) -> int:
        return self.created + self.updated + self.unchanged

    @property
    def decided(self) -> int:
        return self.good + self.rejected + self.cancelled

    @property
    def is_balanced(self) -> bool:
        return self.total == self.decided + self.read + self.pending


def counts(job: Job) -> Counts:
    """One query."""
    return counts_of([job])[job.pk]


def counts_of(jobs: Iterable[Job]) -> dict[int, Counts]:
    """By id of the job. One query for all of them."""
    known = {job.pk: job for job in jobs}
    found: dict[int, dict[str, int]] = {pk: {} for pk in known}
    rows = ImportRow.objects.filter(job__in=list(known), number__gt=0)
    for pk, state, count in rows.order_by().values_list("job_id", "state").annotate(Count("id")):
        found[pk][state] = count
    return {pk: _counts(known[pk], by_state) for pk, by_state in found.items()}


def _counts(job: Job, by_state: dict[str, int]) -> Counts:
    total = sum(by_state.values())
    if job.state == JobState.CANCELLED:  # cancelled where nobody knew of the rows
        for state in (RowState.READ, RowState.PENDING):
            left = by_state.pop(state, 0)
            by_state[RowState.CANCELLED] = by_state.get(RowState.CANCELLED, 0) + left
    return Counts(total=total, **{str(state): count for state, count in by_state.items()})


def header(job: Job) -> ImportRow | None:
    """Row 0; None while the workbook was not opened yet."""
    return ImportRow.objects.filter(job=job, number=0).first()


def last_number(job: Job) -> int:
    """The highest row of the sheet that stands in the ledger; 0 for none."""
    return (
        ImportRow.objects.filter(job=job).order_by("-number").values_list("number", flat=True)
    ).first() or 0


def rows(job: Job, states: Collection[str] = (), after: int = 0) -> QuerySet[ImportRow]:
    """Rows of the sheet in order, from the one that follows row `after`."""
    found = ImportRow.objects.filter(job=job, number__gt=after)
    return (found.filter(state__in=states) if states else found).order_by("number")


def next_read(job: Job, size: int, after: int = 0) -> list[ImportRow]:
    """The next rows nobody looked at, ours until the transaction ends."""
    found = rows(job, (RowState.READ,), after)
    return list(found.select_for_update()[:size])


def due(job: Job, now: datetime, size: int) -> list[ImportRow]:
    """Rows whose outside check is due, the longest waiting first."""
    pending = ImportRow.objects.filter(job=job, state=RowState.PENDING, due_at__lte=now)
    return list(pending.order_by("due_at", "number")[:size])


def next_due(job: Job) -> datetime | None:
    """When the next outside check is due; None when nobody waits for one."""
    pending = ImportRow.objects.filter(job=job, state=RowState.PENDING, due_at__isnull=False)
    found: datetime | None = pending.aggregate(first=Min("due_at"))["first"]
    return found


def locked(rows_: Iterable[ImportRow], state: RowState) -> list[ImportRow]:
    """Those of them that are still in this state, ours until the transaction ends."""
    found = ImportRow.objects.filter(pk__in=[row.pk for row in rows_], state=state)
    return list(found.select_for_update().order_by("number"))


def rejected(job: Job) -> Iterator[ImportRow]:
    """Every rejected row, the header's first."""
    found = ImportRow.objects.filter(job=job, state=RowState.REJECTED)
    return found.order_by("number").iterator(chunk_size=1000)


def has(job: Job, *states: RowState) -> bool:
    return ImportRow.objects.filter(job=job, number__gt=0, state__in=states).exists()


def review_of(job: Job) -> BatchReview | None:
    """The review of a batch, None while nobody was asked. No query where it came with the job."""
    found: BatchReview | None = getattr(job, "review", None)
    return found


def reviews(mine: Q) -> QuerySet[BatchReview]:
    """Batches that wait for approval, of those that somebody may review; the oldest first."""
    waiting = BatchReview.objects.filter(
        mine, state=ReviewState.WAITING, job__state=JobState.WAITING
    )
    return waiting.select_related("job__union", "job__by__person", "union").order_by("asked_at")
