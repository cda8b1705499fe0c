"""One record: its values, its state, what may be done with it, all that happened to it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from unionhall.casework.registers.look import look as look_at
from unionhall.forms.control import RenderContext
from unionhall.forms.surroundings import surroundings
from unionhall.language.model import Column, Register
from unionhall.registers import columns as typed
from unionhall.registers import listing as registers
from unionhall.registers.rows import Row
from unionhall.web.office import rail
from unionhall.web.office.access import officer, staff_only
from unionhall.web.office.registers import links
from unionhall.web.office.registers.desk import Desk, open_register
from unionhall.web.records import cells, due
from unionhall.web.records.cells import STATE, UNION
from unionhall.web.records.history import told


@staff_only
@require_safe
def show(request: HttpRequest, register_key: str, record_key: str) -> HttpResponse:
    desk, row = open_record(request, register_key, record_key)
    return draw(request, desk, row)


@staff_only
@require_POST
def look(request: HttpRequest, register_key: str, record_key: str) -> HttpResponse:
    """The record with its sensitive values in clear, once; each look is recorded."""
    desk, row = open_record(request, register_key, record_key)
    if not may_look(desk, row):
        return redirect("office:register_record", register_key, record_key)
    values = look_at(register_key, record_key, by=officer(request), now=timezone.now())
    return draw(request, desk, row, clear=values)


def open_record(request: HttpRequest, register_key: str, record_key: str) -> tuple[Desk, Row]:
    """Raises Http404 for a record outside what he may see."""
    desk = open_register(request, register_key)
    row = registers.record(desk.register, record_key, desk.scope)
    if row is None:
        raise Http404
    return desk, row


def may_look(desk: Desk, row: Row) -> bool:
    """Who keeps the record may see what he keeps: the holder of any action on it."""
    return bool(_hidden(desk.register, row) and desk.actions_on(row))


def draw(
    request: HttpRequest,
    desk: Desk,
    row: Row,
    *,
    clear: Mapping[str, str] | None = None,
    problem: str = "",
) -> HttpResponse:
    context = surroundings()
    register = desk.register
    name = cells.name_of(register, row, context)
    state, tone = cells.state_of(register, row.state)
    shown = clear or {}
    return render(
        request,
        "office/registers/record.html",
        {
            **rail.frame(request, desk.address),
            "desk": desk,
            "row": row,
            "name": name,
            "state": state,
            "tone": tone,
            "crumbs": crumbs(desk, name),
            "rows": _rows(desk, row, context),
            "verbs": [
                {"title": one.title, "url": links.action_address(desk.key, row.key, one.key)}
                for one in desk.actions_on(row)
            ],
            "may_look": may_look(desk, row),
            "look_url": reverse("office:register_look", args=[desk.key, row.key]),
            "clear": [
                {"label": cells.title_of(register, None, key), "text": text}
                for key, text in shown.items()
            ],
            "history": history(desk, row, context),
            "problem": problem,
        },
        status=422 if problem else 200,
    )


def crumbs(desk: Desk, name: str = "", row: Row | None = None) -> list[tuple[str, str]]:
    """Where a page stands: below its record, where it is about one."""
    above = [(_("Workbench"), reverse("office:home")), (desk.listing.title, desk.address)]
    if row is not None:
        record = cells.name_of(desk.register, row, surroundings())
        above.append((record, reverse("office:register_record", args=[desk.key, row.key])))
    return [*above, (name, "")]


def _rows(desk: Desk, row: Row, context: RenderContext) -> list[dict[str, str]]:
    """Every column that has a value. A stored schema is sorted by names, so the lists and forms
    say what comes first; of a table of the platform only what the definition names."""
    register = desk.register
    masks = {one.key: one for listing in (desk.listing, register) for one in listing.columns}
    asked = (path for one in register.actions for path in one.fields)
    own = register.schema.get("properties", {})
    rest = () if register.table else own
    keys = [key for key in dict.fromkeys((*masks, *asked, *rest)) if key in own or key == UNION]
    if UNION not in keys and row.union is not None:
        keys.append(UNION)
    values = cells.clear_values(register, row)
    found, days = [], due.columns_of(register, row.state)
    for key in keys:
        if key == STATE:
            continue
        column = masks.get(key) or Column(key, cells.title_of(register, desk.listing, key))
        cell = cells.cell(register, replace(column, due=key in days), values, row, context)
        text = " · ".join(part for part in (cell.text, cell.mark) if part)
        if text:
            found.append({"label": cells.title_of(register, desk.listing, key), "text": text})
    return found


def _hidden(register: Register, row: Row) -> list[str]:
    values = cells.clear_values(register, row)
    return [key for key in typed.sensitive(register) if values.get(key)]


def history(desk: Desk, row: Row, context: RenderContext) -> list[dict[str, Any]]:
    """Newest first; what nobody did was done by the platform."""
    changes = registers.history(desk.register, row)
    by_platform = _("The platform itself")
    return [
        {**one, "who": one["who"] or by_platform} for one in told(desk.register, changes, context)
    ]
