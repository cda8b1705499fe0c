"""Values of records as keyed hashes: how a record is found by a value, and how a key is taken.

Keyed, because ID numbers are too few for a plain hash to hide them. One way for every column,
so a question needs no knowledge of which columns are sealed.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Any

from unionhall.people.sealing import blind_index

LONGEST = 400
# made once: `json.dumps` makes one for each value
_canonical = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), sort_keys=True).encode


def term(register: str, path: str, value: Any) -> str:
    """Hash of one value in one column of one register."""
    return blind_index(_canonical([register, path, _plain(value)]))


def key_digest(register: str, name: str, values: Iterable[Any]) -> str:
    """Hash of the values of a unique key."""
    return blind_index(_canonical([register, name, *map(_plain, values)]))


def terms_of(register: str, values: Mapping[str, Any]) -> list[str]:
    """Hashes of every column with a plain value; long texts and nested ones are not looked up."""
    return sorted(
        {term(register, path, value) for path, value in values.items() if is_findable(value)}
    )


def is_findable(value: Any) -> bool:
    is_plain = isinstance(value, str | int | float | bool)
    return is_plain and not (isinstance(value, str) and len(value) > LONGEST)


def _plain(value: Any) -> Any:
    """1 and 1.0 are one number in JSON, true is not."""
    is_whole = isinstance(value, float) and value.is_integer()
    return int(value) if is_whole else value
