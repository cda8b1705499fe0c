"""Whom to call about a matter at a union: its contacts, its own telephone, else the next above."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.db.models import QuerySet

from unionhall.organisation import tree
from unionhall.organisation.models import Contact, Union, UnionKind

# Whom people of a district or an industry ask first; most there are in one city
OFFICES = (UnionKind.ROOT, UnionKind.DISTRICT, UnionKind.INDUSTRY, UnionKind.DIRECT)
MOST_OFFICES = 100


@dataclass(frozen=True, slots=True)
class Call:
    """`union` is where the telephone stands; it may be one above the union asked about."""

    phone: str
    hours: str = ""
    name: str = ""
    union: str = ""


def call(union: Union, matter_group: str = "") -> Call | None:
    """The contact for this matter group, one for anything, the telephone of the register; of the
    union itself, then of the next above, and so on. Two queries; none when nobody has any."""
    paths = tree.prefixes(union.path)
    links = Union.objects.filter(path__in=paths, is_active=True).order_by("-depth")
    rows = Contact.objects.filter(union__path__in=paths, matter_group__in=("", matter_group))
    contacts = _by_union(rows)
    found = (_own(link, contacts, matter_group) for link in links)
    return next((one for one in found if one is not None), None)


def offices() -> list[Call]:
    """The city's union, then its districts and industries, those that can be called (J1-41): about
    anything, never a contact for one matter group. Two queries."""
    links = Union.objects.filter(kind__in=OFFICES, is_active=True).order_by("depth", "path")
    rows = Contact.objects.filter(union__in=links.values("pk"), matter_group="")
    contacts = _by_union(rows)
    found = [_own(link, contacts, "") for link in links[:MOST_OFFICES]]
    return [one for one in found if one is not None]


def _by_union(rows: QuerySet[Contact]) -> dict[int, list[Contact]]:
    contacts: dict[int, list[Contact]] = {}
    for row in rows.order_by("order", "id"):
        contacts.setdefault(row.union_id, []).append(row)
    return contacts


def _own(link: Union, contacts: Mapping[int, list[Contact]], matter_group: str) -> Call | None:
    own = sorted(contacts.get(link.pk, ()), key=lambda row: row.matter_group != matter_group)
    if own:
        first = own[0]
        return Call(first.phones, first.hours or link.service_hours, first.name, link.name)
    return Call(link.phone, link.service_hours, "", link.name) if link.phone else None
