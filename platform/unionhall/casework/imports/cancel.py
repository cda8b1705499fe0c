"""Stop an import: what is written stays, the rest is not done."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from unionhall import audit
from unionhall.casework.imports.batch import batch_of
from unionhall.casework.imports.sentences import refused
from unionhall.imports import store as ledger
from unionhall.jobs import selectors, store
from unionhall.jobs.models import JobState
from unionhall.people.models import User


def cancel(job_key: str, *, by: User, now: datetime) -> None:
    """At once while nobody works on it, else at the worker's next step. Whoever may import for
    the union may stop it. Raises NotYours, Refused: import-over."""
    job = selectors.job(job_key)
    batch_of(job, by, now)
    assert job is not None
    with transaction.atomic():
        if not store.ask_to_stop(job):
            raise refused("import-over")
        if store.end_waiting(job, JobState.CANCELLED, now=now):
            ledger.end_open(job)
        values = {"deed": "cancelled"}
        audit.record("import", by=by, now=now, about=f"job:{job.key}", values=values)
