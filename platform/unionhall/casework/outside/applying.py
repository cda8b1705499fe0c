"""What an answer does to the lines of a case, counted."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from unionhall.cases import line_selectors, line_store
from unionhall.cases.models import LineState
from unionhall.casework.context import Context
from unionhall.casework.outside.reading import LineAnswer
from unionhall.language.model import Stage
from unionhall.people.models import User


@dataclass(frozen=True, slots=True)
class Applied:
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
    first: dict[str, LineAnswer] = {}
    for one in told:
        first.setdefault(one.line, one)
    lines = line_selectors.by_keys(context.case, tuple(first))
    known = {line.key for line in lines}
    verdicts: list[Any] = []
    for line in lines:
        answer = first[line.key]
        if line.state == LineState.OPEN:
            state = LineState.PASSED if answer.is_passed else LineState.FAILED
            told_of_it = _values(stage, answer)
            verdicts.append(line_store.LineVerdict(line, state, answer.reason, told_of_it))
    line_store.put_verdicts(context.case, stage.key, verdicts)
    passed = sum(one.state == LineState.PASSED for one in verdicts)
    unknown = tuple(key for key in first if key not in known)
    ignored = len(told) - len(verdicts) - len(unknown)
    return Applied(passed, len(verdicts) - passed, ignored, unknown)


def _values(stage: Stage, answer: LineAnswer) -> dict[str, str]:
    """What the definition wants to know of an answer; the rest is nobody's business here."""
    wanted = stage.outside.answers if stage.outside else ()
    found = {name: str(answer.values[name]) for name in wanted if name in answer.values}
    return {**found, "code": answer.code} if answer.code else found
