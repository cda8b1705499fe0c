"""A list of a register: its rows within what the officer may see, and what he may do next."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from unionhall.forms.control import RenderContext
from unionhall.forms.surroundings import surroundings
from unionhall.language.model import Column
from unionhall.registers import listing as registers
from unionhall.registers.rows import Row
from unionhall.web.office import rail, trail
from unionhall.web.office.access import staff_only
from unionhall.web.office.registers import asked, links
from unionhall.web.office.registers.asked import Address
from unionhall.web.office.registers.desk import MOST_UNIONS, Desk, open_list, usual_union
from unionhall.web.records import cells

SIZE = 20


@staff_only
@require_safe
def show(request: HttpRequest, register_key: str, list_key: str = "") -> HttpResponse:
    """Without a list: the first of the register that he sees. 404 when there is none."""
    desk = open_list(request, register_key, list_key)
    several = len(desk.unions) > 1
    usual = usual_union(request, desk) if several else ""
    chosen = asked.read(desk.register, desk.listing, request.GET, usual)
    address, way = asked.address(desk, chosen, usual), trail.read(request.GET)
    page = registers.page(
        desk.register,
        desk.listing,
        desk.scope,
        filters=chosen.filters,
        q=chosen.q,
        sort=chosen.sort,
        after=way.cursor,
        size=SIZE,
    )
    columns = cells.headed(desk.register, desk.listing)
    starts = links.starts(desk)
    rows = _rows(desk, columns, page.rows, surroundings(), is_start=bool(starts))
    kept = [(name, value) for name, value in chosen.given.items() if value]
    context = {
        **rail.frame(request, desk.address),
        "desk": desk,
        "filters": chosen,
        "address": address,
        "search_label": asked.search_label(desk.register, desk.listing),
        "unions": [union.name for union in desk.unions[:MOST_UNIONS]] if several else [],
        "columns": [_head(desk, address, column) for column in columns],
        "rows": rows,
        "count": page.count,
        "is_capped": page.count_capped,
        "bulk": desk.bulk if any(row["tick"] for row in rows) else (),
        "has_ticks": any(row["tick"] for row in rows),
        "select_url": reverse("office:register_many", args=[desk.key, desk.listing.key]),
        "kept": kept,
        "additions": links.additions(desk),
        "tools": links.tools(request, desk),
        "starts": starts,
        "matters": links.matters(desk),
        "key": secrets.token_urlsafe(16),
        "export_url": links.export_address(desk) if rows else "",
        "as_of": links.as_of(desk),
        "empty": _empty(desk, address),
        "previous_url": way.previous_url(address.with_),
        "next_url": way.next_url(address.with_, page.after),
    }
    return render(request, "office/registers/list.html", context)


def _rows(
    desk: Desk,
    columns: Sequence[Column],
    rows: Sequence[Row],
    context: RenderContext,
    *,
    is_start: bool,
) -> list[dict[str, Any]]:
    found = []
    for row in rows:
        verbs = desk.actions_on(row)
        shown = cells.cells(desk.register, columns, row, context)
        found.append(
            {
                "key": row.key,
                "name": shown[0].text or cells.name_of(desk.register, row, context),
                "url": reverse("office:register_record", args=[desk.key, row.key]),
                "cells": shown,
                "tick": is_start or any(one.bulk for one in verbs),
                # what can be done to many has its button below; the row keeps what is its own
                "verbs": [
                    (one.title, links.action_address(desk.key, row.key, one.key))
                    for one in verbs
                    if not one.bulk
                ],
            }
        )
    return found


def _head(desk: Desk, address: Address, column: Column) -> dict[str, str]:
    """A column whose title sorts by it, turning round at the second press."""
    known = {one.removeprefix("-") for one in desk.listing.sort}
    if column.key not in known:
        return {"title": column.title, "url": "", "order": ""}
    now = address.asked.sort
    order = {column.key: "ascending", f"-{column.key}": "descending"}.get(now, "")
    wanted = f"-{column.key}" if order == "ascending" else column.key
    return {"title": column.title, "url": address.with_(sort=wanted), "order": order}


def _empty(desk: Desk, address: Address) -> dict[str, str]:
    if address.is_set:
        return {
            "title": _("Nothing matches these filters"),
            "text": _("Change or clear the filters to see more."),
            "url": address.clear_url,
            "action": _("Clear the filters"),
        }
    return links.empty(desk)
