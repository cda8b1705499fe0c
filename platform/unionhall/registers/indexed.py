"""How a record is found and which keys it takes: rows beside it, made of its values in clear."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from unionhall.language.model import Register
from unionhall.registers import terms
from unionhall.registers.models import Record, RecordKey, RecordTerm

OWNERS: Final = ("union", "person")


def terms_of(record: Record, register: Register, plain: Mapping[str, Any]) -> list[RecordTerm]:
    """The terms of a record, not yet saved."""
    digests = terms.terms_of(register.key, {**plain, **_owners(record, plain)})
    return [RecordTerm(record=record, digest=digest) for digest in digests]


def keys_of(record: Record, register: Register, plain: Mapping[str, Any]) -> list[RecordKey]:
    """The keys a record takes while it is in its state, not yet saved."""
    owners, found = _owners(record, plain), []
    for name, paths, states in register.keys:
        values = [plain.get(path, owners.get(path)) for path in paths]
        if record.state in states and all(value is not None for value in values):
            digest = terms.key_digest(register.key, name, values)
            key = RecordKey(record=record, register=register.key, name=name, digest=digest)
            found.append(key)
    return found


def _owners(record: Record, plain: Mapping[str, Any]) -> dict[str, str]:
    return {
        name: getattr(record, name).key
        for name in OWNERS
        if name not in plain and getattr(record, f"{name}_id") is not None
    }
