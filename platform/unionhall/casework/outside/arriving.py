"""What every answer does, at once or in steps: what is kept of it, and how the case goes on."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Self

from unionhall import audit
from unionhall.cases import dispatches, outside_store, sealed, selectors, store
from unionhall.cases.models import Case, Dispatch, DispatchAnswer
from unionhall.casework.context import Context
from unionhall.casework.outcome import store_outcome
from unionhall.casework.outside.applying import Applied
from unionhall.casework.outside.reading import OutsideAnswer
from unionhall.casework.refusals import NotYours
from unionhall.casework.sentences import from_engine
from unionhall.engine import waiting
from unionhall.engine.shapes import Entry
from unionhall.engine.shapes import Refused as EngineRefused
from unionhall.language.model import Stage
from unionhall.people.models import User

VERB = "answer"
MOST_UNKNOWN = 50
CALLBACK, FILE = "callback", "file"
ENDED = (Dispatch.State.ANSWERED, Dispatch.State.CANCELLED)


@dataclass(frozen=True, slots=True)
class Received:
    """What became of an answer. `is_repeated`: it had come before, nothing was done again and the
    counts are those of then; `is_late`: the case does not wait for it any more; `is_pending`: the
    worker applies it, `done` of `total` lines so far."""

    passed: int = 0
    failed: int = 0
    ignored: int = 0
    unknown: tuple[str, ...] = ()
    is_repeated: bool = False
    is_late: bool = False
    is_pending: bool = False
    done: int = 0
    total: int = 0

    @classmethod
    def of(cls, kept: DispatchAnswer) -> Self:
        """As it stands now; of many unknown lines the first."""
        tally = Tally.of(kept)
        return cls(
            tally.passed,
            tally.failed,
            tally.ignored,
            tally.unknown,
            is_late=bool(kept.values.get("is_late")),
            is_pending=kept.is_pending,
            done=kept.done,
            total=kept.total,
        )

    def repeated(self) -> Self:
        return replace(self, is_repeated=True)


@dataclass(frozen=True, slots=True)
class Tally:
    """Verdicts of one answer so far. `unknown`: the first of those lines, `unknown_count` all."""

    passed: int = 0
    failed: int = 0
    ignored: int = 0
    unknown: tuple[str, ...] = ()
    unknown_count: int = 0

    @classmethod
    def of(cls, kept: DispatchAnswer) -> Self:
        values = kept.values
        unknown = tuple(values.get("unknown", ()))
        count = values.get("unknown_count", len(unknown))
        passed, failed = values.get("passed", 0), values.get("failed", 0)
        return cls(passed, failed, max(0, kept.ignored - count), unknown, count)

    def plus(self, applied: Applied) -> Self:
        unknown = tuple(dict.fromkeys((*self.unknown, *applied.unknown)))[:MOST_UNKNOWN]
        return replace(
            self,
            passed=self.passed + applied.passed,
            failed=self.failed + applied.failed,
            ignored=self.ignored + applied.ignored,
            unknown=unknown,
            unknown_count=self.unknown_count + len(applied.unknown),
        )

    def columns(self, values: Mapping[str, Any]) -> dict[str, Any]:
        """As a DispatchAnswer keeps it, beside what else stands in `values`."""
        told = {
            "passed": self.passed,
            "failed": self.failed,
            "unknown": list(self.unknown),
            "unknown_count": self.unknown_count,
        }
        return {
            "values": {**values, **told},
            "applied": self.passed + self.failed,
            "ignored": self.ignored + self.unknown_count,
        }


def dispatch_of(told: OutsideAnswer, hook: str | None) -> Dispatch:
    """Raises NotYours: there is no such dispatch of that hook (None: of any)."""
    found = dispatches.by_key(told.dispatch)
    if found is None or (hook is not None and found.hook != hook):
        raise NotYours
    return found


def waits_for(case: Case, dispatch: Dispatch) -> bool:
    stands = (case.stage, case.round) == (dispatch.stage, dispatch.round)
    return stands and case.status == "in_progress" and dispatch.state not in ENDED


def conclude(
    context: Context, stage: Stage, dispatch: Dispatch, verdict: waiting.Answer, *, by: User
) -> None:
    """Its verdicts stand: the case goes on when it has them all. Raises Refused."""
    case, process = context.case, context.process
    submission = selectors.latest_submission(case)
    if submission is None:
        raise NotYours
    try:
        outcome = waiting.answered(
            process,
            context.state(selectors.open_tasks(case)),
            sealed.unsealed(process, submission.answers),
            context.world(submission.facts),
            context.staffing(),
            verdict,
        )
    except EngineRefused as refusal:
        raise from_engine(refusal) from refusal
    if (outcome.stage, outcome.round) != (stage.key, dispatch.round):
        outside_store.answered(dispatch, context.now)
    store_outcome(context, outcome, by=by)


def told_late(case: Case, dispatch: Dispatch, ignored: int, *, by: User, now: datetime) -> None:
    """The case went another way meanwhile: the journal tells that something came."""
    values = {"hook": dispatch.hook, "ignored": ignored}
    store.record(case, [Entry("answered_late", dispatch.stage, values=values)], by=by, now=now)


def audited(
    case: Case, dispatch: Dispatch, tally: Tally, source: str, *, by: User, now: datetime
) -> None:
    told = {
        "number": case.number,
        "hook": dispatch.hook,
        "source": source,
        "passed": tally.passed,
        "failed": tally.failed,
    }
    audit.record("outside", by=by, now=now, about=f"case:{case.key}", values=told)


def check(by: User, now: datetime) -> None:
    if not isinstance(by, User):
        raise TypeError("a verb needs by=: the system is an actor too")
    if now.tzinfo is None:
        raise ValueError("a verb needs now=: a moment with its time zone")
