"""How a record is found and which keys it takes: rows beside it, made of its values in clear."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Final

from unionhall.language.model import Register
from unionhall.registers import terms
from unionhall.registers.insert_each import insert_each
from unionhall.registers.models import Record, RecordCell, RecordTerm

OWNERS: Final = ("union", "person")
# what a row of theirs is made of
TERM: Final = ("record", "digest")
CELL: Final = ("record", "union", "column", "text")


def findable(record: Record, plain: Mapping[str, Any]) -> dict[str, Any]:
    """What a record is found by: its values, and who owns it where no column says."""
    return {**plain, **_owners(record, plain)}


def terms_of(register: Register, values: Mapping[str, Any]) -> list[str]:
    """The digests under which a record with these `findable` values is found."""
    return terms.terms_of(register.key, values)


def keys_of(register: Register, values: Mapping[str, Any], state: str) -> list[tuple[str, str]]:
    """(name, digest) of the keys that a record with these `findable` values takes in a state."""
    found = []
    for name, paths, states in register.keys:
        key = [values.get(path) for path in paths]
        if state in states and all(value is not None for value in key):
            found.append((name, terms.key_digest(register.key, name, key)))
    return found


def add_terms(record: Record, digests: Iterable[str]) -> None:
    insert_each(RecordTerm, TERM, [(record.pk, digest) for digest in digests])


def add_cells(found: Iterable[tuple[Record, Iterable[tuple[str, str]]]]) -> None:
    """Of each record its (column, text)."""
    rows = [(one.pk, one.union_id, column, text) for one, some in found for column, text in some]
    insert_each(RecordCell, CELL, rows)


def _owners(record: Record, plain: Mapping[str, Any]) -> dict[str, str]:
    return {
        name: getattr(record, name).key
        for name in OWNERS
        if name not in plain and getattr(record, f"{name}_id") is not None
    }
