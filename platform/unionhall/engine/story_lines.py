"""The lines of a case that is lived through in memory: their states, what is wrong with them, what
is written for each.

`given.lines` of a scenario: values of each line; `$facts` among them are facts of that line alone.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from typing import Any

from unionhall.engine.actions import EDITABLE
from unionhall.engine.facts import Question
from unionhall.engine.lines import ask_facts, problems_of, writes_of_lines
from unionhall.engine.many import Item, LineAsking
from unionhall.engine.problem import Problem
from unionhall.engine.shapes import LineWrites, Outcome, RegisterWrite, Writes
from unionhall.engine.world import World
from unionhall.language.model import Process

OPEN, PASSED, FAILED, DONE = "open", "passed", "failed", "done"
FACTS = "$facts"
Ask = Callable[[Question], Any]


@dataclass(slots=True)
class StoryLine:
    values: Mapping[str, Any]
    facts: Mapping[str, Any] = field(default_factory=dict)
    state: str = OPEN
    reason: str = ""
    answer: dict[str, Any] = field(default_factory=dict)


class StoryLines:
    def __init__(self, process: Process, given: Iterable[Mapping[str, Any]]) -> None:
        self.process = process
        self.lines = [
            StoryLine({k: v for k, v in one.items() if k != FACTS}, one.get(FACTS, {}))
            for one in given
        ]
        # as they stood when the case moved last, before they followed it
        self.counted: Mapping[str, int] = self.tally

    @property
    def tally(self) -> dict[str, int]:
        states = [line.state for line in self.lines]
        return {"total": len(states)} | {
            name: states.count(name) for name in (OPEN, PASSED, FAILED)
        }

    @property
    def states(self) -> list[str]:
        return [line.state for line in self.lines]

    @property
    def standing(self) -> list[StoryLine]:
        return [line for line in self.lines if line.state != FAILED]

    def chosen(self, named: Any) -> list[StoryLine]:
        """Open lines among those a step names: numbers, `all` or `rest` (all that are open)."""
        open_ = [line for line in self.lines if line.state == OPEN]
        if named in (None, "all", "rest"):
            return open_ if named else []
        wanted = {int(number) for number in named}
        return [one for number, one in enumerate(self.lines) if number in wanted and one in open_]

    def judge(self, answers: Mapping[str, Any], world: World, ask: Ask) -> tuple[Problem, ...]:
        """All that keeps the case from being handed in; `path` begins with the line's number."""
        lines = self.process.lines
        if lines is None:
            return ()
        asking = LineAsking(self.process, answers, world)
        found: list[Problem] = []
        if len(self.lines) < lines.least:
            found.append(
                Problem("too-few-lines", "lines", {"title": lines.title, "limit": lines.least})
            )
        for number, item in enumerate(self.items(asking, self.lines, ask)):
            for problem in problems_of(asking, item, final=True):
                found.append(replace(problem, path=f"lines/{number}/{problem.path}"))
        return tuple(found)

    def items(self, asking: LineAsking, lines: Sequence[StoryLine], ask: Ask) -> list[Item]:
        """Lines as expressions see them, their facts asked."""
        items = [self._item(line) for line in lines]
        for item, line in zip(items, lines, strict=True):
            ask_facts(asking, [item], partial(_answers, line.facts, ask))
        return items

    def writes(
        self, writes: Writes, lines: Sequence[StoryLine] | None = None
    ) -> tuple[RegisterWrite, ...]:
        """All writes one by one, those per line for each that goes on (or for `lines`)."""
        found: list[RegisterWrite] = []
        for due in writes:
            if not isinstance(due, LineWrites):
                found.append(due)
                continue
            items = [self._item(line) for line in (self.standing if lines is None else lines)]
            for some in writes_of_lines(self.process, due, items):
                found += some
        return tuple(found)

    def follow(self, outcome: Outcome, *, moved: bool) -> None:
        """What lines do when their case moves."""
        self.counted = self.tally
        if outcome.status in EDITABLE:
            self.begin(again=True)
        elif outcome.status == "completed":
            self.end()
        elif moved and outcome.stage and self.process.stage(outcome.stage).lines:
            self.begin(again=any(one.kind == "returned" for one in outcome.entries))

    def begin(self, *, again: bool) -> None:
        """A stage with a verdict per line is entered."""
        for line in self.lines:
            if line.state == PASSED or (again and line.state == FAILED):
                line.state, line.reason = OPEN, ""

    def end(self) -> None:
        for line in self.standing:
            line.state = DONE

    def _item(self, line: StoryLine) -> Item:
        number = next(n for n, one in enumerate(self.lines, start=1) if one is line)
        known = {"number": number, "state": line.state, "reason": line.reason}
        return Item(line.values, known, {"reason": line.reason, **line.answer})


def _answers(own: Mapping[str, Any], ask: Ask, questions: Sequence[Question]) -> list[Any]:
    return [own.get(question.fact, ask(question)) for question in questions]
