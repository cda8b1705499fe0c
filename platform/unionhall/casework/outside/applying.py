"""What an answer does to the lines of a case, counted."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from unionhall.cases import line_selectors
from unionhall.casework.context import Context
from unionhall.casework.lines import verdicts
from unionhall.casework.lines.verdicts import Verdict
from unionhall.casework.outside.reading import LineAnswer
from unionhall.language.model import Stage
from unionhall.people.models import User


@dataclass(frozen=True, slots=True)
class Applied:
    """`ignored`: lines that had their verdict already; `unknown`: names of no line of the case."""

    passed: int = 0
    failed: int = 0
    ignored: int = 0
    unknown: tuple[str, ...] = field(default=())

    @property
    def count(self) -> int:
        return self.passed + self.failed


def apply(context: Context, stage: Stage, told: Sequence[LineAnswer], *, by: User) -> Applied:
    """Only open lines take a verdict, and each its first one: whatever else is said of a line is
    ignored and counted. The order in which answers come changes nothing."""
    before = line_selectors.counts(context.case)
    given = [Verdict(one.line, one.is_passed, one.reason, _values(stage, one)) for one in told]
    made = verdicts.apply(context, given, by=by)
    passed = made.tally["passed"] - before.passed
    return Applied(passed, made.applied - passed, made.ignored, tuple(dict.fromkeys(made.unknown)))


def _values(stage: Stage, answer: LineAnswer) -> dict[str, str]:
    """What the definition wants to know of an answer; the rest is nobody's business here."""
    wanted = stage.outside.answers if stage.outside else ()
    found = {name: str(answer.values[name]) for name in wanted if name in answer.values}
    return {**found, "code": answer.code} if answer.code else found
