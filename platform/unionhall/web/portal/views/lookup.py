"""The picker as a page (X1-40..46): lists, the consent that opens one, search, one row.

Works without a script; `lookup-picker` only saves a page load while searching.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from unionhall.casework import refusals
from unionhall.casework.choose import choose
from unionhall.casework.consent import consent as agree
from unionhall.forms.layout import plan
from unionhall.reports.case_page import CasePage
from unionhall.reports.lookups import Picker, picker
from unionhall.web.portal import desk, offers
from unionhall.web.portal.asked import version_of, who_agrees
from unionhall.web.requests import SignedRequest

TEXT = 60


@desk.drafting
def lookup(request: SignedRequest, key: str, path: str) -> HttpResponse:
    work = desk.open_draft(request.user, key)
    text = (request.POST.get("q") or request.GET.get("q") or "").strip()[:TEXT]
    try:
        found = picker(request.user, key, path, text)
    except refusals.NotYours:
        raise
    except refusals.Refused as unknown:
        raise Http404 from unknown
    if request.method == "POST":
        if request.POST.get("_do") == "consent":
            return _consent(request, work, found)
        return _choose(request, work, found)
    return _page(request, work, found)


def _page(
    request: SignedRequest,
    work: CasePage,
    found: Picker,
    *,
    wrong: str = "",
    asked: bool = False,
    status: int = 200,
) -> HttpResponse:
    context = {
        **_place(work, found),
        **offers.shown(work, found, asked=asked),
        "search": found.text,
        "wrong": wrong,
    }
    return render(request, "portal/lookup.html", context, status=status)


def _place(work: CasePage, found: Picker) -> dict[str, Any]:
    """Return where the picker belongs and where it leads back to."""
    path, key = found.lookup.path, work.case.key
    compiled = plan(work.process)
    step, control = compiled.step_of(path), compiled.control(path)
    back = reverse("portal:form", args=[key, step.key] if step else [key])
    return {
        "section": "cases",
        "case": work.case,
        "process": work.process,
        "lookup": found.lookup,
        "title": control.label if control else path,
        "back": f"{back}#{control.id}" if control else back,
        "here_url": reverse("portal:lookup", args=[key, path]),
    }


def _consent(request: SignedRequest, work: CasePage, found: Picker) -> HttpResponse:
    """The tick before data is fetched from elsewhere (X1-42), kept with the words agreed to."""
    wanted = {one.consent.key for one in found.lists if one.consent}
    ticked = wanted.intersection(request.POST.getlist("consent"))
    if not ticked:
        return _page(request, work, found, asked=True, status=422)
    for name in sorted(ticked):
        agree(work.case.key, name, by=request.user, now=timezone.now(), **who_agrees(request))
    return HttpResponseRedirect(reverse("portal:lookup", args=[work.case.key, found.lookup.path]))


def _choose(request: SignedRequest, work: CasePage, found: Picker) -> HttpResponse:
    source, _mark, name = request.POST.get("row", "").partition("|")
    row = offers.row_of(found, source, name)
    if row is None:
        wrong = _("Please choose one row. Search again if it is not shown.")
        return _page(request, work, found, wrong=wrong, status=422)
    if found.lookup.confirm and not request.POST.get("sure"):
        return _ask(request, work, found, row)
    try:
        choose(
            work.case.key,
            found.lookup.path,
            name,
            version_of(request),
            source=source,
            by=request.user,
            now=timezone.now(),
        )
    except (refusals.NotYours, refusals.Conflict):
        raise
    except refusals.Refused as refusal:
        return _page(request, work, found, wrong=refusal.sentence, status=422)
    return HttpResponseRedirect(_place(work, found)["back"])


def _ask(
    request: SignedRequest, work: CasePage, found: Picker, row: Mapping[str, Any]
) -> HttpResponse:
    """The second confirmation, in the definition's own words."""
    cells = offers.cells(found.lookup, row)
    ask = found.lookup.confirm or ""
    for column in found.lookup.columns:
        ask = ask.replace(f"{{{column.key}}}", offers.spoken(column, row))
    context = {
        **_place(work, found),
        "ask": ask,
        "cells": cells,
        "row": request.POST.get("row", ""),
        "search": found.text,
    }
    return render(request, "portal/lookup_confirm.html", context)
