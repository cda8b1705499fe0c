"""Deleting files whose time is over, and giving up jobs for which there is no handler."""

from __future__ import annotations

from datetime import datetime, timedelta

import structlog

from unionhall.casework.jobs import files
from unionhall.jobs import handlers, selectors, store
from unionhall.jobs.models import JobState
from unionhall.people.models import User

log = structlog.get_logger(__name__)
# A worker of the next version may be on its way.
PATIENCE = timedelta(days=1)


def sweep(*, by: User, now: datetime) -> int:
    """How many files went. Safe to run at any time, any number of times at once."""
    if not by.is_system:
        raise PermissionError("only the platform itself sweeps")
    for job in selectors.of_no_kind(handlers.known(), now - PATIENCE):
        if store.end_waiting(job, JobState.FAILED, now=now, problem="no-handler"):
            log.warning("job-dead", job=job.key, kind=job.kind, problem="no-handler")
    count = 0
    for job in selectors.with_expired_files(now):
        # the row first: a file nobody names is found by the sweep of the next hour
        if store.drop_file(job):
            for name in selectors.files_of(job):
                files.delete(name)
                count += 1
    return count + len(files.sweep(now))
