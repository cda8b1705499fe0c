"""The period a process runs in: which record it is, and whether its window is open.

Which record depends on the answers, so `period.*` is worked out for the names of each evaluation.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from unionhall.engine.names import FAILURES, Names, ask, references
from unionhall.engine.world import World
from unionhall.language.model import Process

Columns = Mapping[str, Any]
NONE: Columns = {}


def reader(process: Process, read: Callable[[str], Columns]) -> Callable[[Any], Columns] | None:
    """`read` gives the columns of the record with a key, {} when there is none."""
    period = process.period
    if period is None:
        return None
    known: dict[str, Columns] = {}

    def columns(names: Names) -> Columns:
        try:
            key = ask(process, period.at, names)
        except FAILURES:
            return NONE
        if not isinstance(key, str) or not key:
            return NONE
        if key not in known:
            known[key] = read(key)
        return known[key]

    return columns


def fields(process: Process) -> frozenset[str]:
    """Names of the form that say which period it is: whatever reads `period.*` depends on them."""
    return references(process, process.period.at) if process.period else frozenset()


def is_closed(process: Process, answers: Mapping[str, Any], world: World) -> bool:
    """Whether the window of the period that the answers name does not hold today.

    An answer that names no record is the form's matter; a window without an end stays open.
    """
    period = process.period
    if period is None or world.period is None:
        return False
    columns = world.period(Names(answers, world))
    if not columns:
        return False
    opens, closes = columns.get(period.opens), columns.get(period.closes)
    return bool((opens and world.today < str(opens)) or (closes and world.today > str(closes)))
