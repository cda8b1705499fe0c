"""The people of a collective application on the page of the case: the first few, and how many."""

from __future__ import annotations

from typing import Any

from django.urls import reverse

from unionhall.reports.case_page import CasePage
from unionhall.reports.lines import Asked, lines_view

FEW = 5


def card(page: CasePage) -> dict[str, Any] | None:
    """The first of them and how many there are."""
    if page.process.lines is None:
        return None
    view = lines_view(page, Asked())
    return {
        "title": view.title,
        "columns": view.columns,
        "rows": view.rows[:FEW],
        "counts": view.counts,
        "url": reverse("office:case_lines", args=[page.case.key]),
    }
