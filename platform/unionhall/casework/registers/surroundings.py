"""What expressions of a register know besides the record: the union it belongs to, the clock."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.utils import timezone

from unionhall.casework import calendar
from unionhall.casework.context import Lazy
from unionhall.engine.records import names_of, within
from unionhall.engine.world import World
from unionhall.language.model import Register
from unionhall.organisation import selectors as organisation
from unionhall.organisation.models import Union
from unionhall.people.models import Person
from unionhall.registers import columns
from unionhall.registers.rows import Row


def world(union: Union | None, now: datetime, record: Mapping[str, Any] | None = None) -> World:
    known = World(
        now=timezone.localtime(now).isoformat(timespec="seconds"),
        today=timezone.localtime(now).date().isoformat(),
        calendar=lambda: calendar.known(timezone.localdate(now)),
        union=Lazy(lambda: organisation.facts_of(union)) if union else {},
    )
    return within(known, record or {})


def clear(register: Register, row: Row) -> dict[str, Any]:
    """The columns of a row in clear, for expressions; nobody shows these."""
    return dict(row.values) if register.table else columns.unsealed(register, row.values)


def record_names(
    values: Mapping[str, Any], key: str, state: str, union: Union | None, person: Person | None
) -> dict[str, Any]:
    """`record.*`: the columns in clear, and what the platform knows of the record."""
    return names_of(
        values,
        id=key,
        state=state,
        union=union.key if union else None,
        person=person.key if person else None,
    )


def names_of_row(register: Register, row: Row) -> dict[str, Any]:
    return record_names(clear(register, row), row.key, row.state, row.union, row.person)
