"""The hall: every matter that is offered, by group, and the search over them."""

from __future__ import annotations

from dataclasses import dataclass

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from unionhall.definitions import selectors
from unionhall.language.model import Process

SEARCH_LENGTH = 40


@dataclass(frozen=True, slots=True)
class Group:
    """`anchor` is the id of the group's heading on the page."""

    title: str
    anchor: str
    processes: tuple[Process, ...]


@login_not_required
def hall(request: HttpRequest) -> HttpResponse:
    """Public: what may be done here is no secret, only doing it needs an account."""
    search = request.GET.get("q", "").strip()[:SEARCH_LENGTH]
    offered = [process for _document, process in selectors.catalogue()]
    found = [process for process in offered if _matches(process, search)]
    context = {
        "section": "hall",
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
