"""Reading and writing nested values by path: `account.bank` for objects, `rows/0/name` for cells.

Knows nothing of forms or schemas.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

Nested = dict[str, Any]


def is_absent(value: object) -> bool:
    """Null, blank text and an empty list are all "not answered"."""
    if isinstance(value, str):
        return not value.strip()
    return value is None or value == [] or value == {}


def read(values: Mapping[str, Any], path: str) -> Any:
    """The value at a path, None when any part of the way is missing."""
    current: Any = values
    for part in path.replace("/", ".").split("."):
        if isinstance(current, Mapping):
            current = current.get(part)
        elif isinstance(current, list) and part.isdecimal() and int(part) < len(current):
            current = current[int(part)]
        else:
            return None
    return current


def write(values: Nested, path: str, value: Any) -> None:
    """Sets an object path in place, creating objects on the way. Cells are not written alone."""
    *parents, last = path.split(".")
    current = values
    for part in parents:
        below = current.get(part)
        if not isinstance(below, dict):
            below = current[part] = {}
        current = below
    current[last] = value


def remove(values: Nested, path: str) -> None:
    """Deletes an object path in place and the objects that this leaves empty."""
    head, _, rest = path.partition(".")
    if not rest:
        values.pop(head, None)
        return
    below = values.get(head)
    if isinstance(below, dict):
        remove(below, rest)
        if not below:
            del values[head]


def copied(value: Any) -> Any:
    """A copy whose containers may be changed without touching the original."""
    if isinstance(value, Mapping):
        return {key: copied(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [copied(item) for item in value]
    return value


def pruned(value: Any) -> Any:
    """A copy without the absent entries of objects, at any depth."""
    if isinstance(value, Mapping):
        items = ((key, pruned(item)) for key, item in value.items())
        return {key: item for key, item in items if not is_absent(item)}
    if isinstance(value, list | tuple):
        return [pruned(item) for item in value]
    return value


def same(left: object, right: object) -> bool:
    """Equality of JSON values: 1 is not true, and all absent values are alike."""
    if is_absent(left) and is_absent(right):
        return True
    if isinstance(left, bool) != isinstance(right, bool):
        return False
    return left == right
