"""From reading to beginning: the conditions with what became of them, the letters, the start."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from unionhall.cases.models import Case, CaseStatus
from unionhall.casework import refusals
from unionhall.casework.start import is_for_anybody
from unionhall.casework.start import start as begin
from unionhall.casework.start_as_guest import start_as_guest
from unionhall.engine.eligibility import Verdict
from unionhall.language.model import Consent, Process
from unionhall.people.models import User
from unionhall.reports import my_cases as reports
from unionhall.web.portal import carried, consents, eligible, guests
from unionhall.web.portal.asked import command_key, who_agrees
from unionhall.web.portal.views.guide import offered

OPEN = (CaseStatus.DRAFT, CaseStatus.RETURNED, CaseStatus.WITHDRAWN)


@login_not_required
@require_GET
def conditions(request: HttpRequest, key: str) -> HttpResponse:
    return _sent_to_sign_in(request, offered(key)) or _page(request, key)


@login_not_required
@require_GET
def letters(request: HttpRequest, key: str) -> HttpResponse:
    """What one agrees to before the form (X2-15, X2-28): read it, then 【同意】 or 【不同意】."""
    process = offered(key)
    elsewhere = _sent_to_sign_in(request, process)
    if elsewhere is not None:
        return elsewhere
    if not _asked(process) or not _may_start(_verdicts(request, process)):
        return redirect(reverse("portal:conditions", args=[key]) + carried.query(request, process))
    return _letters(request, process)


@login_not_required
@require_POST
def start(request: HttpRequest, key: str) -> HttpResponse:
    """【发起申请】: a new draft; what had to be agreed to first is kept with it."""
    process = offered(key)
    elsewhere = _sent_to_sign_in(request, process)
    if elsewhere is not None:
        return elsewhere
    if not _may_start(_verdicts(request, process)):
        return _page(request, key, status=422)
    ticked = request.POST.getlist("consent")
    if any(one.required and one.key not in ticked for one in _asked(process)):
        return _letters(request, process, status=422)
    try:
        case = _begun(request, process, ticked)
    except (refusals.NotYours, refusals.Conflict):
        raise
    except refusals.Refused as refusal:
        return _page(request, key, reasons=[refusal.sentence], status=422)
    return HttpResponseRedirect(reverse("portal:form", args=[case.key]))


def _begun(request: HttpRequest, process: Process, ticked: list[str]) -> Case:
    """A draft of whoever is signed in; else of a new guest, whose browser this now is."""
    now, key, links = timezone.now(), process.key, carried.links(request, process)
    if isinstance(request.user, User):
        command = command_key(request)
        return begin(
            key,
            ticked,
            by=request.user,
            now=now,
            key=command,
            links=links,
            **who_agrees(request),
        )
    system = User.objects.system()
    case = start_as_guest(key, ticked, links, by=system, now=now, **who_agrees(request))
    guests.enter(request, case.starter)
    return case


def _sent_to_sign_in(request: HttpRequest, process: Process) -> HttpResponse | None:
    """Who is not signed in goes on only where anybody may begin."""
    if request.user.is_authenticated or is_for_anybody(process):
        return None
    there = reverse("portal:conditions", args=[process.key])
    return redirect_to_login(there + carried.query(request, process))


def _drafts(request: HttpRequest, key: str) -> list[Any]:
    """What this visitor has begun and not handed in."""
    if isinstance(request.user, User):
        own: list[Any] = list(reports.history(request.user, key).rows)
    else:
        case = guests.own_case(request)
        own = [case] if case is not None and case.process == key else []
    return [row for row in own if row.status in OPEN]


def _asked(process: Process) -> list[Consent]:
    return [one for one in process.consents if one.at == "start"]


def _verdicts(request: HttpRequest, process: Process) -> tuple[Verdict, ...]:
    is_signed_in = isinstance(request.user, User)
    return eligible.look(process, request.user if is_signed_in else User(is_guest=True))


def _may_start(verdicts: tuple[Verdict, ...]) -> bool:
    return all(one.status != "failed" or one.level == "warn" for one in verdicts)


def _letters(request: HttpRequest, process: Process, *, status: int = 200) -> HttpResponse:
    context = {
        "section": "hall",
        "process": process,
        "carried": carried.query(request, process),
        "consents": consents.shown(
            process,
            "start",
            ticked=request.POST.getlist("consent"),
            posted=request.method == "POST",
        ),
        "command_key": command_key(request),
    }
    return render(request, "portal/letters.html", context, status=status)


def _page(
    request: HttpRequest, key: str, *, reasons: list[str] | None = None, status: int = 200
) -> HttpResponse:
    process = offered(key)
    verdicts = _verdicts(request, process)
    context = {
        "section": "hall",
        "process": process,
        "carried": carried.query(request, process),
        "brought": carried.named(request, process),
        "verdicts": verdicts,
        "may_start": _may_start(verdicts),
        "reasons": reasons or [],
        "drafts": _drafts(request, key),
        "as_guest": not isinstance(request.user, User),
        "carried_values": carried.links(request, process).items(),
        "has_letters": bool(_asked(process)),
        "command_key": command_key(request),
    }
    return render(request, "portal/conditions.html", context, status=status)
