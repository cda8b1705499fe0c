"""Stop a job: at once while nobody works on it, else at the next step."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from unionhall import audit
from unionhall.casework.jobs.asking import steered
from unionhall.casework.sentences import refused
from unionhall.jobs import store
from unionhall.jobs.models import JobState
from unionhall.people.models import User


def cancel(job_key: str, *, by: User, now: datetime) -> None:
    """What was done stays done. Twice is once. Raises NotYours, Refused: job-over."""
    job = steered(job_key, by)
    with transaction.atomic():
        if not store.ask_to_stop(job):
            raise refused("job-over")
        store.end_waiting(job, JobState.CANCELLED, now=now)
        audit.record("job", by=by, now=now, about=f"job:{job.key}", values={"deed": "cancelled"})
