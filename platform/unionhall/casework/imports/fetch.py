"""Handing out what an import left: the workbook with marks, which shows clear numbers."""

from __future__ import annotations

from datetime import datetime

from unionhall import audit
from unionhall.casework.imports.batch import Batch, batch_of
from unionhall.jobs import selectors
from unionhall.people.models import User


def opened(job_key: str, *, by: User, now: datetime) -> Batch:
    """The import, for whoever may import for its union. Raises NotYours."""
    return batch_of(selectors.job(job_key), by, now)


def fetch(job_key: str, *, by: User, now: datetime) -> Batch:
    """The same, noted in the audit trail: somebody takes the numbers with him."""
    found = opened(job_key, by=by, now=now)
    values = {"deed": "result", "import": found.job.about, "union": found.union.name}
    audit.record("export", by=by, now=now, about=f"job:{found.job.key}", values=values)
    return found
