"""The people of one's own application, to be read: also when nothing can be changed any more."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from unionhall.cases.line_selectors import LineCounts, counts
from unionhall.cases.models import LineState
from unionhall.reports.case_page import CasePage
from unionhall.reports.lines import lines_view
from unionhall.web import line_lists
from unionhall.web.portal import desk, frame
from unionhall.web.requests import SignedRequest


@require_safe
def people(request: SignedRequest, key: str) -> HttpResponse:
    """404 for an application about nobody but its applicant."""
    page = desk.open_case(request.user, key)
    if page.process.lines is None:
        raise Http404
    here = reverse("portal:people", args=[key])
    view = lines_view(page, line_lists.asked(request.GET))
    verdicts = _is_judged(view.counts)
    context = {
        **frame.of_case(page),
        **line_lists.pages(here, view),
        "view": view,
        "verdicts": verdicts,
        "states": [(state.value, state.label) for state in LineState] if verdicts else [],
        "here_url": here,
        "as_of": line_lists.as_of(page.case),
    }
    return render(request, "portal/lines/people.html", context)


def card(page: CasePage) -> dict[str, Any] | None:
    """How many they are, and where they are: on the list he still works at, or on the one above."""
    if page.process.lines is None:
        return None
    found = counts(page.case)
    name = "portal:lines" if "edit" in page.applicant_actions else "portal:people"
    return {
        "title": page.process.lines.title,
        "counts": found,
        "verdicts": _is_judged(found),
        "url": reverse(name, args=[page.case.key]),
    }


def _is_judged(found: LineCounts) -> bool:
    return bool(found.passed or found.failed or found.done)
