"""The five forms of a question on a queryset, the same for tables and registers.

Lists are bounded. What the rows are and how a column is found is the caller's matter.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from django.db.models import Model, QuerySet

Row = TypeVar("Row", bound=Model)
MOST = 100
MOST_TO_SUM = 20_000


class UnknownColumn(LookupError):
    """A question names a column that its source does not have."""

    def __init__(self, source: str, column: str) -> None:
        super().__init__(f"{source}.{column}")
        self.source = source
        self.column = column


class TooMany(Exception):
    """A sum over more rows than is reasonable for one page. `source` says where."""


def ask(
    op: str, rows: QuerySet[Row], read: Callable[[Row], dict[str, Any]], column: str | None
) -> Any:
    """exists -> bool; count, sum -> int; first -> map or None (the oldest); list -> maps.

    Raises ValueError for another word, TooMany for a sum over more than MOST_TO_SUM rows.
    """
    if op == "exists":
        return rows.exists()
    if op == "count":
        return rows.count()
    ordered = rows.order_by("pk")
    if op == "first":
        first = ordered.first()
        return read(first) if first else None
    if op == "list":
        return [read(row) for row in ordered[:MOST]]
    if op == "sum":
        return _sum(ordered, read, column)
    raise ValueError(f"a question cannot be {op!r}")


def _sum(rows: QuerySet[Row], read: Callable[[Row], dict[str, Any]], column: str | None) -> int:
    """Added here and not by the database: the two differ in how they read numbers in JSON."""
    total = 0
    for number, row in enumerate(rows[: MOST_TO_SUM + 1].iterator(chunk_size=2000)):
        if number == MOST_TO_SUM:
            raise TooMany(rows.model.__name__)
        value = read(row).get(column or "")
        if isinstance(value, int) and not isinstance(value, bool):
            total += value
    return total
