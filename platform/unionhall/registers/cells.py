"""What lists sort by and search in, copied out of records as texts that sort like the values.

Which columns that are follows from the lists of the definition. Sealed ones are never copied.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from unionhall.language.model import Register
from unionhall.organisation import naming
from unionhall.registers import columns

SEARCH: Final = "?"
STATE: Final = "state"
LONGEST: Final = 400
LONGEST_SORTED: Final = 120
_ZERO: Final = 10**15


def sorted_by(register: Register) -> tuple[str, ...]:
    """Columns some list of the register sorts by, or finds by their day."""
    hidden = columns.sensitive(register)
    known = register.schema.get("properties", {})
    wanted = dict.fromkeys(path for one in register.lists for path in (*one.sort, *one.due))
    return tuple(p for p in wanted if p not in hidden and (p in known or p == STATE))


def searched(register: Register) -> tuple[str, ...]:
    """Columns some list of the register searches in by part."""
    hidden = columns.sensitive(register)
    wanted = dict.fromkeys(path for one in register.lists for path in one.search)
    return tuple(path for path in wanted if path not in hidden)


def wanted(register: Register) -> tuple[str, ...]:
    """Names of the cells each record of the register has: those searched go into one line."""
    line = [f"{SEARCH}{','.join(sorted(searched(register)))}"] if searched(register) else []
    return (*sorted_by(register), *line)


def name_of(register: Register, path: str) -> str:
    return f"{register.key}.{path}"


def cells_of(register: Register, plain: Mapping[str, Any], state: str) -> list[tuple[str, str]]:
    """(column, text) of each cell of a record with these values in clear."""
    found = []
    for path in sorted_by(register):
        value = state if path == STATE else plain.get(path)
        found.append((name_of(register, path), sort_text(value)))
    if searched(register):
        found.append((name_of(register, SEARCH), search_line(register, plain)))
    return found


def sort_text(value: Any) -> str:
    """Sorts as the value does; what is absent comes first."""
    if isinstance(value, bool):
        return str(int(value))
    if isinstance(value, int | float):
        return f"{min(max(value, -_ZERO), _ZERO) + _ZERO:023.6f}"
    return naming.plain(value)[:LONGEST_SORTED] if isinstance(value, str) else ""


def search_line(register: Register, plain: Mapping[str, Any]) -> str:
    """The line a search by part looks through: values, and initials of names."""
    values = (plain.get(path) for path in searched(register))
    parts = (naming.search_line(str(one)) for one in values if isinstance(one, str | int))
    return "\n".join(parts)[:LONGEST]
