"""Take up a job again that failed or was cancelled; it goes on where its ledger ends."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from unionhall import audit
from unionhall.casework.jobs.asking import steered
from unionhall.casework.jobs.enqueue import KEEP
from unionhall.casework.sentences import refused
from unionhall.jobs import store
from unionhall.messages import wake
from unionhall.people.models import User


def repeat(job_key: str, *, by: User, now: datetime) -> None:
    """Raises NotYours, Refused: job-not-over (it waits, runs, or is done), file-gone."""
    job = steered(job_key, by)
    if job.file_name and not job.stored_name:
        raise refused("file-gone")
    with transaction.atomic():
        if not store.repeat(job, expires_at=now + KEEP if job.stored_name else None):
            raise refused("job-not-over")
        audit.record("job", by=by, now=now, about=f"job:{job.key}", values={"deed": "repeated"})
        wake.worker(wake.JOBS)
