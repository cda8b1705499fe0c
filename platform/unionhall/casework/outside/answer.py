"""Take an answer from outside, by callback or by file: each verdict once, in whatever order.

One request and one transaction; what is too long for that goes by `receive`.
"""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from unionhall.cases import dispatches, outside_store
from unionhall.cases.models import Case, Dispatch
from unionhall.casework import turn
from unionhall.casework.context import Context
from unionhall.casework.outside import arriving
from unionhall.casework.outside.applying import Applied, apply
from unionhall.casework.outside.arriving import CALLBACK, VERB, Received, Tally
from unionhall.casework.outside.reading import OutsideAnswer
from unionhall.casework.refusals import NotYours
from unionhall.casework.sentences import refused
from unionhall.engine import waiting
from unionhall.people.models import User


def answer(
    told: OutsideAnswer, *, hook: str | None = None, source: str = CALLBACK, by: User, now: datetime
) -> Received:
    """`hook`: whose answer it is said to be; None when that was settled otherwise.

    Who may answer is asked by whoever calls: a signature or a permission. Raises NotYours (there
    is no such dispatch of that hook), Refused: no-verdict, not-per-line, no-actor, ...
    """
    arriving.check(by, now)
    found = arriving.dispatch_of(told, hook)
    with transaction.atomic():
        case = turn.take(found.case.key, None, verb=VERB, key=None, by=by)
        dispatch = dispatches.by_key(told.dispatch)
        if dispatch is None:
            raise NotYours
        kept = dispatches.answer(dispatch, told.dedupe)
        if kept is not None:
            return Received.of(kept).repeated()
        dispatch.case = case
        if not arriving.waits_for(case, dispatch):
            return _keep_late(case, dispatch, told, source, by=by, now=now)
        return _take(case, dispatch, told, source, by=by, now=now)


def _keep_late(
    case: Case, dispatch: Dispatch, told: OutsideAnswer, source: str, *, by: User, now: datetime
) -> Received:
    """The case went another way meanwhile: what came is kept and does nothing."""
    tally = Tally(ignored=len(told.lines))
    _keep(dispatch, told, tally, source, by=by, now=now, is_late=True)
    arriving.told_late(case, dispatch, tally.ignored, by=by, now=now)
    return Received(ignored=tally.ignored, is_late=True)


def _take(
    case: Case, dispatch: Dispatch, told: OutsideAnswer, source: str, *, by: User, now: datetime
) -> Received:
    context = Context(case, now)
    stage = context.process.stage(dispatch.stage)
    if bool(stage.lines) != bool(told.lines):
        raise refused("not-per-line" if told.lines else "no-verdict")
    applied = apply(context, stage, told.lines, by=by) if told.lines else Applied()
    tally = Tally().plus(applied)
    _keep(dispatch, told, tally, source, by=by, now=now)
    verdict = waiting.Answer(
        applied.passed,
        applied.failed,
        applied.ignored,
        len(applied.unknown),
        told.is_passed,
        told.reason,
    )
    arriving.conclude(context, stage, dispatch, verdict, by=by)
    arriving.audited(case, dispatch, tally, source, by=by, now=now)
    return Received(applied.passed, applied.failed, applied.ignored, applied.unknown)


def _keep(
    dispatch: Dispatch,
    told: OutsideAnswer,
    tally: Tally,
    source: str,
    *,
    by: User,
    now: datetime,
    is_late: bool = False,
) -> None:
    """The verdicts as they came; what they say of a line beside it stands with the line."""
    lines = [
        {"line": one.line, "ok": one.is_passed, "code": one.code, "reason": one.reason}
        for one in told.lines
    ]
    values = {
        "lines": lines,
        "is_late": is_late,
        **({} if told.is_passed is None else {"ok": told.is_passed, "reason": told.reason}),
    }
    fields = tally.columns(values)
    fields["applied"] += int(told.is_passed is not None and not is_late)
    count = len(told.lines)
    fields |= {"source": source, "total": count, "done": count}
    outside_store.add_answer(dispatch, told.dedupe, fields, by=by, now=now)
