"""Which days work, as expressions read it: the first day known, and a sign for each day from there.

Reads no clock and no list of holidays: whoever asks the engine hands the calendar in. Days outside
of it fail, as everything does that cannot be answered.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, timedelta
from functools import cache
from typing import Final

NAME: Final = "calendar"
SATURDAY: Final = 5
# `first` (ISO date) and `days` ("1" works, "0" does not)
Calendar = Mapping[str, str]


def calendar(first: date, last: date, is_working: Callable[[date], bool]) -> Calendar:
    """The calendar of these days, both included."""
    days = (first + timedelta(days=number) for number in range((last - first).days + 1))
    # The runtime cannot cut a text at its very end: one more sign stands there.
    signs = "".join("1" if is_working(day) else "0" for day in days) + "0"
    return {"first": first.isoformat(), "days": signs}


def is_weekday(day: date) -> bool:
    return day.weekday() < SATURDAY


@cache
def weekdays(but: tuple[tuple[str, bool], ...] = ()) -> Calendar:
    """Monday to Friday, `but` these days (ISO date, whether it works): what expressions are tried
    with where no real calendar is at hand."""
    own = dict(but)
    first, last = date(2000, 1, 1), date(2040, 12, 31)
    return calendar(first, last, lambda day: own.get(day.isoformat(), is_weekday(day)))
