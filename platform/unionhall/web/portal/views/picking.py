"""Choosing people for the list of an application: ticked ones, or all that are found."""

from __future__ import annotations

from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from unionhall.casework import refusals
from unionhall.casework.lines.add import Added, add, add_all
from unionhall.language.model import LinePicker
from unionhall.reports.case_page import CasePage
from unionhall.reports.lines import STATE, PickView, pick_view
from unionhall.web import line_lists
from unionhall.web.portal import desk, frame
from unionhall.web.portal.asked import command, command_key, version_of
from unionhall.web.requests import SignedRequest

TEXT, CURSOR = 60, 800


@desk.drafting
def choose(request: SignedRequest, key: str) -> HttpResponse:
    work = desk.open_draft(request.user, key)
    own = work.process.lines
    if own is None or own.fill != "picked":
        raise refusals.NotYours
    if request.method != "POST":
        return _page(request, work, request.GET)
    try:
        added = _add(request, key, own.picker)
    except (refusals.NotYours, refusals.Conflict):
        raise
    except refusals.Refused as refusal:
        return _page(request, work, request.POST, refusal.sentence, status=422)
    if added.case.work:  # the page of the case tells how far it is
        return HttpResponseRedirect(reverse("portal:case", args=[key]))
    _tell(request, added)
    to = (
        "portal:lines" if request.POST.get("_do") == "all" or added.added else "portal:lines_choose"
    )
    return HttpResponseRedirect(reverse(to, args=[key]))


def _add(request: SignedRequest, key: str, picker: LinePicker) -> Added:
    given = command(request)
    version = version_of(request)
    if request.POST.get("_do") == "all":
        chosen = {
            column: [value]
            for column, value in _filters(request.POST, picker).items()
            if value and column != STATE
        }
        return add_all(key, chosen, _text(request.POST), version, **given)
    ticked = request.POST.getlist("record")
    if not ticked:
        raise refusals.Refused("nothing-ticked", _("Please tick somebody first."))
    return add(key, ticked, version, **given)


def _tell(request: SignedRequest, added: Added) -> None:
    text = ngettext("{count} person was added.", "{count} people were added.", added.added)
    messages.success(request, text.format(count=added.added))
    if added.there:
        told = ngettext(
            "{count} was on the list already.", "{count} were on the list already.", added.there
        )
        messages.info(request, told.format(count=added.there))
    if added.refused_count:
        first = "；".join(f"{name}：{why}" for name, why in added.refused[:3])
        told = ngettext(
            "{count} cannot be chosen. {first}",
            "{count} cannot be chosen, the first of them: {first}",
            added.refused_count,
        )
        messages.warning(request, told.format(count=added.refused_count, first=first))


def _page(
    request: SignedRequest, work: CasePage, data: QueryDict, wrong: str = "", status: int = 200
) -> HttpResponse:
    own = work.process.lines
    assert own is not None
    key, picker = work.case.key, own.picker
    filters, after = _filters(data, picker), data.get("after", "")[:CURSOR]
    view: PickView | None = None
    try:
        view = pick_view(request.user, key, filters, _text(data), after, timezone.now())
    except refusals.NotYours:
        raise
    except refusals.Refused as refusal:
        wrong, status = refusal.sentence, 422 if request.method == "POST" else status
    here = reverse("portal:lines_choose", args=[key])
    shown = {one.column: one.chosen for one in view.filters} if view else {}
    kept = {**shown, **({"q": view.q} if view and view.q else {})}
    context = {
        **frame.of_draft(work, here=frame.LINES),
        "view": view,
        "lines": own,
        "picker": picker,
        "kept": kept,
        "here_url": here,
        "first_page": f"{here}?{urlencode(kept)}" if after else "",
        "next_page": _following(here, kept, view),
        "empty_url": line_lists.place_of(picker.empty),
        "wrong": wrong,
        "command_key": command_key(request),
    }
    return render(request, "portal/lines/choose.html", context, status=status)


def _following(here: str, kept: dict[str, str], view: PickView | None) -> str:
    return f"{here}?{urlencode({**kept, 'after': view.after})}" if view and view.after else ""


def _filters(data: QueryDict, picker: LinePicker) -> dict[str, str]:
    return {column: data.get(column, "")[:80] for column in picker.filters if column in data}


def _text(data: QueryDict) -> str:
    return data.get("q", "").strip()[:TEXT]
