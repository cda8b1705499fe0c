"""Whom to call about a matter at a union: its contacts, its own telephone, else the next above."""

from __future__ import annotations

from dataclasses import dataclass

from unionhall.organisation import tree
from unionhall.organisation.models import Contact, Union


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
    contacts: dict[int, list[Contact]] = {}
    for row in rows.order_by("order", "id"):
        contacts.setdefault(row.union_id, []).append(row)
    for link in links:
        own = sorted(contacts.get(link.pk, ()), key=lambda row: row.matter_group != matter_group)
        if own:
            first = own[0]
            return Call(first.phones, first.hours or link.service_hours, first.name, link.name)
        if link.phone:
            return Call(link.phone, link.service_hours, "", link.name)
    return None
