"""The rail at the left of every office page: the queues with what waits, registers, opinions."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from permissions import gate
from unionhall.definitions import selectors as definitions
from unionhall.reports.paging import Count
from unionhall.web.shell import waiting


@dataclass(frozen=True, slots=True)
class Link:
    title: str
    url: str
    icon: str
    count: Count | None = None
    current: bool = False


@dataclass(frozen=True, slots=True)
class Group:
    title: str
    links: tuple[Link, ...]


def frame(request: HttpRequest) -> dict[str, object]:
    """Return what `office/frame.html` needs."""
    here = request.path
    groups = [
        Group("", (_link(_("Workbench"), reverse("office:home"), "home", here),)),
        Group(_("To decide"), _queues(request, here)),
        Group(_("Registers"), _registers(request, here)),
        Group("", (_link(_("Stock opinions"), reverse("office:opinions"), "pencil-square", here),)),
    ]
    return {"rail": [group for group in groups if group.links], "section": "office"}


def _queues(request: HttpRequest, here: str) -> tuple[Link, ...]:
    return tuple(
        _link(one.title, reverse("office:queue", args=[one.key]), one.icon, here, count=one.waiting)
        for one in waiting(request)
    )


def _registers(request: HttpRequest, here: str) -> tuple[Link, ...]:
    groups = gate.of(request.user).matter_groups
    return tuple(
        _link(one.title, reverse("office:register", args=[one.key]), "table-cells", here)
        for one in definitions.registers()
        if one.matter_group and one.matter_group in groups
    )


def _link(title: str, url: str, icon: str, here: str, count: Count | None = None) -> Link:
    return Link(title, url, icon, count, current=url == here)
