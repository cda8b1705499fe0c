"""What limits the rows of a picker (`where` of a lookup), evaluated.

Fails closed: while a value to look for is absent or errs, the picker offers nothing.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from unionhall.engine.names import FAILURES, Names, ask
from unionhall.engine.paths import is_absent
from unionhall.engine.world import World
from unionhall.language.model import Lookup, Process


def limits_of(
    process: Process, lookup: Lookup, answers: Mapping[str, Any], world: World
) -> Mapping[str, Any] | None:
    """Column -> value, a list meaning one of them; None when no row can fit now."""
    names = Names(answers, world)
    found: dict[str, Any] = {}
    for column, source in lookup.where.items():
        try:
            found[column] = ask(process, source, names)
        except FAILURES:
            return None
        if is_absent(found[column]):
            return None
    return found


def fits(row: Mapping[str, Any], limits: Mapping[str, Any] | None) -> bool:
    """Whether a row that was read stays within the limits."""
    return limits is not None and all(
        row.get(column) in value if isinstance(value, list) else row.get(column) == value
        for column, value in limits.items()
    )
