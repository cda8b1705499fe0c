"""The parts a prepared form consists of: fields, their placements, rules, compiled expressions.

Frozen values only; `plan` makes them, `state` evaluates them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from unionhall.language.expressions import Expression

Choices = tuple[tuple[Any, str], ...]


@dataclass(frozen=True, slots=True)
class Ask:
    """A compiled expression; `compiled` None when it does not compile, which always fails.
    `period`: names of the form that say what `period` is, where it reads that."""

    source: str
    compiled: Expression | None
    period: frozenset[str] = frozenset()

    @property
    def fields(self) -> frozenset[str]:
        """Dotted paths of the form that the expression reads."""
        names = self.period | (self.compiled.references if self.compiled else frozenset())
        return frozenset(n.removeprefix("form.") for n in names if n.startswith("form."))


@dataclass(frozen=True, slots=True)
class Guard:
    """A rule as it meets one node: `effect` and its condition."""

    effect: str
    when: Ask


@dataclass(frozen=True, slots=True)
class Placement:
    """Where a field stands: position of its control, its step, and the rules over it."""

    position: str
    step: str | None
    guards: tuple[Guard, ...]


@dataclass(frozen=True, slots=True)
class Node:
    """One field. `optional_parents`: objects above it that may be absent as a whole.

    `is_picked`: its value comes from a lookup, never from a posted form. `cells` are the
    columns of a table.
    """

    path: str
    schema: Mapping[str, Any]
    title: str
    is_required: bool
    is_fixed: bool
    is_picked: bool
    optional_parents: tuple[str, ...]
    choices: Choices
    placements: tuple[Placement, ...]
    computed: Ask | None
    computed_when: Ask | None
    cells: tuple[Node, ...] = ()

    @property
    def is_table(self) -> bool:
        return bool(self.cells)

    def asks(self) -> Iterator[Ask]:
        for placement in self.placements:
            for guard in placement.guards:
                yield guard.when
        yield from filter(None, (self.computed, self.computed_when))


@dataclass(frozen=True, slots=True)
class Part:
    """One element of the layout with its own rules (those above it are in its parents)."""

    position: str
    parent: str | None
    type: str
    key: str | None
    path: str | None
    guards: tuple[Guard, ...]
