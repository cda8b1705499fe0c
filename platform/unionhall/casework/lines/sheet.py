"""The lines of a case with everything their expressions may know. Read only."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cached_property
from typing import Any

from permissions import gate
from unionhall.cases import sealed, selectors
from unionhall.cases.models import CaseLine
from unionhall.casework.context import Context
from unionhall.casework.refusals import NotYours
from unionhall.casework.sentences import refused
from unionhall.casework.settling import material, settle
from unionhall.definitions import selectors as definitions
from unionhall.engine import lines as engine
from unionhall.engine.many import Item, LineAsking, PickAsking
from unionhall.engine.problem import Problem
from unionhall.engine.route import codename
from unionhall.engine.world import World
from unionhall.language.model import Lines, Process, Register
from unionhall.people.models import User
from unionhall.registers import many, terms

OF_LINE = "line"


class Sheet:
    """`answers` and `world`: of the draft as it stands, or of what was handed in."""

    def __init__(self, context: Context, answers: Mapping[str, Any], world: World) -> None:
        if context.process.lines is None:
            raise NotYours
        self.context, self.answers, self.world = context, answers, world
        self.lines: Lines = context.process.lines
        self.asking = LineAsking(context.process, answers, world)

    @cached_property
    def register(self) -> Register:
        """Raises Refused("not-offered") while the register is not published."""
        try:
            return definitions.register(self.lines.picker.register)
        except definitions.NotPublished as missing:
            raise refused("not-offered") from missing

    @cached_property
    def picks(self) -> PickAsking:
        return PickAsking(self.context.process, self.register, self.answers, self.world)

    def item(self, line: CaseLine) -> Item:
        """A stored line as expressions see it."""
        answer: dict[str, Any] = {"reason": line.reason}
        for values in line.stage_values.values():
            answer |= sealed.unsealed_line(self.context.process, values)
        known = {
            "number": line.number,
            "state": line.state,
            "reason": line.reason,
            "record": line.record,
            "person": line.person.key if line.person_id and line.person else None,
        }
        return Item(sealed.unsealed_line(self.context.process, line.values), known, answer)

    def judge(self, items: Sequence[Item], *, final: bool) -> list[tuple[Problem, ...]]:
        """What is wrong with each; the facts of all of them are asked together."""
        engine.ask_facts(self.asking, items, many.answers)
        return [engine.problems_of(self.asking, item, final=final) for item in items]

    def digest(self, values: Mapping[str, Any], record: str) -> str:
        """What makes it this line: keyed, because numbers of people are among it."""
        unique = engine.unique_of(self.lines, values, record)
        return terms.key_digest(self.context.process.key, OF_LINE, unique)


def digest_of_text(process: Process, text: str) -> str:
    """The line a whole number names, where lines are told apart by one value."""
    if process.lines is None or len(process.lines.unique) != 1 or not text.strip():
        return ""
    return terms.key_digest(process.key, OF_LINE, [text.strip().upper()])


def of_draft(context: Context) -> Sheet:
    answers = settle(context, material(context)).state.answers
    return Sheet(context, answers, context.with_facts(answers))


def of_submission(context: Context) -> Sheet:
    """Answers and facts are those that were handed in, whatever the registers say today."""
    submission = selectors.latest_submission(context.case)
    if submission is None:
        raise NotYours
    answers = sealed.unsealed(context.process, submission.answers)
    return Sheet(context, answers, context.world(submission.facts))


def may_pick(context: Context, by: User) -> bool:
    """Whether this user may look into the register of the case's union: as those staff may who
    begin such cases there. Nobody else learns who is on a list."""
    union = context.place.union
    if union is None:
        return False
    wanted = [one.permission for one in context.process.starters if one.permission]
    scopes = (gate.scope(by, codename(context.process, verb)) for verb in wanted)
    return any(scope.covers(union.pk, union.path) for scope in scopes)


def check_may_pick(context: Context, by: User) -> None:
    """Raises Refused: no-union (it is not known yet whose list it is), not-your-list."""
    if context.place.union is None:
        raise refused("no-union")
    if not may_pick(context, by):
        raise refused("not-your-list")
