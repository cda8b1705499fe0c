"""Ask for long work: a row, written with whatever else the caller writes."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from unionhall.jobs import store
from unionhall.jobs.models import Job
from unionhall.messages import wake
from unionhall.organisation.models import Union
from unionhall.people.models import User

# How long a file is kept after the work it belongs to was asked for, or has ended with it
KEEP = timedelta(days=7)


def enqueue(
    kind: str,
    *,
    by: User,
    now: datetime,
    about: str = "",
    union: Union | None = None,
    values: Mapping[str, Any] | None = None,
    dedupe: str | None = None,
    run_at: datetime | None = None,
    file_name: str = "",
    stored_name: str = "",
    keep: timedelta = KEEP,
    total: int = 0,
) -> Job:
    """Write the job in the caller's transaction; the worker is woken when that has committed.

    May it: the caller has asked. `dedupe` names the occasion within its kind: while the first job
    is open, a second call with the same returns that one. `values` and `about` hold no personal
    number: they are not sealed. `run_at` None: as soon as possible.
    """
    job = store.add(
        Job(
            kind=kind,
            about=about,
            union=union,
            by=by,
            values=dict(values or {}),
            dedupe=f"{kind}:{dedupe}" if dedupe else None,
            file_name=file_name,
            stored_name=stored_name,
            total=total,
            created_at=now,
            run_at=run_at,
            expires_at=now + keep if stored_name else None,
        )
    )
    wake.worker(wake.JOBS)
    return job
