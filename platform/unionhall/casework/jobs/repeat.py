"""Take up a job again that failed or was cancelled; it goes on where its ledger ends."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from unionhall import audit
from unionhall.casework.jobs.asking import steered
from unionhall.casework.jobs.enqueue import KEEP
from unionhall.casework.sentences import refused
from unionhall.jobs import store
from unionhall.jobs.models import Job, JobState
from unionhall.messages import wake
from unionhall.people.models import User

UNDONE = (JobState.FAILED, JobState.CANCELLED)
ENDED = (*UNDONE, JobState.DONE)


def repeat(job_key: str, *, by: User, now: datetime) -> None:
    """Raises NotYours, Refused: job-not-over (it waits, runs, or is done), file-gone."""
    job = steered(job_key, by)
    if job.file_name and not job.stored_name:
        raise refused("file-gone")
    with transaction.atomic():
        if not store.begin_again(job, UNDONE, run_at=None, expires_at=_end_of_file(job, now)):
            raise refused("job-not-over")
        audit.record("job", by=by, now=now, about=f"job:{job.key}", values={"deed": "repeated"})
        wake.worker(wake.JOBS)


def again(job: Job, *, now: datetime, run_at: datetime | None = None) -> bool:
    """For verbs that have asked whether he may: take up a job anew that ended in any way, from
    the beginning of its progress. False when it is open."""
    fresh = {"done": 0, "total": 0, "expires_at": _end_of_file(job, now)}
    changed = store.begin_again(job, ENDED, run_at=run_at, **fresh)
    wake.worker(wake.JOBS)
    return changed


def _end_of_file(job: Job, now: datetime) -> datetime | None:
    return max(now + KEEP, job.expires_at or now) if job.stored_name else job.expires_at
