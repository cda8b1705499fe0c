"""The rail at the left of every office page: the queues with what waits, registers, opinions."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from permissions import gate, managing
from unionhall.casework.imports import review
from unionhall.casework.messaging.watching import may_audit, may_watch
from unionhall.imports import selectors as imports
from unionhall.reports.paging import Count
from unionhall.web.office import menu
from unionhall.web.office.access import officer
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


def frame(request: HttpRequest, entry: str = "") -> dict[str, object]:
    """Return what `office/frame.html` needs. `entry`: the entry that a page below it belongs to."""
    here = entry or request.path
    groups = [
        Group("", (_link(_("Workbench"), reverse("office:home"), "home", here),)),
        Group(_("To decide"), _queues(request, here)),
        *_defined(request, here),
        Group(_("Basic work"), _managing(request, here)),
        Group(
            "",
            (
                _link(_("Stock opinions"), reverse("office:opinions"), "pencil-square", here),
                _link(_("Background work"), reverse("office:jobs"), "clock", here),
                _link(_("My rights"), reverse("office:why"), "key", here),
            ),
        ),
        Group(_("Platform"), _platform(request, here)),
    ]
    return {"rail": [group for group in groups if group.links], "section": "office"}


def _queues(request: HttpRequest, here: str) -> tuple[Link, ...]:
    queues = tuple(
        _link(one.title, reverse("office:queue", args=[one.key]), one.icon, here, count=one.waiting)
        for one in waiting(request)
    )
    mine = review.reviewed_by(officer(request))
    if mine is None:
        return queues
    url, count = reverse("office:import_reviews"), Count(imports.reviews(mine).count())
    return (*queues, _link(_("Imports to approve"), url, "arrow-up-tray", here, count=count))


def _managing(request: HttpRequest, here: str) -> tuple[Link, ...]:
    """基层业务管理: only what he may manage, at the very next click (X3-14)."""
    held = gate.of(request.user).codenames
    entries = (
        (managing.MANAGE_UNION, _("Unions"), "office:unions", "building-office"),
        (managing.MANAGE_STAFF, _("Staff"), "office:staff", "users"),
    )
    return tuple(
        _link(title, reverse(name), icon, here)
        for codename, title, name, icon in entries
        if codename in held
    )


def _defined(request: HttpRequest, here: str) -> list[Group]:
    """What definitions put into the menu, under their own headings."""
    return [
        Group(title, tuple(_link(one.title, one.url, one.icon, here) for one in found))
        for title, found in menu.grouped(menu.entries(request))
    ]


def _platform(request: HttpRequest, here: str) -> tuple[Link, ...]:
    """For the city's own people: what happened, and what did not arrive."""
    user = officer(request)
    links = []
    if may_audit(user):
        links.append(_link(_("Audit trail"), reverse("office:audit"), "shield-check", here))
    if may_watch(user):
        title, url = _("Undelivered messages"), reverse("office:undelivered")
        links.append(_link(title, url, "exclamation-triangle", here))
    return tuple(links)


def _link(title: str, url: str, icon: str, here: str, count: Count | None = None) -> Link:
    return Link(title, url, icon, count, current=url == here)
