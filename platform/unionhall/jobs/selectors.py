"""Reading jobs: what is due, what failed, whose they are."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from datetime import datetime

from django.db.models import Q, QuerySet
from django.db.models.fields.json import KT
from django.db.models.functions import Coalesce

from unionhall.jobs.models import OPEN, WORKBOOK, Job, JobState

KEY_LENGTH = 32
# Short texts among the values that lists show
SAID = ("title", "verb")


def due(now: datetime, kinds: Collection[str], *, sane: datetime) -> QuerySet[Job]:
    """What may be taken, the longest waiting first. A lease beyond `sane` was given by a clock
    that has been put back since: it counts as run out."""
    waiting = Q(state=JobState.WAITING) & (Q(run_at=None) | Q(run_at__lte=now))
    left = Q(state=JobState.RUNNING) & (Q(run_at__lte=now) | Q(run_at__gt=sane))
    since = Coalesce("run_at", "created_at")
    return Job.objects.filter(waiting | left, kind__in=kinds).order_by(since, "id")


def job(key: str) -> Job | None:
    """`key` may be anything from outside."""
    is_key = 0 < len(key) <= KEY_LENGTH and key.isascii() and key.isprintable()
    return Job.objects.filter(key=key).first() if is_key else None


def brief(key: str) -> Job | None:
    """The same without its values, which may hold thousands of rows; see `said`."""
    return newest().filter(key=key).first()


def is_open(key: str) -> bool:
    return Job.objects.filter(key=key, state__in=OPEN).exists()


def is_cancel_asked(key: str) -> bool:
    return Job.objects.filter(key=key, is_cancel_asked=True).exists()


def newest() -> QuerySet[Job]:
    """For lists: without the values, which may hold thousands of keys; see `said`."""
    texts = {f"said_{name}": KT(f"values__{name}") for name in SAID}
    rows = Job.objects.defer("values").annotate(**texts)
    return rows.select_related("union", "by__person").order_by("-id")


def said(job: Job, name: str) -> str:
    """One of SAID, empty when nothing was said. No query, however the job was read."""
    if "values" in job.get_deferred_fields():
        return getattr(job, f"said_{name}") or ""
    return str(job.values.get(name) or "")


def dead() -> QuerySet[Job]:
    """What is not tried any more, newest first."""
    return newest().filter(state=JobState.FAILED)


def of_no_kind(kinds: Collection[str], before: datetime) -> list[Job]:
    """Waiting for a handler that nobody brings."""
    waiting = Job.objects.filter(state=JobState.WAITING, created_at__lte=before)
    return list(waiting.exclude(kind__in=kinds)[:100])


def with_expired_files(now: datetime) -> Iterator[Job]:
    ended = Job.objects.filter(expires_at__lte=now).exclude(state__in=OPEN)
    return ended.iterator(chunk_size=200)


def files_of(job: Job) -> list[str]:
    """Stored names: of the file, and of the workbook it gave back besides."""
    return [name for name in (job.stored_name, job.result.get(WORKBOOK)) if name]


def all_files() -> set[str]:
    """Stored names that some job names, now."""
    kept = Job.objects.filter(expires_at__isnull=False).only("stored_name", "result")
    return {name for job in kept.iterator(chunk_size=500) for name in files_of(job)}
