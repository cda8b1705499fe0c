"""Receive an answer from outside: a short one is taken at once, a long one is stored and applied
by the worker.

Whoever brings it gets an answer of ours within a moment either way; the same answer again says how
far it is, or what became of it.
"""

from __future__ import annotations

from contextlib import suppress
from datetime import datetime
from typing import Final

from django.db import IntegrityError, transaction

from unionhall.cases import dispatches, outside_store
from unionhall.cases.models import Dispatch, DispatchAnswer
from unionhall.casework.jobs import files
from unionhall.casework.jobs.enqueue import enqueue
from unionhall.casework.jobs.repeat import again
from unionhall.casework.outside import arriving, stored
from unionhall.casework.outside.answer import answer
from unionhall.casework.outside.arriving import CALLBACK, Received, Tally
from unionhall.casework.outside.asking import task_of
from unionhall.casework.outside.reading import OutsideAnswer
from unionhall.casework.refusals import Busy
from unionhall.casework.sentences import refused
from unionhall.definitions.selectors import process_of
from unionhall.jobs import selectors as jobs
from unionhall.jobs.models import Job, JobState
from unionhall.people.models import User

KIND: Final = "outside-answer"
# So many lines are taken while the other side waits.
AT_ONCE: Final = 200


def receive(
    told: OutsideAnswer, *, hook: str | None = None, source: str = CALLBACK, by: User, now: datetime
) -> Received:
    """As `answer`; `is_pending` what has more than AT_ONCE lines, or comes while the worker is at
    the case. Raises as `answer`, and Refused("answer-stopped") when somebody stopped applying
    this very answer."""
    if len(told.lines) <= AT_ONCE:
        with suppress(Busy):
            return answer(told, hook=hook, source=source, by=by, now=now)
    arriving.check(by, now)
    dispatch = arriving.dispatch_of(told, hook)
    if bool(told.lines) != bool(process_of(dispatch.case.revision).stage(dispatch.stage).lines):
        raise refused("not-per-line" if told.lines else "no-verdict")
    # before the transaction: nobody waits for a row while a file is written
    name = stored.save(told)
    is_used = False
    try:
        received, is_used = _stored(dispatch, told, source, name, by=by, now=now)
    finally:
        if not is_used:
            files.delete(name)
    return received


def _stored(
    dispatch: Dispatch, told: OutsideAnswer, source: str, name: str, *, by: User, now: datetime
) -> tuple[Received, bool]:
    """And whether the file is needed. No turn is taken: nothing of the case changes yet, and of
    two that bring the same the database takes one."""
    kept = dispatches.answer(dispatch, told.dedupe)
    if kept is None:
        try:
            with transaction.atomic():
                kept = _new(dispatch, told, source, name, by=by, now=now)
            return Received.of(kept), True
        except IntegrityError:
            kept = dispatches.answer(dispatch, told.dedupe)
            if kept is None:
                raise
    with transaction.atomic():
        is_used = _goes_on(dispatch, kept, name, now=now)
    return Received.of(kept).repeated(), is_used


def _new(
    dispatch: Dispatch, told: OutsideAnswer, source: str, name: str, *, by: User, now: datetime
) -> DispatchAnswer:
    # of a case without lines its one verdict is to be done
    total = len(told.lines) or 1
    job = _job(dispatch, name, total, by=by, now=now)
    counts = Tally().columns({"is_late": False})
    fields = {**counts, "source": source, "total": total, "job": job.key}
    return outside_store.add_answer(dispatch, told.dedupe, fields, by=by, now=now)


def _goes_on(dispatch: Dispatch, kept: DispatchAnswer, name: str, *, now: datetime) -> bool:
    """A job that gave up is taken up anew. Returns whether it needs the file that came now: the
    first was deleted, and the answer is gone through from its beginning, where nothing that
    stands is done again."""
    outside_store.hold_answer(kept)
    if not kept.is_pending:
        return False
    job = jobs.job(kept.job)
    if job is not None and job.state == JobState.CANCELLED:
        raise refused("answer-stopped")
    if job is not None and job.state != JobState.FAILED:
        return False
    if job is not None and job.stored_name and again(job, now=now):
        return False
    fresh = _job(dispatch, name, kept.total, by=kept.by, now=now)
    outside_store.change_answer(kept, job=fresh.key, done=0)
    return True


def _job(dispatch: Dispatch, name: str, total: int, *, by: User, now: datetime) -> Job:
    case = dispatch.case
    task = task_of(case, dispatch)
    return enqueue(
        KIND,
        by=by,
        now=now,
        about=f"case:{case.key}",
        union=task.union if task else None,
        values={"title": case.number or ""},
        stored_name=name,
        total=total,
    )
