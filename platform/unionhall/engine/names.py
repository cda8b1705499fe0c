"""Binding the names of the language to values, and asking one expression.

The only place of the engine that calls compiled expressions. What a failure means (show it,
block it, refuse it) is the business of the callers, which all fail closed.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from unionhall.engine.paths import is_absent, read
from unionhall.engine.world import World
from unionhall.language.environment import expression
from unionhall.language.expressions import EvaluationError, Expression, ExpressionError
from unionhall.language.model import Form, Process
from unionhall.language.working_days import NAME as CALENDAR

# A definition that was never linted may not even compile; both mean "no answer".
FAILURES = (EvaluationError, ExpressionError)
# Groups of names that stand in the world under a name of their own.
GROUPS = {group: group for group in ("facts", "applicant", "union", "case", "lines")} | {
    "link": "links"
}


class Names:
    """Values of all names for one evaluation, looked up one by one: an expression uses few.

    `answers` are the relevant answers, nested, and may grow while a form is being resolved:
    nothing is copied."""

    __slots__ = ("answers", "world")

    def __init__(self, answers: Mapping[str, Any], world: World) -> None:
        self.answers = answers
        self.world = world

    def get(self, name: str) -> Any:
        """The value of a qualified name, None when it is absent or unknown."""
        group, _, rest = name.partition(".")
        world = self.world
        if group == "form":
            found = _or_null(read(self.answers, rest))
            if found is None and world.application:
                return _or_null(read(world.application, rest))
            return found
        if not rest:
            if group == "period":
                return dict(world.period(self)) if world.period else None
            if group == CALENDAR:
                return world.calendar() if world.calendar else None
            return getattr(world, group) if group in ("today", "now") else None
        if group == "item":
            return _or_null(read(world.item, rest))
        if group == "stage":
            stage, _, path = rest.partition(".")
            return _or_null(read(world.stages.get(stage, {}), path))
        source: Mapping[str, Any] = getattr(world, GROUPS[group]) if group in GROUPS else {}
        if group in world.more:
            source = world.more[group]
        return _or_null(source.get(rest))


def bound(compiled: Expression, names: Names) -> dict[str, Any]:
    """Only the names an expression reads: binding all of them costs ten times as much."""
    return {name: names.get(name) for name in compiled.references}


def ask(process: Process, source: str, names: Names, form: Form | None = None) -> Any:
    """Evaluates one CEL source. Raises EvaluationError or ExpressionError (see FAILURES)."""
    compiled = expression(process, source, form)
    return compiled.evaluate(bound(compiled, names))


def references(process: Process, source: str, form: Form | None = None) -> frozenset[str]:
    """Qualified names an expression reads; none when it does not compile."""
    try:
        return expression(process, source, form).references
    except ExpressionError:
        return frozenset()


def _or_null(value: Any) -> Any:
    """Blank text is absent; an empty list stays a list, so that it can be counted."""
    return None if isinstance(value, str) and is_absent(value) else value
