"""The worker's part of a long answer from outside: some lines at a time, each step in a turn of its
own, going on where it was stopped.

The ledger is the answer's own row: how many of its lines were looked at is written with what they
did. The first verdict on a line stands, so even a step done twice would change nothing.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from django.db import transaction

from unionhall.cases import dispatches, outside_store
from unionhall.cases.models import Case, Dispatch, DispatchAnswer
from unionhall.casework import turn
from unionhall.casework.context import Context
from unionhall.casework.outside import arriving, stored
from unionhall.casework.outside.applying import Applied, apply
from unionhall.casework.outside.arriving import FILE, VERB, Tally
from unionhall.casework.outside.asking import may_exchange
from unionhall.casework.outside.reading import OutsideAnswer
from unionhall.casework.refusals import Busy
from unionhall.engine import waiting
from unionhall.jobs.handlers import Beat, GiveUp, Later
from unionhall.jobs.models import Job
from unionhall.people.models import User

STEP: Final = 500
# Seconds until somebody else may be through with the case
PAUSE: Final = 2.0


def carry_on(job: Job, beat: Beat) -> Mapping[str, Any]:
    """Handler of jobs of kind `outside-answer`."""
    kept = _kept(job)
    if kept.is_pending:
        try:
            told = stored.load(job.stored_name)
        except FileNotFoundError as gone:
            raise GiveUp("file-gone") from gone
        beat.progress(kept.done, kept.total)
        while kept.is_pending:
            kept = _step(job, told, beat)
            beat.progress(kept.done, kept.total)
    tally = Tally.of(kept)
    return {
        "passed": tally.passed,
        "failed": tally.failed,
        "ignored": tally.ignored,
        "unknown": tally.unknown_count,
    }


def _step(job: Job, told: OutsideAnswer, beat: Beat) -> DispatchAnswer:
    """Some lines, and with the last of them the way on."""
    key = _kept(job).dispatch.case.key
    with transaction.atomic():
        try:
            case = turn.take(key, None, verb=VERB, key=None, by=job.by)
        except Busy as busy:  # another job is at the case
            raise Later(PAUSE) from busy
        beat.hold()
        kept = _kept(job)  # as it stands now that the case is ours
        if not kept.is_pending:
            return kept
        dispatch = kept.dispatch
        dispatch.case = case
        if not arriving.waits_for(case, dispatch):
            _rest_is_late(case, kept, beat)
            return kept
        if kept.source == FILE and not may_exchange(kept.by, case, dispatch):
            raise GiveUp("not-allowed")
        _apply(Context(case, beat.now()), dispatch, kept, told, by=kept.by)
        return kept


def _apply(
    context: Context, dispatch: Dispatch, kept: DispatchAnswer, told: OutsideAnswer, *, by: User
) -> None:
    stage = context.process.stage(dispatch.stage)
    part = told.lines[kept.done : kept.done + STEP]
    applied = apply(context, stage, part, by=by) if part else Applied()
    tally = Tally.of(kept).plus(applied)
    done = kept.total if len(part) < STEP else kept.done + len(part)
    outside_store.change_answer(kept, done=done, **tally.columns(kept.values))
    if kept.is_pending:
        return
    verdict = waiting.Answer(
        tally.passed,
        tally.failed,
        tally.ignored,
        tally.unknown_count,
        told.is_passed,
        told.reason,
    )
    arriving.conclude(context, stage, dispatch, verdict, by=by)
    arriving.audited(context.case, dispatch, tally, kept.source, by=by, now=context.now)


def _rest_is_late(case: Case, kept: DispatchAnswer, beat: Beat) -> None:
    """Another answer was through first, or the case was taken back: what was done stays done."""
    rest, tally, now = kept.total - kept.done, Tally.of(kept), beat.now()
    is_late = tally.passed + tally.failed == 0
    outside_store.change_answer(
        kept,
        done=kept.total,
        ignored=kept.ignored + rest,
        values={**kept.values, "is_late": is_late},
    )
    arriving.told_late(case, kept.dispatch, rest, by=kept.by, now=now)
    if not is_late:
        arriving.audited(case, kept.dispatch, tally, kept.source, by=kept.by, now=now)


def _kept(job: Job) -> DispatchAnswer:
    kept = dispatches.answer_of_job(job.key)
    if kept is None:
        raise GiveUp("not-found")
    return kept
