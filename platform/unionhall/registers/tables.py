"""Core tables seen as registers: columns by the names of the language, found and read.

Only what expressions may know is here; a column that is missing cannot be asked for.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Model, Q, QuerySet

from unionhall.engine.facts import Question
from unionhall.organisation.models import Union, Unit
from unionhall.people.documents import normal_number
from unionhall.people.models import Membership, Person
from unionhall.people.sealing import blind_index
from unionhall.registers.asking import UnknownColumn, ask

Find = Callable[[list[Any]], Q]
Read = Callable[[Any], Any]


@dataclass(frozen=True)
class Table:
    """`columns`: name -> (condition for any of some values, how it is read; None: never)."""

    rows: Callable[[], QuerySet[Any]]
    columns: Mapping[str, tuple[Find, Read | None]]

    def answer(self, question: Question) -> Any:
        """Raises UnknownColumn."""
        rows = self.rows()
        for name, value in question.where.items():
            if name not in self.columns:
                raise UnknownColumn(question.source, name)
            wanted = value if isinstance(value, list | tuple) else [value]
            rows = rows.filter(self.columns[name][0]([item for item in wanted if _is_safe(item)]))
        if question.column is not None and question.column not in self.columns:
            raise UnknownColumn(question.source, question.column)
        return ask(question.op, rows, self.read, question.column)

    def read(self, row: Model) -> dict[str, Any]:
        return {name: get(row) for name, (_, get) in self.columns.items() if get}


def _is_safe(value: Any) -> bool:
    """What PostgreSQL would refuse can be in no row."""
    return isinstance(value, str | bool | int) and "\x00" not in str(value)


def _column(path: str, read: Read | None = None) -> tuple[Find, Read]:
    def find(values: list[Any]) -> Q:
        return Q(**{f"{path}__in": values})

    return find, read or (lambda row: getattr(row, path))


def _day(path: str) -> tuple[Find, Read]:
    return _column(path, lambda row: value.isoformat() if (value := getattr(row, path)) else None)


def _key(path: str) -> tuple[Find, Read]:
    return _column(
        f"{path}__key", lambda row: value.key if (value := getattr(row, path)) else None
    )


def _document_number(values: list[Any]) -> Q:
    indexes = [blind_index(normal_number(str(value))) for value in values]
    return Q(pk__in=Person.objects.filter(documents__number_index__in=indexes).values("pk"))


TABLES: dict[str, Table] = {
    "union": Table(
        Union.objects.all,
        {
            "id": _column("key"),
            "name": _column("name"),
            "kind": _column("kind"),
            "code": _column("code"),
            "founded_on": _day("founded_on"),
            "chair_name": _column("chair_name"),
            "is_active": _column("is_active"),
        },
    ),
    "unit": Table(
        lambda: Unit.objects.select_related("union"),
        {
            "id": _column("key"),
            "name": _column("name"),
            "code": _column("code"),
            "union": _key("union"),
        },
    ),
    "person": Table(
        Person.objects.all,
        {
            "id": _column("key"),
            "name": _column("name"),
            "gender": _column("gender"),
            "mobile": _column("mobile"),
            "verified": (
                lambda values: Q(verified_at__isnull=True not in values),
                lambda row: row.verified_at is not None,
            ),
            "document_no": (_document_number, None),
        },
    ),
    "membership": Table(
        lambda: Membership.objects.select_related("person", "union"),
        {
            "person": _key("person"),
            "union": _key("union"),
            "state": _column("state"),
            "since": _day("since"),
            "until": _day("until"),
        },
    ),
}
