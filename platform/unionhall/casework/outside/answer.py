"""Take an answer from outside, by callback or by file: each verdict once, in whatever order."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from unionhall import audit
from unionhall.cases import dispatches, outside_store, sealed, selectors, store
from unionhall.cases.models import Case, Dispatch
from unionhall.casework import turn
from unionhall.casework.context import Context
from unionhall.casework.outcome import store_outcome
from unionhall.casework.outside.applying import Applied, apply
from unionhall.casework.outside.reading import OutsideAnswer
from unionhall.casework.refusals import NotYours
from unionhall.casework.sentences import from_engine, refused
from unionhall.engine import waiting
from unionhall.engine.shapes import Entry
from unionhall.engine.shapes import Refused as EngineRefused
from unionhall.people.models import User

VERB = "answer"
MOST_UNKNOWN = 50
CALLBACK, FILE = "callback", "file"


@dataclass(frozen=True, slots=True)
class Received:
    """What became of an answer. `is_repeated`: it had come before, nothing was done again;
    `is_late`: the case does not wait for it any more, it was only kept."""

    passed: int = 0
    failed: int = 0
    ignored: int = 0
    unknown: tuple[str, ...] = ()
    is_repeated: bool = False
    is_late: bool = False


def answer(
    told: OutsideAnswer, *, hook: str | None = None, source: str = CALLBACK, by: User, now: datetime
) -> Received:
    """`hook`: whose answer it is said to be; None when that was settled otherwise.

    Who may answer is asked by whoever calls: a signature or a permission. Raises NotYours (there
    is no such dispatch of that hook), Refused: no-verdict, not-per-line, no-actor, ...
    """
    _check(by, now)
    found = dispatches.by_key(told.dispatch)
    if found is None or (hook is not None and found.hook != hook):
        raise NotYours
    with transaction.atomic():
        case = turn.take(found.case.key, None, verb=VERB, key=None, by=by)
        dispatch = dispatches.by_key(told.dispatch)
        if dispatch is None:
            raise NotYours
        if dispatches.has_answer(dispatch, told.dedupe):
            return Received(is_repeated=True, ignored=len(told.lines))
        dispatch.case = case
        if not _waits_for(case, dispatch):
            return _keep_late(case, dispatch, told, source, by=by, now=now)
        return _take(case, dispatch, told, source, by=by, now=now)


def _waits_for(case: Case, dispatch: Dispatch) -> bool:
    ended = (Dispatch.State.ANSWERED, Dispatch.State.CANCELLED)
    stands = (case.stage, case.round) == (dispatch.stage, dispatch.round)
    return stands and case.status == "in_progress" and dispatch.state not in ended


def _take(
    case: Case, dispatch: Dispatch, told: OutsideAnswer, source: str, *, by: User, now: datetime
) -> Received:
    context = Context(case, now)
    process, stage = context.process, context.process.stage(dispatch.stage)
    submission = selectors.latest_submission(case)
    if submission is None:
        raise NotYours
    if bool(stage.lines) != bool(told.lines):
        raise refused("not-per-line" if told.lines else "no-verdict")
    applied = apply(context, stage, told.lines, by=by) if told.lines else Applied()
    tasks = selectors.open_tasks(case)
    try:
        outcome = waiting.answered(
            process,
            context.state(tasks),
            sealed.unsealed(process, submission.answers),
            context.world(submission.facts),
            context.staffing(),
            waiting.Answer(
                applied.passed,
                applied.failed,
                applied.ignored,
                len(applied.unknown),
                told.is_passed,
                told.reason,
            ),
        )
    except EngineRefused as refusal:
        raise from_engine(refusal) from refusal

    _keep(dispatch, told, applied, source, by=by, now=now)
    if (outcome.stage, outcome.round) != (dispatch.stage, dispatch.round):
        outside_store.answered(dispatch, now)
    store_outcome(context, outcome, by=by)
    _tell(case, dispatch, applied, source, by=by, now=now)
    return Received(applied.passed, applied.failed, applied.ignored, applied.unknown)


def _keep_late(
    case: Case, dispatch: Dispatch, told: OutsideAnswer, source: str, *, by: User, now: datetime
) -> Received:
    """The case went another way meanwhile: what came is kept and does nothing."""
    applied = Applied(ignored=len(told.lines))
    _keep(dispatch, told, applied, source, by=by, now=now, is_late=True)
    values = {"hook": dispatch.hook, "ignored": applied.ignored}
    store.record(case, [Entry("answered_late", dispatch.stage, values=values)], by=by, now=now)
    return Received(ignored=applied.ignored, is_late=True)


def _keep(
    dispatch: Dispatch,
    told: OutsideAnswer,
    applied: Applied,
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
        "unknown": list(applied.unknown[:MOST_UNKNOWN]),
        "is_late": is_late,
        **({} if told.is_passed is None else {"ok": told.is_passed, "reason": told.reason}),
    }
    fields = {
        "source": source,
        "values": values,
        "applied": applied.count + (told.is_passed is not None and not is_late),
        "ignored": applied.ignored + len(applied.unknown),
    }
    outside_store.add_answer(dispatch, told.dedupe, fields, by=by, now=now)


def _tell(
    case: Case, dispatch: Dispatch, applied: Applied, source: str, *, by: User, now: datetime
) -> None:
    told = {
        "number": case.number,
        "hook": dispatch.hook,
        "source": source,
        "passed": applied.passed,
        "failed": applied.failed,
    }
    audit.record("outside", by=by, now=now, about=f"case:{case.key}", values=told)


def _check(by: User, now: datetime) -> None:
    if not isinstance(by, User):
        raise TypeError("a verb needs by=: the system is an actor too")
    if now.tzinfo is None:
        raise ValueError("a verb needs now=: a moment with its time zone")
