"""The list of one register: the columns of its definition, within what the officer may see."""

from __future__ import annotations

from typing import Any

from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from permissions import gate
from permissions.policy import Scope
from unionhall.definitions import selectors as definitions
from unionhall.forms.control import RenderContext
from unionhall.forms.surroundings import surroundings
from unionhall.forms.wording import words
from unionhall.language.masks import mask
from unionhall.language.model import Column, Register
from unionhall.registers import columns as typed
from unionhall.registers import selectors
from unionhall.registers.models import Record
from unionhall.web.office import filters, rail, trail
from unionhall.web.office.access import staff_only
from unionhall.web.office.findings import column_control

NUMBERS = frozenset({"money", "number"})


@staff_only
def show(request: HttpRequest, register_key: str) -> HttpResponse:
    """404 unless he holds a permission of the register's matter group."""
    register = _register(request, register_key)
    chosen = filters.read(
        request.GET,
        url=reverse("office:register", args=[register_key]),
        text_label=_("Name of the union"),
    )
    way = trail.read(request.GET)
    scope = gate.of(request.user).view_scope(register.matter_group)
    page = selectors.records(
        register_key,
        unions=_where(scope, chosen.q),
        states=register.states or None,
        after=int(way.cursor) if way.cursor.isdecimal() else None,
    )
    context = surroundings()
    shown = [(one, column_control(register, one.key)) for one in register.columns]
    following = str(page.after) if page.after is not None else ""
    return render(
        request,
        "office/register.html",
        {
            **rail.frame(request),
            "register": register,
            "filters": chosen,
            "columns": [{"title": one.title, "is_number": c.kind in NUMBERS} for one, c in shown],
            "rows": [_row(record, register, context) for record in page.records],
            "empty": _empty(chosen),
            "previous_url": way.previous_url(chosen.address),
            "next_url": way.next_url(chosen.address, following),
        },
    )


def _register(request: HttpRequest, key: str) -> Register:
    try:
        register = definitions.register(key)
    except definitions.NotPublished as unknown:
        raise Http404 from unknown
    if register.matter_group not in gate.of(request.user).matter_groups:
        raise Http404
    return register


def _where(scope: Scope, union_name: str) -> Q:
    """The scope is in the query, never applied to rows that were read."""
    place = gate.within(scope, "union")
    return place & Q(union__name__icontains=union_name) if union_name else place


def _row(record: Record, register: Register, context: RenderContext) -> dict[str, Any]:
    values = typed.unsealed(register, record.values)
    return {
        "cells": [
            _cell(column, values.get(column.key), register, context) for column in register.columns
        ],
        "state": _states().get(record.state, record.state),
        "tone": "success" if record.closed_at is None else "",
    }


def _cell(
    column: Column, value: Any, register: Register, context: RenderContext
) -> dict[str, object]:
    """The column's own mask counts besides that of its schema."""
    control = column_control(register, column.key)
    if column.mask and isinstance(value, str):
        text = mask(value, column.mask)
    else:
        text = words(control, value, context)
    return {"title": column.title, "text": text, "is_number": control.kind in NUMBERS}


def _states() -> dict[str, str]:
    """Words for the states registers use; a state of a definition's own shows as it is written."""
    return {"active": _("in force"), "void": _("void"), "closed": _("closed")}


def _empty(chosen: filters.Filters) -> dict[str, str]:
    if chosen.is_set:
        return {
            "title": _("Nothing matches these filters"),
            "text": _("Change or clear the filters to see more."),
            "url": chosen.clear_url,
            "action": _("Clear the filters"),
        }
    return {
        "title": _("Nothing is registered yet"),
        "text": _("A row appears here when the first application is completed."),
        "url": reverse("office:home"),
        "action": _("To the workbench"),
    }
