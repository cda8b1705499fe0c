"""Columns of a register as its definition describes them: types, required ones, sealed ones.

A definition has passed the linter, so this looks at the values only.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from unionhall.language.model import Register
from unionhall.people import sealing

TYPES: dict[str, type | tuple[type, ...]] = {
    "string": str,
    "integer": int,
    "number": (int, float),
    "boolean": bool,
    "array": list,
    "object": dict,
}


class BadValue(Exception):
    """A column that does not exist, is missing, or cannot hold its value.

    `why`: unknown, missing, type or choice.
    """

    def __init__(self, register: str, path: str, why: str) -> None:
        super().__init__(f"{register}.{path}: {why}")
        self.register = register
        self.path = path
        self.why = why


def check(register: Register, values: Mapping[str, Any]) -> None:
    """Raises BadValue for unknown columns and wrong types; None clears and is allowed."""
    properties = register.schema.get("properties", {})
    for path, value in values.items():
        if path not in properties:
            if path == "state":
                continue
            raise BadValue(register.key, path, "unknown")
        if value is not None and not _fits(properties[path], value):
            raise BadValue(register.key, path, "type")


def check_complete(register: Register, values: Mapping[str, Any]) -> None:
    """Raises BadValue for a required column without a value."""
    for path in register.schema.get("required", ()):
        if values.get(path) is None:
            raise BadValue(register.key, path, "missing")


def sensitive(register: Register) -> tuple[str, ...]:
    """Columns that are stored sealed."""
    properties = register.schema.get("properties", {})
    return tuple(path for path, leaf in properties.items() if leaf.get("x-sensitive"))


def sealed(
    register: Register, values: Mapping[str, Any], before: Mapping[str, Any], was: Mapping[str, Any]
) -> dict[str, Any]:
    """Values as stored. An unchanged sealed value keeps its token, so history shows no change.

    `before` is what was stored, `was` the same in clear."""
    same = {p for p in before if p in values and was[p] == values[p]}
    hidden = sensitive(register)
    stored = sealing.seal_values(values, [path for path in hidden if path not in same])
    return {**stored, **{path: before[path] for path in hidden if path in same}}


def unsealed(register: Register, values: Mapping[str, Any]) -> dict[str, Any]:
    """Stored values in clear."""
    return sealing.unseal_values(values, sensitive(register))


def is_reference(register: Register, path: str) -> bool:
    """Whether a column names a union or a person by key."""
    leaf = register.schema.get("properties", {}).get(path, {})
    return leaf.get("format") == f"{path}-ref"


def _fits(leaf: Mapping[str, Any], value: Any) -> bool:
    wanted = leaf.get("type")
    names = wanted if isinstance(wanted, list | tuple) else [wanted]
    if isinstance(value, bool):
        return "boolean" in names
    return any(isinstance(value, TYPES[name]) for name in names if name in TYPES)
