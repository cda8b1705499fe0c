"""What lists hand out, of registers and core tables alike: rows, pages, changes; and cursors."""

from __future__ import annotations

import base64
import binascii
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from unionhall.organisation.models import Union
from unionhall.people.models import Person

MOST_COUNTED = 10_000
_LONGEST_CURSOR = 800


@dataclass(frozen=True, slots=True)
class Row:
    """One record. `values`: its columns, those of registers still sealed where they are sensitive.
    `version` is what an action has to name; `source` the model it was read from."""

    key: str
    values: Mapping[str, Any]
    state: str
    union: Union | None
    person: Person | None
    version: int
    updated_at: datetime | None = None
    source: Any = None


@dataclass(frozen=True, slots=True)
class Page:
    """`after`: cursor of the rows that follow, "" at the end. `count`: of all that match, up to
    a cap, then `count_capped`."""

    rows: list[Row]
    after: str = ""
    count: int = 0
    count_capped: bool = False


@dataclass(frozen=True, slots=True)
class Change:
    """One entry of a history. `before` and `after` hold the changed columns only; no name of who
    did it: the platform itself."""

    at: datetime
    by_name: str
    action: str = ""
    reason: str = ""
    case_number: str = ""
    state_before: str = ""
    state_after: str = ""
    before: Mapping[str, Any] = field(default_factory=dict)
    after: Mapping[str, Any] = field(default_factory=dict)
    about: str = ""


def cursor(at: Any, pk: int) -> str:
    raw = json.dumps([at, pk], separators=(",", ":"), default=str)
    return base64.urlsafe_b64encode(raw.encode()).decode().rstrip("=")


def position(text: str) -> tuple[Any, int] | None:
    """(value, id) of the last row shown; None for what nobody was given: the first page."""
    if not text or len(text) > _LONGEST_CURSOR:
        return None
    try:
        at, pk = json.loads(base64.urlsafe_b64decode(text + "=" * (-len(text) % 4)))
    except (binascii.Error, ValueError, TypeError, RecursionError):
        return None
    is_text = at is None or (isinstance(at, str) and "\x00" not in at and at.isprintable())
    return (at, pk) if is_text and type(pk) is int and abs(pk) < 2**63 else None
