"""Columns of the core tables as lists show them: those of `tables`, and of whom a row belongs to.

How each is read, found, searched by part and sorted by. What is not here a list cannot use.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from django.db.models import Q, QuerySet

from unionhall.people import sealing
from unionhall.people.documents import readings
from unionhall.people.models import IdentityDocument, Membership, Person
from unionhall.people.sealing import blind_index

Read = Callable[[Any], Any]


@dataclass(frozen=True, slots=True)
class Shown:
    """`reads`: further columns. `sorts`: column -> path, never null. `parts`: column -> paths whose
    text may contain what is searched; `whole`: column -> condition for exactly that."""

    union: str
    person: str
    related: tuple[str, ...] = ()
    many: tuple[str, ...] = ()
    reads: Mapping[str, Read] = field(default_factory=dict)
    sorts: Mapping[str, str] = field(default_factory=dict)
    parts: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    whole: Mapping[str, Callable[[str], Q]] = field(default_factory=dict)

    def rows(self, rows: QuerySet[Any]) -> QuerySet[Any]:
        return rows.select_related(*self.related).prefetch_related(*self.many)


def primary_number(person: Person) -> str | None:
    """The number of the primary document, in clear: whoever shows it masks it."""
    documents = sorted(person.documents.all(), key=lambda one: (not one.is_primary, one.pk))
    return sealing.unseal(documents[0].sealed_number) if documents else None


def _holds_document(path: str) -> Callable[[str], Q]:
    def condition(text: str) -> Q:
        indexes = [blind_index(one) for one in readings(text)]
        people = IdentityDocument.objects.filter(number_index__in=indexes).values("person")
        return Q(**{f"{path}__in": people})

    return condition


def _unit_name(held: Membership) -> str | None:
    units = sorted(held.union.units.all(), key=lambda one: one.pk)
    return units[0].name if units else None


_OF_PERSON: Final[dict[str, tuple[str, ...]]] = {"name": ("person__name", "person__initials")}
SHOWN: Final[Mapping[str, Shown]] = {
    "membership": Shown(
        union="union",
        person="person",
        related=("person", "union"),
        many=("person__documents", "union__units"),
        reads={
            "name": lambda row: row.person.name,
            "gender": lambda row: row.person.gender or None,
            "mobile": lambda row: row.person.mobile or None,
            "document_no": lambda row: primary_number(row.person),
            "union_name": lambda row: row.union.name,
            "unit_name": _unit_name,
        },
        sorts={
            "name": "person__name",
            "number": "number",
            "since": "since",
            "state": "state",
            "union_name": "union__name",
        },
        parts={
            **_OF_PERSON,
            "number": ("number",),
            "union_name": ("union__search",),
        },
        whole={
            "mobile": lambda text: Q(person__mobile=text),
            "document_no": _holds_document("person"),
        },
    ),
    "person": Shown(
        union="memberships__union",
        person="",
        many=("documents",),
        reads={"document_no": primary_number},
        sorts={"name": "name", "mobile": "mobile"},
        parts={"name": ("name", "initials")},
        whole={
            "mobile": lambda text: Q(mobile=text),
            "document_no": _holds_document("pk"),
        },
    ),
    "union": Shown(
        union="",
        person="",
        sorts={"name": "name", "code": "code", "kind": "kind", "region": "region"},
        parts={"name": ("search",), "code": ("search",)},
    ),
    "unit": Shown(
        union="union",
        person="",
        related=("union",),
        sorts={"name": "name", "code": "code", "region": "region"},
        parts={"name": ("search",), "code": ("search",)},
    ),
    "post": Shown(
        union="union",
        person="person",
        related=("person", "union"),
        sorts={"title": "title", "since": "since"},
        parts={"title": ("title",), "person": ("person__name", "person__initials")},
    ),
}
