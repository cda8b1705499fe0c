"""How rows and tabs of lists look: words, tones and addresses for what `reports` has read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from unionhall.cases.models import CaseStatus
from unionhall.reports.my_cases import CaseRow
from unionhall.reports.paging import Count

TABS = ("todo", "in_progress", "completed", "rejected", "all")
FIRST, CURSOR, TRAIL = "0", 120, 10
_KEPT = ("tab", "q")


@dataclass(frozen=True, slots=True)
class Tab:
    """`short`: what a phone calls it (X2-62), where that is another word."""

    title: str
    url: str
    count: Count | None
    current: bool
    short: str = ""


def tab_of(asked: str, search: str) -> str:
    """Return a tab that exists; a search without one looks everywhere."""
    if asked in TABS:
        return asked
    return "all" if search else "todo"


def tabs(current: str, counts: Mapping[str, Count], search: str) -> list[Tab]:
    """Return the five tabs of X1-58 with their counts (capped by the report)."""
    titles = {
        "todo": _("For me to do"),
        "in_progress": _("Under way"),
        "completed": _("Settled"),
        "rejected": _("Not passed"),
        "all": _("All"),
    }
    short = {"todo": _("To do"), "rejected": _("Refused")}
    return [
        Tab(
            title,
            f"?{urlencode(_kept(tab=key, q=search))}",
            counts.get(key),
            key == current,
            short.get(key, ""),
        )
        for key, title in titles.items()
    ]


def pager(next_cursor: str, request: HttpRequest) -> dict[str, str]:
    """Return the addresses of the neighbouring pages, empty where there is none.

    Keyset pages only know what follows; `trail` keeps the cursors of the pages before this one.
    """
    params = {name: request.GET.get(name, "") for name in _KEPT}
    here = request.GET.get("page", "")[:CURSOR]
    trail = [c for c in request.GET.get("trail", "").split(".") if c][-TRAIL:]

    def address(page: str, before: list[str]) -> str:
        return "?" + urlencode(_kept(**params, page=page, trail=".".join(before[-TRAIL:])))

    following = address(next_cursor, [*trail, here or FIRST]) if next_cursor else ""
    previous = ""
    if here:
        last = trail[-1] if trail else FIRST
        previous = address("" if last == FIRST else last, trail[:-1])
    return {"previous_url": previous, "next_url": following}


def _kept(**params: str) -> dict[str, str]:
    return {name: value for name, value in params.items() if value}


def state_words(status: str, stage_title: str = "") -> tuple[str, str]:
    """Return (words, tone) of where a case stands; a running one is named by its stage."""
    words: dict[str, tuple[str, str]] = {
        CaseStatus.DRAFT: (_("Draft"), ""),
        CaseStatus.IN_PROGRESS: (stage_title or _("Under way"), "info"),
        CaseStatus.RETURNED: (_("Sent back to you"), "warn"),
        CaseStatus.WITHDRAWN: (_("Withdrawn"), "warn"),
        CaseStatus.COMPLETED: (_("Settled"), "success"),
        CaseStatus.REJECTED: (_("Not passed"), "danger"),
    }
    return words.get(status, (status, ""))


def listed(row: CaseRow) -> dict[str, Any]:
    """Return a row of `reports` as the list templates read it."""
    state, tone = state_words(row.status, row.stage)
    if row.is_due:
        state, tone = _("Due from you: {stage}").format(stage=row.stage), "warn"
    return {
        "url": reverse("portal:case", args=[row.key]),
        "title": row.title or row.process,
        "number": row.number,
        "summary": " · ".join(text for text in row.summary if text),
        "union": row.union,
        "state": state,
        "tone": tone,
        "at": row.changed_at,
        "submitted_at": row.submitted_at,
    }
