"""Core tables seen as registers: columns by the names of the language, found and read.

Only what expressions may know is here; a column that is missing cannot be asked for.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Model, Q, QuerySet
from django.utils import timezone

from unionhall.engine.facts import Question
from unionhall.organisation import tree
from unionhall.organisation.models import Post, Union, Unit
from unionhall.organisation.selectors import AREA_KINDS, area, chain, is_findable
from unionhall.people.documents import normal_number
from unionhall.people.models import ACTIVE_STATES, Membership, Person, User
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


def _found(condition: Callable[[bool], Q], read: Read) -> Column:
    """A column that is worked out: `condition` for being true or not."""

    def find(values: list[Any]) -> Q:
        found = Q(pk__in=())
        for value in values:
            if isinstance(value, bool):
                found |= condition(value)
        return found

    return find, read


def _either(condition: Q) -> Callable[[bool], Q]:
    return lambda value: condition if value else ~condition


def _below(values: list[Any]) -> Q:
    """Unions that stand directly below one of these."""
    found = Q(pk__in=())
    keys = [value for value in values if is_findable(value)]
    for path, depth in Union.objects.filter(key__in=keys).values_list("path", "depth"):
        found |= tree.within([path]) & Q(depth=depth + 1)
    return found


def _in_area(values: list[Any]) -> Q:
    """Unions whose area is one of these: below it, and not in an area of its own below."""
    found = Q(pk__in=())
    keys = [value for value in values if is_findable(value)]
    for top in Union.objects.filter(key__in=keys):
        within = tree.within([top.path])
        inner = Union.objects.filter(within, kind__in=AREA_KINDS).exclude(pk=top.pk)
        found |= within & ~tree.within(inner.values_list("path", flat=True))
    return found


def _parent_key(union: Union) -> str | None:
    parent = Union.objects.get_parent(union)
    return parent.key if parent else None


def _area_key(union: Union) -> str | None:
    place = area(chain(union))
    return place.key if place else None


def _current() -> Q:
    lasts = Q(until__isnull=True) | Q(until__gte=timezone.localdate())
    return Q(ended_at__isnull=True) & lasts


def _is_current(post: Post) -> bool:
    lasts = post.until is None or post.until >= timezone.localdate()
    return post.ended_at is None and lasts


_HAS_EMAIL = Q(email__isnull=False) & ~Q(email="")
TABLES: dict[str, Table] = {
    "union": Table(
        Union.objects.all,
        {
            "id": _text("key"),
            "name": _text("name"),
            "kind": _text("kind"),
            "code": _text("code"),
            "region": _text("region"),
            "parent": (_below, _parent_key),
            "area": (_in_area, _area_key),
            "founded_on": _day("founded_on"),
            "chair_name": _text("chair_name"),
            "contact_name": _text("contact_name"),
            "contact_mobile": _text("contact_mobile"),
            "legal_representative": _text("legal_representative"),
            "is_active": _truth("is_active"),
        },
    ),
    "unit": Table(
        lambda: Unit.objects.select_related("union"),
        {
            "id": _text("key"),
            "name": _text("name"),
            "code": _text("code"),
            "region": _text("region"),
            "nature": _text("nature"),
            "union": _key("union"),
        },
    ),
    "person": Table(
        Person.objects.all,
        {
            "id": _text("key"),
            **{
                name: _text(name)
                for name in (
                    *("name", "gender", "mobile", "nationality", "ethnicity", "education"),
                    *("political", "household", "residence_region", "work_state"),
                )
            },
            "born_on": _day("born_on"),
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
            "state_before": _text("state_before"),
            "since": _day("since"),
            "until": _day("until"),
            "number": _text("number"),
            "reason": _text("reason"),
            "source": _text("source"),
            "is_active": _found(
                _either(Q(state__in=ACTIVE_STATES)), lambda row: row.state in ACTIVE_STATES
            ),
        },
    ),
    "post": Table(
        lambda: Post.objects.select_related("person", "union"),
        {
            "person": _key("person"),
            "union": _key("union"),
            "title": _text("title"),
            "is_current": _found(lambda value: _current() if value else ~_current(), _is_current),
        },
    ),
    "account": Table(
        lambda: User.objects.select_related("person").filter(person__isnull=False, is_guest=False),
        {
            "person": _key("person"),
            "mobile": _text("mobile"),
            "has_email": _found(_either(_HAS_EMAIL), lambda row: bool(row.email)),
        },
    ),
}
