"""When is a column required? Conditions in CEL over the row, remembered by what they looked at.

A condition mostly reads a kind or a state, so a hundred thousand rows ask it a few times in all.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from unionhall.engine.names import FAILURES
from unionhall.language.environment_of_records import environment_of_import
from unionhall.language.expressions import Expression
from unionhall.language.model import Cel, Import
from unionhall.language.working_days import NAME as CALENDAR

MOST_KEPT: Final = 4_096
Get = Callable[[str], Any]


class Conditions:
    """`holds` fails closed: a condition that cannot be worked out holds."""

    def __init__(self, import_: Import) -> None:
        self._import = import_
        self._compiled: dict[Cel, tuple[Expression, tuple[str, ...]] | None] = {}
        self._kept: dict[tuple[Any, ...], bool] = {}

    def holds(self, source: Cel, get: Get) -> bool:
        """`get` gives the value of a name such as `row.document_kind`."""
        if source not in self._compiled:
            self._compiled[source] = self._compile(source)
        compiled = self._compiled[source]
        if compiled is None:
            return True
        expression, names = compiled
        values = {name: get(name) for name in names}
        own = (one for name, one in values.items() if name != CALENDAR)
        key = (source, *((type(one), one) for one in own))
        known = self._kept.get(key)
        if known is None:
            if len(self._kept) >= MOST_KEPT:
                self._kept.clear()
            known = self._kept[key] = _asked(expression, values)
        return known

    def _compile(self, source: Cel) -> tuple[Expression, tuple[str, ...]] | None:
        try:
            expression = environment_of_import(self._import).compile(source)
        except FAILURES:
            return None
        return expression, tuple(sorted(expression.references))


def _asked(expression: Expression, values: dict[str, Any]) -> bool:
    try:
        return expression.evaluate(values) is not False
    except FAILURES:
        return True
