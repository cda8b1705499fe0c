"""Rules that hold over many records: asked after a write, while nobody else can write there.

A check of a register counts what stands in it, the new record included. Whoever writes waits for
the union first (for the root, where a question is not about one union), so two who each see room
for one more do not both take it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from unionhall.casework.refusals import Invalid
from unionhall.casework.registers.sentences import sentence
from unionhall.casework.registers.surroundings import record_names, world
from unionhall.engine.facts import Question
from unionhall.engine.records import violations
from unionhall.engine.world import World
from unionhall.language.model import RecordAction, Register
from unionhall.organisation import selectors as organisation
from unionhall.organisation import store as tree
from unionhall.organisation.models import Union
from unionhall.registers import columns, many
from unionhall.registers import selectors as registers
from unionhall.registers.models import Record

UNION = "union"


def wait_for(register: Register, union: Union | None) -> None:
    """Nobody else writes to these totals until the transaction ends. Before records are locked."""
    if not register.checks or not register.facts:
        return
    is_local = union is not None and all(UNION in fact.where for fact in register.facts)
    place = union if is_local else organisation.root()
    if place is not None:
        tree.lock_union(place)


def check(
    register: Register,
    record: Record,
    now: datetime,
    action: RecordAction | None = None,
    answers: Mapping[str, Any] | None = None,
) -> None:
    """Raises Invalid(checks) in the words of the definition; then roll back."""
    if not register.checks:
        return
    around = _around(register, record, now)
    found = violations(register, action, answers or {}, around, registers.answer)
    blocking = tuple(problem for problem in found if problem.is_blocking)
    if blocking:
        raise Invalid("checks", blocking[0].text or sentence("checks"), blocking)


def broken(register: Register, records: Sequence[Record], now: datetime) -> list[int]:
    """Places of the records for which a check does not hold, all of them being written. What many
    ask is asked together, so that a check costs a few questions and not one for each record."""
    if not register.checks:
        return []
    worlds = {place: _around(register, record, now) for place, record in enumerate(records)}
    known: dict[str, Any] = {}
    found: list[int] = []
    while worlds:
        due: dict[str, Question] = {}
        for place, around in list(worlds.items()):
            try:
                problems = violations(register, None, {}, around, _Known(known))
            except _Unasked as unasked:
                due[unasked.name] = unasked.question
                continue
            del worlds[place]
            if any(problem.is_blocking for problem in problems):
                found.append(place)
        known |= _asked_together(due)
    return sorted(found)


class _Unasked(Exception):
    """Nobody has put this question yet."""

    def __init__(self, name: str, question: Question) -> None:
        super().__init__(name)
        self.name, self.question = name, question


class _Known:
    """Answers what was asked already."""

    def __init__(self, known: Mapping[str, Any]) -> None:
        self._known = known

    def __call__(self, question: Question) -> Any:
        name = f"{question.fact}:{sorted(question.where.items())!r}"
        if name not in self._known:
            raise _Unasked(name, question)
        return self._known[name]


def _asked_together(due: Mapping[str, Question]) -> dict[str, Any]:
    by_fact: dict[str, dict[str, Question]] = {}
    for name, question in due.items():
        by_fact.setdefault(question.fact, {})[name] = question
    found: dict[str, Any] = {}
    for some in by_fact.values():
        found |= zip(some, many.answers(list(some.values())), strict=True)
    return found


def _around(register: Register, record: Record, now: datetime) -> World:
    plain = columns.unsealed(register, record.values)
    names = record_names(plain, record.key, record.state, record.union, record.person)
    return world(record.union, now, names)
