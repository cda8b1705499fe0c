"""Work on a whole application in words, for the page of the case in portal and office."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from unionhall.jobs.models import JobState
from unionhall.reports.working import Working


def card(work: Working | None) -> dict[str, Any] | None:
    """title, text, tone, problems, is_open, percent (None: not known yet)."""
    if work is None:
        return None
    title, text, tone = _words(work)
    known = work.is_open and work.total and work.done
    return {
        "title": title,
        "text": text,
        "tone": tone,
        "problems": work.result.get("problems", ()),
        "is_open": work.is_open,
        "percent": min(99, work.done * 100 // work.total) if known else None,
    }


def _words(work: Working) -> tuple[str, str, str]:
    if work.is_open:
        text = _(
            "You can close this page and go on with something else. Until it is done nobody can "
            "change the application; what came of it will stand here."
        )
        return _doing(work), text, "info"
    nothing = _("Nothing was changed.")
    if work.state == JobState.CANCELLED:
        return _("It was stopped"), nothing, "warn"
    if work.state == JobState.FAILED:
        again = _("Please try again. If it fails once more, call the union's help line.")
        return _("It could not be done"), f"{nothing} {again}", "danger"
    if "refused" in work.result:
        return _("It was not done"), f"{work.result.get('sentence', '')} {nothing}", "danger"
    return _done(work), _counts(work), "success"


def _doing(work: Working) -> str:
    title = {
        "submit": _("The application is being handed in"),
        "hand_in": _("The entries are being handed in"),
        "add_all_lines": _("The list is being filled"),
        "name_lines": _("The list is being filled"),
        "fill_lines": _("The list is being filled"),
        "check_lines": _("The list is being checked"),
    }.get(work.verb, _("The decision is being carried out"))
    if work.state == JobState.WAITING:
        return _("{title}: it is its turn in a moment").format(title=title)
    return title


def _done(work: Working) -> str:
    return {
        "submit": _("The application was handed in"),
        "hand_in": _("The entries were handed in"),
        "add_all_lines": _("The list was filled"),
        "name_lines": _("The list was filled"),
        "fill_lines": _("The list was filled"),
        "check_lines": _("The list was checked"),
    }.get(work.verb, _("The decision was carried out"))


def _counts(work: Working) -> str:
    """How many there are, how many came new, how many were left out."""
    result = work.result
    lines = int(result.get("lines", work.lines))
    told = [ngettext("{count} person in all.", "{count} people in all.", lines).format(count=lines)]
    if added := result.get("added"):
        text = ngettext("{count} person was added.", "{count} people were added.", added)
        told.append(text.format(count=added))
    if locked := result.get("locked"):
        text = ngettext(
            "{count} person cannot be chosen.", "{count} people cannot be chosen.", locked
        )
        told.append(text.format(count=locked))
    return " ".join(told)
