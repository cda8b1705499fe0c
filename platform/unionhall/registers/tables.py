"""Core tables seen as registers: columns by the names of the language, found and read.

Only what expressions may know is here; a column that is missing cannot be asked for.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Model, Q, QuerySet

from unionhall.engine.facts import Question
from unionhall.organisation.models import Union, Unit
from unionhall.organisation.selectors import is_findable
from unionhall.people.documents import normal_number
from unionhall.people.models import Membership, Person
from unionhall.people.sealing import blind_index
from unionhall.registers.asking import UnknownColumn, ask

Find = Callable[[list[Any]], Q]
Read = Callable[[Any], Any]
Column = tuple[Find, Read | None]


@dataclass(frozen=True)
class Table:
    """`columns`: name -> (condition for any of some values, how it is read; None: never)."""

    rows: Callable[[], QuerySet[Any]]
    columns: Mapping[str, Column]

    def answer(self, question: Question) -> Any:
        """Raises UnknownColumn."""
        rows = self.rows()
        for name, value in question.where.items():
            if name not in self.columns:
                raise UnknownColumn(question.source, name)
            wanted = value if isinstance(value, list | tuple) else [value]
            rows = rows.filter(self.columns[name][0](list(wanted)))
        if question.column is not None and question.column not in self.columns:
            raise UnknownColumn(question.source, question.column)
        return ask(question.op, rows, self.read, question.column)

    def read(self, row: Model) -> dict[str, Any]:
        return {name: get(row) for name, (_, get) in self.columns.items() if get}


def _text(path: str) -> Column:
    return _column(path, is_findable)


def _truth(path: str) -> Column:
    return _column(path, lambda value: isinstance(value, bool))


def _day(path: str) -> Column:
    def read(row: Any) -> str | None:
        day = getattr(row, path)
        return day.isoformat() if day else None

    return _column(path, _is_day, read)


def _key(path: str) -> Column:
    def read(row: Any) -> str | None:
        other = getattr(row, path)
        return other.key if other else None

    return _column(f"{path}__key", is_findable, read)


def _column(path: str, fits: Callable[[Any], bool], read: Read | None = None) -> Column:
    """What does not fit the column (another type, NUL) is in no row."""

    def find(values: list[Any]) -> Q:
        return Q(**{f"{path}__in": [value for value in values if fits(value)]})

    return find, read or (lambda row: getattr(row, path))


def _is_day(value: Any) -> bool:
    try:
        return isinstance(value, str) and bool(date.fromisoformat(value))
    except ValueError:
        return False


def _document_number(values: list[Any]) -> Q:
    indexes = [blind_index(normal_number(value)) for value in values if is_findable(value)]
    return Q(pk__in=Person.objects.filter(documents__number_index__in=indexes).values("pk"))


def _verified(values: list[Any]) -> Q:
    found = Q(pk__in=())
    for value in values:
        if isinstance(value, bool):
            found |= Q(verified_at__isnull=not value)
    return found


TABLES: dict[str, Table] = {
    "union": Table(
        Union.objects.all,
        {
            "id": _text("key"),
            "name": _text("name"),
            "kind": _text("kind"),
            "code": _text("code"),
            "founded_on": _day("founded_on"),
            "chair_name": _text("chair_name"),
            "is_active": _truth("is_active"),
        },
    ),
    "unit": Table(
        lambda: Unit.objects.select_related("union"),
        {
            "id": _text("key"),
            "name": _text("name"),
            "code": _text("code"),
            "union": _key("union"),
        },
    ),
    "person": Table(
        Person.objects.all,
        {
            "id": _text("key"),
            "name": _text("name"),
            "gender": _text("gender"),
            "mobile": _text("mobile"),
            "verified": (_verified, lambda row: row.verified_at is not None),
            "document_no": (_document_number, None),
        },
    ),
    "membership": Table(
        lambda: Membership.objects.select_related("person", "union"),
        {
            "person": _key("person"),
            "union": _key("union"),
            "state": _text("state"),
            "since": _day("since"),
            "until": _day("until"),
        },
    ),
}
