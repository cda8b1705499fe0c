"""Change an entry of the register, or found a union below one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from unionhall.casework import refusals
from unionhall.casework.unions import add as adding
from unionhall.casework.unions import change as changing
from unionhall.casework.unions import fields
from unionhall.engine.problem import Problem
from unionhall.organisation.models import Union
from unionhall.web.office.access import officer, staff_only
from unionhall.web.office.unions import doors, shown

CHAIR_MOBILE = fields.Field(
    changing.CHAIR_MOBILE,
    gettext_lazy("Mobile of the chair"),
    "mobile",
    20,
    help=gettext_lazy("Only if several members have this name."),
)
CONDUCT = (fields.CHAIR, CHAIR_MOBILE, *fields.CONDUCT[1:])


@staff_only
@require_http_methods(["GET", "HEAD", "POST"])
def change(request: HttpRequest, union_key: str) -> HttpResponse:
    union = doors.managed(request, union_key)
    if not union.is_active:
        raise Http404
    if request.method != "POST":
        return _draw_change(request, union, _held(union))
    names = [field.name for field in (*fields.BASICS, *CONDUCT)]
    names += [fields.PREFIX + field.name for field in fields.UNIT]
    typed = shown.typed(request.POST, names)
    seen = request.POST.get("_seen", "")
    try:
        done = changing.change(
            union.key,
            typed,
            seen=int(seen) if seen.isascii() and seen.isdecimal() and len(seen) < 18 else None,
            by=officer(request),
            now=timezone.now(),
        )
    except refusals.NotYours:
        raise
    except refusals.Refused as refused:
        values = {**_held(union), **typed}
        return _draw_change(request, union, values, _problems(refused), status=_status(refused))
    if done.note:
        text = _("Saved. The new chair has no rights by the register yet: %(why)s")
        messages.warning(request, text % {"why": done.note})
    elif done.fields:
        messages.success(request, _("Saved. What was changed is in the history below."))
    else:
        messages.info(request, _("Nothing was changed."))
    return HttpResponseRedirect(reverse("office:union", args=[union.key]))


@staff_only
@require_http_methods(["GET", "HEAD", "POST"])
def add(request: HttpRequest, union_key: str) -> HttpResponse:
    """Found a union below this one (P14)."""
    parent = doors.managed(request, union_key)
    if not parent.is_active:
        raise Http404
    if request.method != "POST":
        return _draw_add(request, parent, {})
    names = [field.name for field in adding.UNION]
    names += [fields.PREFIX + field.name for field in adding.UNIT]
    typed = shown.typed(request.POST, names)
    try:
        union = adding.add(parent.key, typed, by=officer(request), now=timezone.now())
    except refusals.NotYours:
        raise
    except refusals.Refused as refused:
        return _draw_add(request, parent, typed, _problems(refused), status=_status(refused))
    text = _("%(union)s was added. Issue an activation code for its first administrator next.")
    messages.success(request, text % {"union": union.name})
    return HttpResponseRedirect(reverse("office:union", args=[union.key]))


def _draw_change(
    request: HttpRequest,
    union: Union,
    values: Mapping[str, Any],
    problems: Sequence[Problem] = (),
    status: int = 200,
) -> HttpResponse:
    newest = union.changes.order_by("-id").values_list("pk", flat=True).first()
    has_unit = union.units.exists() or union.kind in adding.WITH_UNIT
    unit = shown.inputs(fields.UNIT, values, problems, fields.PREFIX) if has_unit else []
    return _draw(
        request,
        title=_("Change the register entry"),
        union=union,
        sections=[
            (_("Basic facts"), "", shown.inputs(fields.BASICS, values, problems)),
            (_("Organisation and work"), "", shown.inputs(CONDUCT, values, problems)),
            (_("Unit"), "", unit),
        ],
        hidden=[("_seen", newest or 0)],
        problems=problems,
        verb=_("Save"),
        status=status,
    )


def _draw_add(
    request: HttpRequest,
    parent: Union,
    values: Mapping[str, Any],
    problems: Sequence[Problem] = (),
    status: int = 200,
) -> HttpResponse:
    note = _("A grass-roots union needs its unit; district, town and other unions have none.")
    return _draw(
        request,
        title=_("Add a union below"),
        union=parent,
        sections=[
            (_("The union"), "", shown.inputs(adding.UNION, values, problems)),
            (_("Unit"), note, shown.inputs(adding.UNIT, values, problems, fields.PREFIX)),
        ],
        hidden=[],
        problems=problems,
        verb=_("Add"),
        status=status,
    )


def _draw(
    request: HttpRequest,
    *,
    title: str,
    union: Union,
    sections: list[Any],
    problems: Sequence[Problem],
    status: int,
    **context: Any,
) -> HttpResponse:
    return render(
        request,
        "office/unions/form.html",
        {
            **doors.frame(request),
            "crumbs": doors.crumbs(request, union, title),
            "title": title,
            "union": union,
            "sections": [one for one in sections if one[2]],
            "problems": shown.summary(problems),
            **context,
        },
        status=status,
    )


def _held(union: Union) -> dict[str, Any]:
    values = {field.name: getattr(union, field.name) for field in (*fields.BASICS, *fields.CONDUCT)}
    unit = union.units.order_by("id").first()
    if unit is not None:
        values |= {fields.PREFIX + field.name: getattr(unit, field.name) for field in fields.UNIT}
    return values


def _problems(refused: refusals.Refused) -> Sequence[Problem]:
    """All problems of the fields, or the one reason."""
    found = getattr(refused, "problems", ())
    return tuple(found) or (Problem(refused.code, "", {}, refused.sentence),)


def _status(refused: refusals.Refused) -> int:
    return 409 if isinstance(refused, refusals.Conflict) else 422
