"""Values of a write, read as the core tables hold them. Raises columns.BadValue."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date
from typing import Any

from unionhall.casework.core.sentences import refused
from unionhall.engine.shapes import RegisterWrite
from unionhall.organisation.models import Union
from unionhall.organisation.selectors import is_findable, union_by_key
from unionhall.people.models import Person
from unionhall.people.selectors import person_by_key
from unionhall.registers.columns import BadValue
from unionhall.registers.store import NotFound


def check(write: RegisterWrite, known: Collection[str], match: Collection[str] = ()) -> None:
    """A column the table has not is a mistake, never left out quietly."""
    for names, allowed in ((write.values, known), (write.match, match)):
        for name in names:
            if name not in allowed:
                raise BadValue(write.register, name, "unknown")


def text(table: str, values: Mapping[str, Any], name: str, longest: int) -> str:
    value = values.get(name)
    if value is None:
        return ""
    if not isinstance(value, str) or len(value) > longest or "\x00" in value:
        raise BadValue(table, name, "type")
    return value.strip()


def day(table: str, values: Mapping[str, Any], name: str) -> date | None:
    value = values.get(name)
    if value in (None, ""):
        return None
    if isinstance(value, date):
        return value
    try:
        return date.fromisoformat(str(value)[:10])
    except ValueError as wrong:
        raise BadValue(table, name, "type") from wrong


def union(key: object) -> Union:
    found = union_by_key(key)
    if found is None:
        raise refused("no-such-union")
    return found


def person(table: str, key: object) -> Person:
    found = person_by_key(key) if is_findable(key) else None
    if found is None:
        raise NotFound(table, match={"person": None})
    return found
