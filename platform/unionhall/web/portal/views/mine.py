"""我的权益: what registers know of the person himself, by groups, as lists, one by one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from unionhall.definitions import selectors as definitions
from unionhall.forms.control import RenderContext
from unionhall.forms.surroundings import surroundings
from unionhall.language.model import Column
from unionhall.registers.rows import Row
from unionhall.reports.paging import Count
from unionhall.web.portal import own, rows
from unionhall.web.portal.own import Own
from unionhall.web.records import cells
from unionhall.web.records.history import told
from unionhall.web.requests import SignedRequest


@dataclass(frozen=True, slots=True)
class Card:
    """A list on the page of all: `newest` is its last record, None where there is none."""

    title: str
    icon: str
    url: str
    count: Count
    newest: dict[str, Any] | None
    empty: str


def mine(request: SignedRequest) -> HttpResponse:
    context, groups = surroundings(), dict[str, list[Card]]()
    for one in own.lists(request.user):
        groups.setdefault(one.listing.group, []).append(_card(one, context))
    return render(
        request,
        "portal/mine/all.html",
        {"section": "account", "groups": list(groups.items()), "is_known": _is_known(request)},
    )


def mine_list(request: SignedRequest, register: str) -> HttpResponse:
    one = own.open_list(request.user, register)
    page = one.page(request.GET.get("page", "")[: rows.CURSOR])
    context = surroundings()
    return render(
        request,
        "portal/mine/list.html",
        {
            "section": "account",
            "listing": one.listing,
            "crumbs": _crumbs((one.listing.title, "")),
            "rows": [_listed(one, row, context) for row in page.rows],
            "is_known": _is_known(request),
            "empty": _empty(one),
            **rows.pager(page.after, request),
        },
    )


def mine_record(request: SignedRequest, register: str, key: str) -> HttpResponse:
    one = own.open_list(request.user, register)
    row, context = one.record(key), surroundings()
    shown = _listed(one, row, context)
    return render(
        request,
        "portal/mine/record.html",
        {
            "section": "account",
            "listing": one.listing,
            "crumbs": _crumbs((one.listing.title, one.url), (shown["title"], "")),
            "record": shown,
            "rows": shown["facts"],
            "history": told(one.register, one.history(row), context),
            "back": one.url,
        },
    )


def _is_known(request: SignedRequest) -> bool:
    person = request.user.person
    return person is not None and person.verified_at is not None


def _card(one: Own, context: RenderContext) -> Card:
    page, listing = one.page(size=1), one.listing
    newest = _listed(one, page.rows[0], context) if page.rows else None
    count = Count(page.count, page.count_capped)
    empty = listing.empty.text if listing.empty else ""
    return Card(listing.title, listing.icon, one.url, count, newest, empty)


def _listed(one: Own, row: Row, context: RenderContext) -> dict[str, Any]:
    """A record as a line: its first column names it, the others follow with their titles."""
    found = cells.cells(one.register, _columns(one, row), row, context)
    state, tone = cells.state_of(one.register, row.state)
    facts = [{"label": cell.title, "text": cell.text} for cell in found if cell.text]
    return {
        "title": found[0].text or one.listing.title,
        "state": state,
        "tone": tone,
        "url": one.address(row),
        "facts": facts,
        "others": facts[1:] if found[0].text else facts,
    }


def _columns(one: Own, row: Row) -> tuple[Column, ...]:
    """Those of the definition but the state, and whose record it is when it is a union's."""
    shown = tuple(column for column in one.listing.columns if column.key != cells.STATE)
    if row.union is None or any(column.key == cells.UNION for column in shown):
        return shown
    return (*shown, Column(cells.UNION, cells.title_of(one.register, None, cells.UNION)))


def _crumbs(*below: tuple[str, str]) -> list[tuple[str, str]]:
    above = [
        (_("Personal centre"), reverse("portal:me")),
        (_("My benefits"), reverse("portal:mine")),
    ]
    return [*above, *below]


def _empty(one: Own) -> dict[str, str]:
    """The words of the definition and its way on: the guide of the matter it comes from."""
    said = one.listing.empty
    if said is None:
        return {}
    key = (said.link or "").partition(":")[2]
    try:
        is_offered = bool(key) and bool(definitions.current_process(key))
    except LookupError:  # not at present
        is_offered = False
    url = reverse("portal:guide", args=[key]) if is_offered else ""
    return {"text": said.text, "url": url, "action": _("Read the guide")}
