"""Home and hall: what concerns the visitor, every matter that is offered, the search over them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from unionhall.casework.start import may_start
from unionhall.definitions import selectors
from unionhall.language.model import Process
from unionhall.people.models import User
from unionhall.web.portal import home

SEARCH_LENGTH = 40


@dataclass(frozen=True, slots=True)
class Group:
    """`anchor` is the id of the group's heading on the page."""

    title: str
    anchor: str
    processes: tuple[Process, ...]


@login_not_required
def hall(request: HttpRequest) -> HttpResponse:
    """The first page. Public: what may be done here is no secret, only doing it needs an account.

    Whoever is signed in sees above it where he belongs and what waits for him (SC-06).
    """
    user = request.user
    offered = _offered(request)
    is_home = isinstance(user, User) and not request.GET.get("q", "").strip()
    own = home.of(request, user, offered) if is_home and isinstance(user, User) else {}
    return _page(request, offered, {"section": "home", "is_home": is_home, **own})


@login_not_required
def matters(request: HttpRequest) -> HttpResponse:
    """The hall alone: all matters by group."""
    return _page(request, _offered(request), {"section": "hall", "is_home": False})


def _offered(request: HttpRequest) -> list[Process]:
    """All matters; those that only staff begin are shown to whom they are open."""
    user = request.user
    return [
        process
        for _document, process in selectors.catalogue()
        if any(starter.kind != "staff" for starter in process.starters)
        or (isinstance(user, User) and may_start(process, user))
    ]


def _page(request: HttpRequest, offered: list[Process], more: dict[str, Any]) -> HttpResponse:
    search = request.GET.get("q", "").strip()[:SEARCH_LENGTH]
    found = [process for process in offered if _matches(process, search)]
    context = {
        **more,
        "groups": _grouped(found),
        "search": search,
        "found": len(found),
        "offered": len(offered),
    }
    return render(request, "portal/hall.html", context)


def _matches(process: Process, search: str) -> bool:
    menu = process.menu
    text = " ".join((menu.title, process.title, menu.group, menu.description, menu.audience))
    return all(word.casefold() in text.casefold() for word in search.split())


def _grouped(processes: list[Process]) -> list[Group]:
    groups: dict[str, list[Process]] = {}
    for process in sorted(processes, key=lambda p: (p.menu.order, p.key)):
        groups.setdefault(process.menu.group, []).append(process)
    return [
        Group(title, f"group-{number}", tuple(members))
        for number, (title, members) in enumerate(groups.items(), 1)
    ]
