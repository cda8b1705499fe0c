"""The officer's stock opinions: his own and his unions', with adding and deleting."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from permissions import gate
from unionhall.casework import refusals
from unionhall.casework.drop_opinion import drop_opinion
from unionhall.casework.keep_opinion import keep_opinion
from unionhall.reports import opinions as report
from unionhall.web.office import rail
from unionhall.web.office.access import officer, staff_only

LONGEST = 200


@staff_only
@require_http_methods(["GET", "HEAD", "POST"])
def show(request: HttpRequest) -> HttpResponse:
    """List them; a POST adds one."""
    registers = report.registers_of(officer(request))
    if request.method == "POST" and registers:
        return _add(request, registers)
    return _draw(request, registers)


@staff_only
@require_POST
def drop(request: HttpRequest, opinion_key: str) -> HttpResponse:
    """Delete one's own, or one of a union one works for; 404 for any other."""
    known = report.opinions(officer(request), report.registers_of(officer(request)))
    found = next((one for one in known if one.key == opinion_key), None)
    if found is None or found.level == "platform":
        raise Http404
    drop_opinion(found.register, opinion_key, by=officer(request), now=timezone.now())
    messages.success(request, _("The opinion was deleted."))
    return HttpResponseRedirect(reverse("office:opinions"))


def _add(request: HttpRequest, registers: tuple[str, ...]) -> HttpResponse:
    text = (request.POST.get("text") or "").replace("\x00", "").strip()
    text = text.encode("utf-8", "ignore").decode()
    owner = request.POST.get("owner") or ""
    problem = ""
    if not 2 <= len(text) <= LONGEST:
        problem = _("Opinion: please write 2 to 200 characters.")
    elif owner and owner not in {union.key for union in gate.staff_unions(request.user)}:
        problem = _("Who may use it: please choose one of the unions offered.")
    if problem:
        return _draw(request, registers, text, owner, problem, status=422)
    try:
        for register in registers:
            keep_opinion(
                register, text, union=owner or None, by=officer(request), now=timezone.now()
            )
    except refusals.NotYours:
        raise
    except refusals.Refused as refused:
        return _draw(request, registers, text, owner, refused.sentence, status=422)
    messages.success(request, _("The opinion was saved."))
    return HttpResponseRedirect(reverse("office:opinions"))


def _draw(
    request: HttpRequest,
    registers: tuple[str, ...],
    typed: str = "",
    owner: str = "",
    problem: str = "",
    status: int = 200,
) -> HttpResponse:
    context = {
        **rail.frame(request),
        "groups": _groups(request, registers),
        "unions": gate.staff_unions(request.user),
        "typed": typed,
        "owner": owner,
        "problem": problem,
    }
    return render(request, "office/opinions.html", context, status=status)


def _groups(request: HttpRequest, registers: tuple[str, ...]) -> list[dict[str, Any]]:
    found = report.opinions(officer(request), registers)
    groups = [
        _group(_("My opinions"), _("only I see them"), [o for o in found if o.level == "own"])
    ]
    for union in gate.staff_unions(request.user):
        own = [one for one in found if one.union == union.key]
        groups.append(_group(union.name, _("for everybody who works there"), own))
    shared = [one for one in found if one.level == "platform"]
    groups.append(_group(_("For everybody"), _("given by the platform"), shared, may_change=False))
    return groups


def _group(
    title: str, note: str, found: list[report.Opinion], *, may_change: bool = True
) -> dict[str, Any]:
    return {"title": title, "note": note, "opinions": found, "may_change": may_change}
