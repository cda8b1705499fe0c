"""The people of a collective application, as an officer sees them: with search and state."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from unionhall.cases.models import LineState
from unionhall.reports.case_page import CasePage
from unionhall.reports.lines import lines_view
from unionhall.web import line_lists
from unionhall.web.office import cases, rail
from unionhall.web.office.access import staff_only
from unionhall.web.office.line_verdicts import may_judge


@staff_only
def show(request: HttpRequest, case_key: str) -> HttpResponse:
    """404 like the case itself, and for one that is about nobody but its applicant."""
    work = cases.open_case(request, case_key)
    if work.page.process.lines is None:
        raise Http404
    here = reverse("office:case_lines", args=[case_key])
    view = lines_view(work.page, line_lists.asked(request.GET))
    context = {
        **rail.frame(request),
        **line_lists.pages(here, view),
        "view": view,
        "judges": may_judge(work.page),
        "pins": cases.pins(work.page),
        "states": [(state.value, state.label) for state in LineState],
        "page_key": case_key,
        "here_url": here,
        "as_of": line_lists.as_of(work.page.case),
        "crumbs": [*_before(work.page), (view.title, "")],
    }
    return render(request, "office/lines.html", context)


def _before(page: CasePage) -> list[tuple[str, str]]:
    *before, (title, _url) = cases.crumbs(page)
    return [*before, (title, reverse("office:case", args=[page.case.key]))]
