"""Facts: the named questions a definition puts to the registers.

Formulates the questions and collects the answers; `ask` is the caller's door to the database.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from unionhall.engine.names import FAILURES, Names, references
from unionhall.engine.names import ask as evaluate
from unionhall.engine.paths import is_absent
from unionhall.engine.world import World
from unionhall.language.model import Fact, Process

PREFIX = "facts."


@dataclass(frozen=True, slots=True)
class Question:
    """`op` is exists, count, sum, first or list; `column` is what sum adds up."""

    fact: str
    op: str
    source: str
    where: Mapping[str, Any]
    column: str | None = None


def collect(
    process: Process,
    answers: Mapping[str, Any],
    world: World,
    ask: Callable[[Question], Any],
    only: Collection[str] | None = None,
) -> World:
    """A new world with facts. A fact may use others; the definition has them in that order.

    With an absent value to look for nothing is asked: `exists` is false, the others are null.
    A value that cannot be evaluated makes the fact null, on which comparisons fail closed.
    `only`: keys from `needed`; facts not collected stay as they are in `world`.
    """
    known = dict(world.facts)
    current = replace(world, facts=known)
    for fact in process.facts:
        if only is None or fact.key in only:
            known[fact.key] = _answer(process, fact, Names(answers, current), ask)
    return current


def needed(process: Process, expressions: Iterable[str]) -> frozenset[str]:
    """Keys of the facts that these expressions read, directly or through other facts."""
    found: set[str] = set()
    waiting = [source for source in expressions if source]
    by_key = {fact.key: fact for fact in process.facts}
    while waiting:
        for name in references(process, waiting.pop()):
            key = name.removeprefix(PREFIX).partition(".")[0]
            if name.startswith(PREFIX) and key in by_key and key not in found:
                found.add(key)
                waiting += by_key[key].where.values()
    return frozenset(found)


def inputs(process: Process, source: str) -> frozenset[str]:
    """Names an expression depends on, facts replaced by what their questions read."""
    return _names_of_fact_questions(process, references(process, source), frozenset())


def _names_of_fact_questions(
    process: Process, names: Iterable[str], seen: frozenset[str]
) -> frozenset[str]:
    found: set[str] = set()
    by_key = {fact.key: fact for fact in process.facts}
    for name in names:
        key = name.removeprefix(PREFIX).partition(".")[0]
        if not name.startswith(PREFIX) or key not in by_key:
            found.add(name)
        elif key not in seen:
            for source in by_key[key].where.values():
                below = references(process, source)
                found |= _names_of_fact_questions(process, below, seen | {key})
    return frozenset(found)


def _answer(process: Process, fact: Fact, names: Names, ask: Callable[[Question], Any]) -> Any:
    where: dict[str, Any] = {}
    for column, source in fact.where.items():
        try:
            where[column] = evaluate(process, source, names)
        except FAILURES:
            return None
    if any(is_absent(value) for value in where.values()):
        return False if fact.op == "exists" else None
    return ask(Question(fact.key, fact.op, fact.source, where, fact.column))
