"""What an address asks of a list of lines, and the addresses of the pages beside it."""

from __future__ import annotations

from urllib.parse import urlencode

from django.http import QueryDict
from django.urls import reverse

from unionhall.cases.models import Case
from unionhall.cases.selectors import last_entry
from unionhall.language.model import Empty
from unionhall.reports.lines import Asked, LinesView

TEXT = 60
_LARGEST = 2**31 - 1


def asked(data: QueryDict) -> Asked:
    return Asked(
        q=data.get("q", "").strip()[:TEXT],
        state=data.get("state", "")[:10],
        blocked=data.get("blocked") == "1",
        after=_number(data.get("after", "")),
        before=_number(data.get("before", "")),
    )


def pages(base: str, view: LinesView) -> dict[str, str]:
    """Addresses of the page before and the page after."""
    kept = {"q": view.asked.q, "state": view.asked.state, "blocked": "1" * view.asked.blocked}
    known = {name: value for name, value in kept.items() if value}

    def address(name: str, at: int | None) -> str:
        return f"{base}?{urlencode({**known, name: at})}" if at else ""

    return {
        "previous_page": address("before", view.before),
        "next_page": address("after", view.after),
    }


def as_of(case: Case) -> str:
    """The day as of which a list was filled from its register; blank for one that was picked."""
    entry = last_entry(case, ["listed"])
    return str(entry.values.get("as_of") or "") if entry else ""


def place_of(empty: Empty | None) -> str:
    """Where an empty list sends people on."""
    kind, _colon, key = (empty.link or "").partition(":") if empty else ("", "", "")
    names = {
        "register": "office:register",
        "import": "office:import",
        "process": "portal:guide",
    }
    return reverse(names[kind], args=[key]) if kind in names else ""


def _number(text: str) -> int | None:
    if text.isascii() and text.isdecimal() and len(text) <= 10:
        return min(int(text), _LARGEST)
    return None
