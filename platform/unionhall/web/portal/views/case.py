"""One case as its applicant sees it; taking it back, deleting it."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from unionhall.casework.delete_draft import delete_draft
from unionhall.casework.due import stage_of
from unionhall.casework.withdraw import withdraw
from unionhall.web import relatives
from unionhall.web.portal import desk, frame, leaving, review
from unionhall.web.portal.asked import version_of
from unionhall.web.portal.views.people import card
from unionhall.web.requests import SignedRequest


def case(request: SignedRequest, key: str) -> HttpResponse:
    """Step bar, next action in one sentence, answers, materials, timeline, who is in charge."""
    page = desk.open_case(request.user, key)
    due = stage_of(page.process, page.case.status, page.case.stage)
    context = {
        **frame.of_case(page),
        "section": "cases",
        "due_title": due.title if due else "",
        "sections": review.read_sections(page),
        "lines": card(page),
        "materials": page.materials,
        "entries": review.timeline(page),
        "withdrawal": leaving.withdrawal(page) if "withdraw" in page.applicant_actions else None,
        "family": relatives.shown(request.user, page, "portal:case"),
    }
    return render(request, "portal/case.html", context)


def withdrawal(request: SignedRequest, key: str) -> HttpResponse:
    """【撤回】 or 【撤销删除】 (X1-61, J1-34): GET asks, POST does."""
    if request.method == "POST":
        case = withdraw(key, version_of(request), by=request.user, now=timezone.now())
        if case.deleted_at is not None:
            messages.success(request, _("The application was withdrawn and deleted."))
            return HttpResponseRedirect(_after_deletion(request))
        messages.success(request, _("The application was withdrawn. You can correct it now."))
        return HttpResponseRedirect(reverse("portal:case", args=[key]))
    return _ask(request, key, "withdraw")


def deletion(request: SignedRequest, key: str) -> HttpResponse:
    """【删除】 (X1-29): GET asks, POST does."""
    if request.method == "POST":
        delete_draft(key, version_of(request), by=request.user, now=timezone.now())
        messages.success(request, _("The application was deleted."))
        return HttpResponseRedirect(_after_deletion(request))
    return _ask(request, key, "delete")


def _after_deletion(request: SignedRequest) -> str:
    return reverse("portal:hall" if request.user.is_guest else "portal:cases")


def _ask(request: SignedRequest, key: str, action: str) -> HttpResponse:
    page = desk.open_case(request.user, key)
    back = reverse("portal:case", args=[key])
    if action not in page.applicant_actions:
        return HttpResponseRedirect(back)
    words = leaving.withdrawal(page) if action == "withdraw" else leaving.deletion()
    context = {
        "section": "cases",
        "case": page.case,
        "process": page.process,
        "url": request.path,
        "back": back,
        **words,
    }
    return render(request, "portal/confirm.html", context)
