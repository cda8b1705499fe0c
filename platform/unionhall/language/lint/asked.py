"""Expressions of registers and imports: what stands outside of processes and their forms.

Judged like those of a process: they compile, give the type that is needed, and have an answer
when what may be absent is absent.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from unionhall.language.expressions import Environment
from unionhall.language.findings import Finding
from unionhall.language.lint.absence import literals_of, tried_with
from unionhall.language.lint.expressions import judged, unanswered
from unionhall.language.lint.references import Table
from unionhall.language.lint.report import found
from unionhall.language.lint.sensitive import reads
from unionhall.language.lint.subject import at
from unionhall.language.model import Effect, Fact
from unionhall.language.schema import cel_type

# (name, literals of the expression) -> values worth trying
Samples = Callable[[str, list[str]], list[Any]]


@dataclass(frozen=True, slots=True)
class Asked:
    """One expression. `returns`: the type it must give, None = any; `guard`: asked first, false
    means this one is not asked; `is_fact`: may give a list of values, and a failure is harmless.
    `is_value`: may give nothing, which is then absent. `early`: groups of names that are not known
    yet."""

    pointer: str
    source: str
    names: Environment
    returns: str | None = None
    guard: str | None = None
    is_fact: bool = False
    is_value: bool = False
    early: tuple[str, ...] = ()


def findings(asked: Iterable[Asked], samples: Samples) -> Iterator[Finding]:
    for one in asked:
        yield from _finding(one, samples)


def read_by(asked: Iterable[Asked]) -> frozenset[str]:
    """Every name that one of them uses; a fact that only itself uses is read by nobody."""
    return frozenset().union(*(reads(one.names, one.source) for one in asked))


def _finding(one: Asked, samples: Samples) -> Iterator[Finding]:
    compiled = judged(one.names, one.pointer, one.source, one.returns, is_fact=one.is_fact)
    if isinstance(compiled, Finding):
        yield compiled
        return
    early = sorted(n for n in compiled.references if n.partition(".")[0] in one.early)
    for name in early:
        yield found("EXP005", one.pointer, source=one.source, name=name)
    if early or one.is_fact:
        return
    if not compiled.references and one.returns == "bool":
        yield found("EXP006", one.pointer, source=one.source)
        return
    literals = literals_of(one.source, one.guard or "")
    returns = None if one.is_value else one.returns
    failure = tried_with(
        one.names, one.source, returns, one.guard, lambda name: samples(name, literals)
    )
    if failure is not None:
        yield unanswered(one.pointer, one.source, failure)


def of_facts(
    facts: Iterable[Fact],
    names: Environment,
    base: str,
    tables: Mapping[str, Table],
    early: tuple[str, ...] = (),
) -> Iterator[Asked]:
    for fact in facts:
        table = tables.get(fact.source)
        for column, source in fact.where.items():
            leaf = table.askable.get(column) if table else None
            returns = cel_type(leaf) if leaf is not None else None
            pointer = base + at(fact.key, "where", column)
            yield Asked(pointer, source, names, returns, is_fact=True, early=early)


def unread(facts: Iterable[Fact], base: str, asked: Iterable[Asked]) -> Iterator[Finding]:
    """Facts that no expression but their own reads."""
    every = tuple(asked)
    for fact in facts:
        own = base + at(fact.key, "where")
        if f"facts.{fact.key}" not in read_by(a for a in every if not a.pointer.startswith(own)):
            yield found("DEAD001", base + at(fact.key), fact=fact.key)


def of_effects(
    effects: Iterable[Effect],
    names: Environment,
    base: str,
    leaves_of: Callable[[Effect], tuple[Any, Any]],
) -> Iterator[Asked]:
    """Values and conditions of writes, with the types of the columns."""
    for position, effect in enumerate(effects):
        pointer = base + at(position)
        written, matched = leaves_of(effect)
        one = Asked(pointer, "", names)
        if effect.when is not None:
            yield replace(one, pointer=pointer + at("when"), source=effect.when, returns="bool")
        for part, sources, known in (
            ("match", effect.match, matched),
            ("set", effect.values, written),
        ):
            for column, source in sources.items():
                returns = cel_type(known[column]) if column in known else None
                here = pointer + at(part, column)
                yield Asked(here, source, names, returns, effect.when, is_value=True)
