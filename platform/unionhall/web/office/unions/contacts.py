"""Whom to call at a union, by matter group (J1-43)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from unionhall.casework import refusals
from unionhall.casework.unions import set_contacts as verb
from unionhall.engine.problem import Problem
from unionhall.organisation.models import Union
from unionhall.web.office.access import officer, staff_only
from unionhall.web.office.unions import doors, history, shown

NAMES = ("matter_group", "name", "phones", "hours")
SPARE = 3


@staff_only
@require_http_methods(["GET", "HEAD", "POST"])
def change(request: HttpRequest, union_key: str) -> HttpResponse:
    union = doors.managed(request, union_key)
    if request.method != "POST":
        held = union.contacts.order_by("order", "id").values(*NAMES)
        return _draw(request, union, [dict(row) for row in held])
    rows = [
        shown.typed(request.POST, [f"{number}.{name}" for name in NAMES])
        for number in range(verb.MOST)
    ]
    given = [{name.partition(".")[2]: text for name, text in row.items()} for row in rows]
    try:
        verb.set_contacts(union.key, given, by=officer(request), now=timezone.now())
    except refusals.Invalid as invalid:
        return _draw(request, union, given, invalid.problems, status=422)
    messages.success(request, _("The contacts were saved."))
    return HttpResponseRedirect(reverse("office:union", args=[union.key]))


def _draw(
    request: HttpRequest,
    union: Union,
    held: list[dict[str, Any]],
    problems: Sequence[Problem] = (),
    status: int = 200,
) -> HttpResponse:
    """Some rows stay free for new ones; a row is deleted by emptying it."""
    used = max((number for number, row in enumerate(held, 1) if any(row.values())), default=0)
    rows = []
    for number in range(min(used + SPARE, verb.MOST)):
        row = held[number] if number < len(held) else {}
        values = {f"{number}.{name}": text for name, text in row.items()}
        chosen = row.get("matter_group", "")
        inputs = shown.inputs(verb.FIELDS, values, problems, f"{number}.")
        rows.append({"number": number, "group": chosen, "inputs": inputs})
    context = {
        **doors.frame(request),
        "crumbs": doors.crumbs(request, union, _("Contacts")),
        "union": union,
        "rows": rows,
        "groups": history.matter_groups().items(),
        "problems": shown.summary(problems),
    }
    return render(request, "office/unions/contacts.html", context, status=status)
