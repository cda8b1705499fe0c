"""Entries of the rail that definitions ask for: lists of registers, imports, matters that an
officer begins for a union, by their group."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from permissions import gate
from unionhall.definitions import selectors as definitions
from unionhall.engine.route import codename
from unionhall.language.model import Process
from unionhall.web.office.access import officer
from unionhall.web.office.imports import desk as imports
from unionhall.web.office.registers.desk import Desk, desks


@dataclass(frozen=True, slots=True)
class Entry:
    """`group` is the heading it stands under, "" the usual one; `order` inside of it, behind the
    matters that are begun there."""

    group: str
    order: int
    title: str
    url: str
    icon: str
    is_matter: bool = False


def entries(request: HttpRequest) -> list[Entry]:
    """What this officer has: only lists that he may see and matters that he may begin."""
    mine = list(desks(request))
    lists = [
        Entry(
            desk.listing.group,
            desk.listing.order,
            desk.listing.title,
            desk.address,
            desk.listing.icon,
        )
        for desk in mine
    ]
    brought = [
        Entry(
            one.import_.group, one.import_.order, one.import_.title, one.address, one.import_.icon
        )
        for one in imports.desks(request)
    ]
    return [*lists, *brought, *_matters(request, mine)]


def _matters(request: HttpRequest, mine: Iterable[Desk]) -> Iterator[Entry]:
    """工会参保 beside 职工名册 (X3-34, X3-98): under the heading of the lists with the same rights,
    or, where he sees none of them, under that of the hall."""
    headings = {
        desk.register.matter_group: desk.listing.group
        for desk in sorted(mine, key=lambda one: -one.listing.order)
        if desk.listing.group
    }
    for _document, process in definitions.catalogue():
        if _begins(request, process):
            menu = process.menu
            group = headings.get(process.matter_group, menu.group)
            url = reverse("portal:guide", args=[process.key])
            yield Entry(group, menu.order, menu.title, url, menu.icon, is_matter=True)


def _begins(request: HttpRequest, process: Process) -> bool:
    """Whether he begins it as somebody's officer; what is open to everybody stays in the hall."""
    wanted = [starter.permission for starter in process.starters if starter.kind == "staff"]
    rights = gate.of(officer(request))
    return any(verb and rights.scope(codename(process, verb)) for verb in wanted)


def grouped(found: Iterable[Entry]) -> list[tuple[str, list[Entry]]]:
    """By heading: the group with the smallest order first, the usual one last."""
    groups: dict[str, list[Entry]] = {}
    for one in sorted(found, key=lambda one: (one.order, one.title)):
        groups.setdefault(one.group, []).append(one)
    for mine in groups.values():
        mine.sort(key=lambda one: not one.is_matter)
    usual = groups.pop("", [])
    return [*groups.items(), (_("Registers"), usual)]
