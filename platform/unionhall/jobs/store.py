"""Writing jobs. Called by `casework` alone.

Who may go on is decided by one conditional UPDATE over `tries`: it works alike on both databases,
and no clock is trusted with it.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import Any

from django.db.models import Case, DateTimeField, F, IntegerField, QuerySet, Value, When
from django.db.models.functions import Coalesce

from unionhall.jobs.models import OPEN, WORKBOOK, Job, JobState


def add(job: Job) -> Job:
    """Insert it, unless an open one of the same `dedupe` is there: then that one is returned."""
    if job.dedupe is None:
        job.save(force_insert=True)
        return job
    found = None
    while found is None:  # the one it collided with may have ended before it is read
        Job.objects.bulk_create([job], ignore_conflicts=True)
        found = Job.objects.filter(dedupe=job.dedupe).first()
    return found


def claim(job: Job, *, until: datetime, now: datetime) -> bool:
    """Take a due job. False: somebody else was first. Whoever let a lease run out has failed."""
    died = job.state == JobState.RUNNING
    taken = Job.objects.filter(
        pk=job.pk, state=job.state, tries=job.tries, run_at=job.run_at
    ).update(
        state=JobState.RUNNING,
        tries=F("tries") + 1,
        failures=F("failures") + int(died),
        run_at=until,
        started_at=Coalesce("started_at", Value(now)),
    )
    if taken:
        job.refresh_from_db()
    return taken == 1


def renew(job: Job, *, until: datetime, done: int, total: int) -> bool:
    """Still ours: the lease goes on. False: cancelled, or in other hands. Growth forgives."""
    held = _held(job).filter(is_cancel_asked=False)
    return (
        held.update(
            run_at=until,
            total=total,
            failures=_if_more(done, Value(0), F("failures")),
            done=_if_more(done, Value(done), F("done")),
        )
        == 1
    )


def hold(job: Job) -> bool:
    """Lock the row until the end of the running transaction. False as in `renew`."""
    return _held(job).filter(is_cancel_asked=False).update(tries=F("tries")) == 1


def put_back(job: Job, *, due: datetime, problem: str = "", failures: int | None = None) -> bool:
    """Give it back unfinished, to be taken when due; at once, to be ended, when asked to stop."""
    run_at = Case(
        When(is_cancel_asked=True, then=None), default=Value(due), output_field=DateTimeField()
    )
    changed: dict[str, Any] = {"state": JobState.WAITING, "run_at": run_at, "problem": problem}
    if failures is not None:
        changed["failures"] = failures
    return _held(job).update(**changed) == 1


def end(job: Job, state: JobState, *, now: datetime, problem: str = "", **changed: Any) -> bool:
    """It is over. False: it was in other hands, and nothing was written."""
    return _end(_held(job), state, now=now, problem=problem, **changed)


def _end(jobs: QuerySet[Job], state: JobState, *, now: datetime, **changed: Any) -> bool:
    """The occasion it was asked for is free again."""
    return jobs.update(state=state, run_at=None, ended_at=now, dedupe=None, **changed) == 1


def end_waiting(job: Job, state: JobState, *, now: datetime, problem: str = "") -> bool:
    """End it before anybody took it (again)."""
    waiting = Job.objects.filter(pk=job.pk, state=JobState.WAITING)
    return _end(waiting, state, now=now, problem=problem)


def ask_to_stop(job: Job) -> bool:
    return Job.objects.filter(pk=job.pk, state__in=OPEN).update(is_cancel_asked=True) == 1


def take_up(job: Job) -> bool:
    """What it waited for has come: it is due now. False while somebody has it in hand."""
    waiting = Job.objects.filter(pk=job.pk, state=JobState.WAITING, is_cancel_asked=False)
    return waiting.update(run_at=None) == 1


def begin_again(
    job: Job, states: Collection[JobState], *, run_at: datetime | None, **changed: Any
) -> bool:
    """Wait anew after an end of one of these states, with all tries."""
    ended = Job.objects.filter(
        pk=job.pk,
        state__in=states,
        stored_name=job.stored_name,  # not swept meanwhile
    )
    fresh: dict[str, Any] = {
        "state": JobState.WAITING,
        "run_at": run_at,
        "ended_at": None,
        "failures": 0,
        "problem": "",
        "is_cancel_asked": False,
    }
    return ended.update(**fresh | changed) == 1


def drop_file(job: Job) -> bool:
    """Forget the files of an ended job, before they are deleted from the storage."""
    ended = Job.objects.filter(pk=job.pk, stored_name=job.stored_name).exclude(state__in=OPEN)
    result = {key: value for key, value in job.result.items() if key != WORKBOOK}
    return ended.update(stored_name="", result=result, expires_at=None) == 1


def _if_more(done: int, then: Value, otherwise: F) -> Case:
    return Case(When(done__lt=done, then=then), default=otherwise, output_field=IntegerField())


def _held(job: Job) -> QuerySet[Job]:
    return Job.objects.filter(pk=job.pk, state=JobState.RUNNING, tries=job.tries)
