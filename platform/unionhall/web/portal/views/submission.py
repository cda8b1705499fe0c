"""The last look before handing in, handing in, and what is shown after it."""

from __future__ import annotations

from collections.abc import Iterable

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from unionhall.casework import refusals
from unionhall.casework.submit import submit
from unionhall.engine.problem import Problem
from unionhall.reports.case_page import CasePage
from unionhall.web.portal import consents, desk, frame, review
from unionhall.web.portal.asked import command_key, version_of, who_agrees
from unionhall.web.portal.views import query
from unionhall.web.requests import SignedRequest


@desk.drafting
@require_GET
def check(request: SignedRequest, key: str) -> HttpResponse:
    """All answers by section with 【修改】, all problems at once, declaration, 【提交】 (X1-52)."""
    work = desk.open_draft(request.user, key)
    return _page(request, work, problems=work.problems)


@desk.drafting
@require_POST
def submission(request: SignedRequest, key: str) -> HttpResponse:
    """Hand in; what is refused comes back with everything that is wrong, nothing is lost."""
    try:
        case = submit(
            key,
            version_of(request),
            request.POST.getlist("consent"),
            by=request.user,
            now=timezone.now(),
            key=command_key(request),
            **who_agrees(request),
        )
    except (refusals.NotYours, refusals.Conflict):
        raise
    except refusals.Refused as refusal:
        work = desk.open_draft(request.user, key)
        return _page(request, work, problems=review.problems_of(refusal), status=422)
    if case.work:  # the page of the case tells how far it is
        return HttpResponseRedirect(reverse("portal:case", args=[key]))
    if request.user.is_guest:
        # The code is told in this answer only, so there is no redirect to carry it over.
        return query.handed_in(request, key, query.issue(request, key))
    return HttpResponseRedirect(reverse("portal:done", args=[key]))


@require_GET
def done(request: SignedRequest, key: str) -> HttpResponse:
    """The number, and what happens next; later visits lead to the case itself."""
    page = desk.open_case(request.user, key)
    if not page.case.number or page.case.status != "in_progress":
        return HttpResponseRedirect(reverse("portal:case", args=[key]))
    return query.handed_in(request, key)


def _page(
    request: SignedRequest, work: CasePage, *, problems: Iterable[Problem], status: int = 200
) -> HttpResponse:
    is_posted = request.method == "POST"
    context = {
        **frame.of_draft(work, here="check"),
        **review.sorted_problems(work, problems),
        "sections": review.sections(work),
        "items": review.items(work),
        "verdicts": work.eligibility,
        "consents": consents.shown(
            work.process, "submit", ticked=request.POST.getlist("consent"), posted=is_posted
        ),
        "command_key": command_key(request),
    }
    return render(request, "portal/check.html", context, status=status)
