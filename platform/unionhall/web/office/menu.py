"""Entries of the rail that definitions ask for: lists of registers and imports, by their group."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.http import HttpRequest
from django.utils.translation import gettext as _

from unionhall.web.office.imports import desk as imports
from unionhall.web.office.registers.desk import desks


@dataclass(frozen=True, slots=True)
class Entry:
    """`group` is the heading it stands under, "" the usual one; `order` inside of it."""

    group: str
    order: int
    title: str
    url: str
    icon: str


def entries(request: HttpRequest) -> list[Entry]:
    """What this officer has: only lists that he may see."""
    lists = [
        Entry(
            desk.listing.group,
            desk.listing.order,
            desk.listing.title,
            desk.address,
            desk.listing.icon,
        )
        for desk in desks(request)
    ]
    return lists + [
        Entry(
            one.import_.group, one.import_.order, one.import_.title, one.address, one.import_.icon
        )
        for one in imports.desks(request)
    ]


def grouped(found: Iterable[Entry]) -> list[tuple[str, list[Entry]]]:
    """By heading: the group with the smallest order first, the usual one last."""
    groups: dict[str, list[Entry]] = {}
    for one in sorted(found, key=lambda one: (one.order, one.title)):
        groups.setdefault(one.group, []).append(one)
    usual = groups.pop("", [])
    return [*groups.items(), (_("Registers"), usual)]
