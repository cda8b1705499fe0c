"""From reading to beginning: the conditions with what became of them, then the start."""

from __future__ import annotations

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from unionhall.cases.models import CaseStatus
from unionhall.casework import refusals
from unionhall.casework.start import start as begin
from unionhall.reports import my_cases as reports
from unionhall.web.portal import consents, eligible
from unionhall.web.portal.asked import command_key, who_agrees
from unionhall.web.portal.views.guide import offered
from unionhall.web.requests import SignedRequest

OPEN = (CaseStatus.DRAFT, CaseStatus.RETURNED, CaseStatus.WITHDRAWN)


@require_GET
def conditions(request: SignedRequest, key: str) -> HttpResponse:
    return _page(request, key)


@require_POST
def start(request: SignedRequest, key: str) -> HttpResponse:
    """【发起申请】: a new draft; what had to be agreed to first is kept with it."""
    process = offered(key)
    ticked = request.POST.getlist("consent")
    asked = [one for one in process.consents if one.at == "start"]
    if any(one.required and one.key not in ticked for one in asked):
        return _page(request, key, status=422)
    now = timezone.now()
    try:
        case = begin(
            key, ticked, by=request.user, now=now, key=command_key(request), **who_agrees(request)
        )
    except (refusals.NotYours, refusals.Conflict):
        raise
    except refusals.Refused as refusal:
        return _page(request, key, reasons=[refusal.sentence], status=422)
    return HttpResponseRedirect(reverse("portal:form", args=[case.key]))


def _page(
    request: SignedRequest, key: str, *, reasons: list[str] | None = None, status: int = 200
) -> HttpResponse:
    process = offered(key)
    verdicts = eligible.look(process, request.user)
    own = reports.history(request.user, key).rows
    context = {
        "section": "hall",
        "process": process,
        "verdicts": verdicts,
        "may_start": all(verdict.status != "failed" for verdict in verdicts),
        "reasons": reasons or [],
        "drafts": [row for row in own if row.status in OPEN],
        "consents": consents.shown(
            process,
            "start",
            ticked=request.POST.getlist("consent"),
            posted=request.method == "POST",
        ),
        "command_key": command_key(request),
    }
    return render(request, "portal/conditions.html", context, status=status)
