"""Records by their keys within what somebody sees, and what a record is called."""

from __future__ import annotations

from collections.abc import Sequence

from unionhall.casework.registers import reach
from unionhall.language.model import Register
from unionhall.people.models import User
from unionhall.registers import columns, listing
from unionhall.registers.rows import Row

LONGEST_TITLE = 60


def within_reach(register: Register, keys: Sequence[str], by: User) -> list[Row]:
    """Those he sees, in the order of the keys."""
    scope = reach.scope(register, None, by)
    found = (listing.record(register, key, scope) for key in keys)
    return [row for row in found if row is not None]


def title(register: Register, key: str, by: User) -> str:
    rows = within_reach(register, [key], by)
    return title_of(register, rows[0]) if rows else ""


def title_of(register: Register, row: Row) -> str:
    """The first column that may be shown to everybody: a name, a number."""
    hidden = columns.sensitive(register)
    known = [one.key for one in register.columns] or [
        c.key for s in register.lists for c in s.columns
    ]
    for path in dict.fromkeys(["name", *known]):
        value = row.values.get(path)
        if path not in hidden and isinstance(value, str | int) and value not in ("", True, False):
            return str(value)[:LONGEST_TITLE]
    return row.person.name if row.person else row.union.name if row.union else ""
