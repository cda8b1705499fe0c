"""How a record is found and which keys it takes: rows beside it, made of its values in clear."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

from unionhall.language.model import Register
from unionhall.registers import terms
from unionhall.registers.insert_each import insert_each
from unionhall.registers.models import Record, RecordCell, RecordTerm

OWNERS: Final = ("union", "person")
TermRow = tuple[int, str]
CellRow = tuple[int, int | None, str, str]


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


def term_rows(record: Record, digests: Iterable[str]) -> list[TermRow]:
    return [(record.pk, digest) for digest in digests]


def cell_rows(record: Record, cells: Iterable[tuple[str, str]]) -> list[CellRow]:
    return [(record.pk, record.union_id, column, text) for column, text in cells]


def add_terms(rows: Sequence[TermRow]) -> None:
    insert_each(RecordTerm, ("record", "digest"), rows)


def add_cells(rows: Sequence[CellRow]) -> None:
    insert_each(RecordCell, ("record", "union", "column", "text"), rows)


def _owners(record: Record, plain: Mapping[str, Any]) -> dict[str, str]:
    return {
        name: getattr(record, name).key
        for name in OWNERS
        if name not in plain and getattr(record, f"{name}_id") is not None
    }
