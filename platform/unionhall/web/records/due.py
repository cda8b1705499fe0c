"""Days until which something has to be done: how it is said that one is over, and asked for."""

from __future__ import annotations

from datetime import date
from typing import Final

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from unionhall.language.model import Register

OVER, TODAY, LATER = "over", "today", "later"
# What is posted -> how `registers.wanting` reads it: before, on, or after today.
_SIGNS: Final = {OVER: "<", TODAY: "", LATER: ">"}


def choices() -> list[tuple[str, str]]:
    return [(OVER, _("Overdue")), (TODAY, _("Due today")), (LATER, _("Not yet due"))]


def wanted(posted: str, today: date) -> str:
    """The filter of a list for one of `choices`."""
    return f"{_SIGNS[posted]}{today.isoformat()}"


def mark(value: object, today: date) -> tuple[str, str]:
    """(words, tone) for a day that is over or today; ("", "") for others."""
    try:
        days = (today - date.fromisoformat(str(value))).days
    except ValueError:
        return "", ""
    if days < 0:
        return "", ""
    if days == 0:
        return _("Due today"), "warn"
    return ngettext("Overdue by %(days)s day", "Overdue by %(days)s days", days) % {
        "days": days
    }, "danger"


def columns_of(register: Register, state: str) -> frozenset[str]:
    """Columns that count for a record in this state: those of the lists that show it."""
    shown = (one for one in register.lists if not one.states or state in one.states)
    return frozenset(key for one in shown for key in one.due)
