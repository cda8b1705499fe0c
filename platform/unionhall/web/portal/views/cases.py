"""Lists of one's own cases: everything in tabs, and the history of one process."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render

from unionhall.reports import my_cases as reports
from unionhall.web.portal import rows
from unionhall.web.portal.views.guide import known
from unionhall.web.requests import SignedRequest

SEARCH_LENGTH = 40


def cases(request: SignedRequest) -> HttpResponse:
    """My matters (X1-58, X1-59): five tabs with counts, search, keyset pages."""
    search = request.GET.get("q", "").strip()[:SEARCH_LENGTH]
    tab = rows.tab_of(request.GET.get("tab", ""), search)
    page = reports.my_cases(request.user, tab, search, request.GET.get("page", ""))
    context = {
        "section": "cases",
        "tab": tab,
        "search": search,
        "has_others": bool(page.counts["all"].value),
        "tabs": rows.tabs(tab, page.counts, search),
        "rows": [rows.listed(row) for row in page.rows],
        **rows.pager(page.next, request),
    }
    return render(request, "portal/cases.html", context)


def history(request: SignedRequest, key: str) -> HttpResponse:
    """Former applications for one process (X1-25); read only, also when it is offered no more."""
    process = known(key)
    page = reports.history(request.user, key, request.GET.get("page", ""))
    context = {
        "section": "cases",
        "process": process,
        "rows": [rows.listed(row) for row in page.rows],
        **rows.pager(page.next, request),
    }
    return render(request, "portal/history.html", context)
