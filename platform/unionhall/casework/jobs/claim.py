"""One turn of a job: claimed with a lease, then said how it went.

The work itself stands between the two, outside of any transaction: whoever dies there leaves a
lease that runs out, and the job is taken again. Only the platform itself calls these.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import structlog
from django.db.models import QuerySet
from django.db.models.functions import Greatest

from unionhall.casework.backing_off import next_try
from unionhall.casework.jobs.enqueue import KEEP
from unionhall.jobs import handlers, selectors, store
from unionhall.jobs.handlers import Done
from unionhall.jobs.models import Job, JobState
from unionhall.people.models import User

log = structlog.get_logger(__name__)
# A step between two beats has to be shorter, or the job goes to somebody else
LEASE = timedelta(seconds=90)
# So much later no lease ends, unless the clock was put back; clocks of two machines differ by less
SANE = 10 * LEASE
# After so long it is tried again; failing once more, it is dead. Progress begins the count anew.
PAUSES = (timedelta(seconds=30), timedelta(minutes=2), timedelta(minutes=10))
LONGEST_PROBLEM = 80
AT_ONCE = 20


def claim(*, by: User, now: datetime) -> Job | None:
    """The longest waiting job that is due, ours until the lease ends; None: nothing is due."""
    _check(by)
    while candidates := list(_due(now)[:AT_ONCE]):
        for job in candidates:
            if store.claim(job, until=now + LEASE, now=now) and _is_alive(job, now):
                return job
    return None


def is_due(now: datetime, *, beside: Job | None = None) -> bool:
    """Whether something waits, other than this one."""
    found = _due(now)
    return (found.exclude(pk=beside.pk) if beside else found).exists()


def _due(now: datetime) -> QuerySet[Job]:
    return selectors.due(now, handlers.known(), sane=now + SANE)


def _is_alive(job: Job, now: datetime) -> bool:
    """False: cancelled while nobody held it, or it took its workers with it too often."""
    if job.is_cancel_asked:
        store.end(job, JobState.CANCELLED, now=now)
        return False
    if job.failures > len(PAUSES):
        log.warning("job-dead", job=job.key, kind=job.kind, problem="worker-lost")
        store.end(job, JobState.FAILED, now=now, problem="worker-lost")
        return False
    return True


def finished(job: Job, done: Done, *, by: User, now: datetime) -> bool:
    """It is done. False: the lease had run out, and whoever has it now says how it went."""
    _check(by)
    changed: dict[str, Any] = {"result": dict(done.result), "failures": 0}
    changed["done"] = Greatest("done", "total")  # the last step may not have been told
    if done.forget:
        changed["values"] = {k: v for k, v in job.values.items() if k not in done.forget}
    if done.stored_name:
        changed |= {
            "file_name": done.file_name,
            "stored_name": done.stored_name,
            "expires_at": now + (done.keep or KEEP),
        }
    return store.end(job, JobState.DONE, now=now, **changed)


def put_back(job: Job, *, wait: timedelta, by: User, now: datetime) -> bool:
    """Not done yet, and nothing went wrong."""
    _check(by)
    return store.put_back(job, due=now + wait, failures=0)


def stopped(job: Job, *, by: User, now: datetime) -> bool:
    _check(by)
    return store.end(job, JobState.CANCELLED, now=now)


def failed(job: Job, problem: str, *, is_final: bool = False, by: User, now: datetime) -> bool:
    """It went wrong: again after a pause, or never when final or too often in a row."""
    _check(by)
    problem, failures = problem[:LONGEST_PROBLEM], job.failures + 1
    due = next_try(failures, now, pauses=PAUSES, is_final=is_final)
    if due is None:
        log.warning("job-dead", job=job.key, kind=job.kind, problem=problem)
        return store.end(job, JobState.FAILED, now=now, problem=problem, failures=failures)
    return store.put_back(job, due=due, problem=problem, failures=failures)


def renew(job: Job, *, done: int, total: int, by: User, now: datetime) -> None:
    """Raises Cancelled when somebody asked to stop, Lost when somebody else has the job."""
    _check(by)
    if not store.renew(job, until=now + LEASE, done=done, total=total):
        raise _why(job)
    if done > job.done:
        job.done, job.failures = done, 0
    job.total = total


def hold(job: Job, *, by: User) -> None:
    """Inside a transaction: nobody takes the job before its end. Raises as `renew`."""
    _check(by)
    if not store.hold(job):
        raise _why(job)


def _why(job: Job) -> handlers.Cancelled:
    now = selectors.job(job.key)
    is_ours = now is not None and now.state == JobState.RUNNING and now.tries == job.tries
    return handlers.Cancelled() if is_ours else handlers.Lost()


def _check(by: User) -> None:
    if not by.is_system:
        raise PermissionError("only the platform itself takes jobs")
