"""Cases connected with the one on the page, with their addresses; the same in portal and office."""

from __future__ import annotations

from typing import Any

from django.urls import reverse

from unionhall.cases.models import CaseStatus
from unionhall.reports.case_page import CasePage
from unionhall.reports.family import family


def shown(user: Any, page: CasePage, address: str) -> list[dict[str, Any]]:
    """`address`: name of the page of a case. Nothing of a case this user may not see."""
    return [
        {
            "title": one.title,
            "number": one.number,
            "url": reverse(address, args=[one.key]),
            "status": CaseStatus(one.status).label,
            "is_parent": one.is_parent,
        }
        for one in family(user, page.case, page.process)
    ]
