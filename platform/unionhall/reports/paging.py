"""Keyset pages and capped counts: what a list costs does not grow with what lies behind it.

A cursor is the position of the last row shown; one that cannot be read starts from the beginning.
"""

from __future__ import annotations

import base64
import binascii
import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Generic, TypeVar

from django.db.models import Model, Q, QuerySet
from django.utils.dateparse import parse_datetime

PAGE_SIZE = 20
CAP = 1000

Row = TypeVar("Row")
Record = TypeVar("Record", bound=Model)


@dataclass(frozen=True, slots=True)
class Count:
    """How many, up to a cap: beyond it nobody counts."""

    value: int
    is_capped: bool = False

    def __str__(self) -> str:
        return f"{self.value}+" if self.is_capped else str(self.value)

    def __bool__(self) -> bool:
        return self.value > 0


@dataclass(frozen=True, slots=True)
class Page(Generic[Row]):
    """`next`: cursor of the following page, empty on the last one."""

    rows: tuple[Row, ...]
    next: str = ""


def capped(rows: QuerySet[Record], cap: int = CAP) -> Count:
    """Count at most `cap` + 1 rows, without the order."""
    found = rows.order_by().values("pk")[: cap + 1].count()
    return Count(min(found, cap), found > cap)


def after(rows: QuerySet[Record], field: str, cursor: str, *, descending: bool) -> QuerySet[Record]:
    """The rows behind a cursor, in order of (`field`, id)."""
    sign = "-" if descending else ""
    ordered = rows.order_by(f"{sign}{field}", f"{sign}pk")
    position = _read(cursor)
    if position is None:
        return ordered
    at, pk = position
    side = "lt" if descending else "gt"
    # The first condition alone bounds the index range; PostgreSQL would not find it in the OR.
    bound = Q(**{f"{field}__{side}e": at})
    return ordered.filter(bound & (Q(**{f"{field}__{side}": at}) | Q(**{f"pk__{side}": pk})))


def cut(found: Sequence[Row], field: str, size: int = PAGE_SIZE) -> tuple[list[Row], str]:
    """The rows of a page out of `size` + 1 read, and the cursor of what follows.

    Rows are models or named tuples with `field` and `pk`."""
    rows = list(found[:size])
    if len(found) <= size:
        return rows, ""
    last: Any = rows[-1]
    return rows, _written(getattr(last, field), last.pk)


def _written(at: datetime, pk: int) -> str:
    raw = json.dumps([at.isoformat(), pk], separators=(",", ":"))
    return base64.urlsafe_b64encode(raw.encode()).decode().rstrip("=")


def _read(cursor: str) -> tuple[datetime, int] | None:
    if not cursor or len(cursor) > 120:
        return None
    try:
        at, pk = json.loads(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
        moment = parse_datetime(at)
        if moment is None or moment.tzinfo is None or not isinstance(pk, int):
            return None
        # The ends of the calendar overflow here, and would in the database.
        moment = moment.astimezone(UTC)
    except (binascii.Error, ValueError, TypeError, OverflowError, RecursionError):
        return None
    return (moment, pk) if abs(pk) < 2**63 else None
