"""The list of unions below a place, found by name, initials or code; and one entry."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from permissions import gate, managing
from unionhall.casework.unions import fields
from unionhall.definitions import selectors as definitions
from unionhall.forms.fields import address
from unionhall.organisation import selectors, tree
from unionhall.organisation.models import Union
from unionhall.reports import unions as report
from unionhall.web.office import filters, trail
from unionhall.web.office.access import staff_only
from unionhall.web.office.unions import doors, history

Row = dict[str, str]
MOST_SHOWN = 20


@staff_only
@require_safe
def show(request: HttpRequest) -> HttpResponse:
    """Without a search the unions directly below one place; to whoever manages none what is
    registered of those he works for, and who may change it: forms lead here (X3-39, X3-64)."""
    tops = _tops(request)
    if not tops:
        return _only_shown(request)
    chosen = filters.read(
        request.GET,
        url=reverse("office:unions"),
        text_label=_("Name, initials or credit code"),
    )
    way = trail.read(request.GET)
    place = doors.managed(request, request.GET["under"]) if request.GET.get("under") else None
    if place is None and len(tops) == 1:
        place = tops[0]
    found, following = _found(tops, place, chosen.q, way.cursor)
    if place is not None and place in tops and not (chosen.q or way.cursor):
        found = [place, *found]  # one's own is what most come for (X3-65)

    def address(**changes: str) -> str:
        under = place.key if place is not None and not chosen.q else ""
        return chosen.address(under=under, **changes)

    context = {
        **doors.frame(request),
        "crumbs": doors.crumbs(request, place) if place is not None else [],
        "filters": chosen,
        "place": None if chosen.q else place,
        "may_add": not chosen.q and place is not None and place.is_active,
        "rows": [(row, _kind(row), row.numchild) for row in found],
        "previous_url": way.previous_url(address),
        "next_url": way.next_url(address, following),
    }
    return render(request, "office/unions/list.html", context)


@staff_only
@require_safe
def entry(request: HttpRequest, union_key: str) -> HttpResponse:
    """One entry with everything of P20, its history, and what may be done."""
    union = doors.managed(request, union_key)
    found = report.entry(union, selectors.chain(union))
    rights = gate.of(request.user)
    above = found.links[1] if len(found.links) > 1 else None
    context = {
        **doors.frame(request),
        "crumbs": doors.crumbs(request, union),
        "union": union,
        "kind": _kind(union),
        "entry": found,
        "basics": [_first(union, above), *_rows(fields.BASICS, union)],
        "conduct": [*_rows(fields.CONDUCT, union), _row(_("Members"), found.members)],
        "units": [_rows(fields.UNIT, unit) for unit in found.units],
        "groups": history.matter_groups(),
        "changes": [history.told(row) for row in found.changes],
        "may_shape": above is not None and bool(rights.may_manage_union(above)),
        "may_staff": bool(rights.may_manage_staff(union)),
        "may_issue": bool(rights.may_give_code(union)),
    }
    return render(request, "office/unions/entry.html", context)


def _tops(request: HttpRequest) -> list[Union]:
    rights = gate.of(request.user)
    held = [union for union in rights.unions if rights.may_manage_union(union)]
    paths = set(tree.topmost(union.path for union in held))
    tops = [union for union in held if union.path in paths]
    return tops if managing.MANAGE_UNION in rights.codenames else []


def _only_shown(request: HttpRequest) -> HttpResponse:
    told = tuple(one for one in fields.CONDUCT if one.name in ("chair_name", "contact_name"))
    unions = gate.of(request.user).unions[:MOST_SHOWN]
    context = {**doors.frame(request), "unions": [(one, _rows(told, one)) for one in unions]}
    return render(request, "office/unions/shown.html", context)


def _found(
    tops: list[Union], place: Union | None, text: str, cursor: str
) -> tuple[list[Union], str]:
    """(rows, cursor of the page that follows)."""
    if text:
        within = tree.within(union.path for union in tops)
        rows = selectors.search_unions(
            text, within=within, with_closed=True, limit=report.SIZE + 1, after=cursor
        )
        page = rows[: report.SIZE]
        return page, selectors.cursor(page[-1]) if len(rows) > report.SIZE else ""
    if place is None:
        return tops, ""
    after = cursor if cursor.isascii() and cursor.isalnum() else ""
    rows = report.children(place, after)
    page = rows[: report.SIZE]
    return page, page[-1].path if len(rows) > report.SIZE else ""


def _rows(known: tuple[fields.Field, ...], record: Any) -> list[Row]:
    return [_row(field.title, _said(field, getattr(record, field.name))) for field in known]


def _said(field: fields.Field, value: Any) -> str:
    """A place by its name; a code that the list of places does not have stays as it is."""
    text = str(report.words(field, value))
    if field.kind != "region" or not value:
        return text
    try:
        items = {item.code: item for item in definitions.codelist(address.CODELIST).items}
    except definitions.NotPublished:
        return text
    titles: list[str] = []
    item = items.get(str(value))
    while item is not None and len(titles) < 8:
        titles.insert(0, item.title)
        item = items.get(item.parent) if item.parent else None
    return " ".join(titles) or text


def _row(label: Any, text: Any) -> Row:
    return {"label": str(label), "text": str(text)}


def _first(union: Union, above: Union | None) -> Row:
    return _row(_("Higher union"), above.name if above is not None else "—")


def _kind(union: Union) -> str:
    return str(union.get_kind_display())
