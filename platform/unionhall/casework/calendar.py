"""Working days and office hours: when outside systems answer and terms run.

The public calendar of the country where it is known, Monday to Friday for other years; days of a
published code list `calendar` (code = ISO date, value `working`) come before both.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from typing import Final

import chinese_calendar
from django.utils import timezone

from unionhall.definitions import selectors as definitions
from unionhall.language.working_days import Calendar, calendar, is_weekday

LIST: Final = "calendar"
Window = tuple[str, str]
# What expressions can count over: years before and after this one.
YEARS_BACK: Final = 10
YEARS_ON: Final = 5


def is_working_day(day: date) -> bool:
    return _works(day, _own())


def known(today: date) -> Calendar:
    """The working days around today, for expressions."""
    return _known(today.year, tuple(sorted(_own().items())))


def add_working_days(day: date, count: int) -> date:
    """The `count`-th working day after `day`."""
    while count > 0:
        day += timedelta(days=1)
        count -= is_working_day(day)
    return day


def is_open(now: datetime, window: Window | None) -> bool:
    """Whether `now` lies in the hours (from, to) of a working day; always, without hours."""
    if window is None:
        return True
    here = timezone.localtime(now)
    opens, closes = _hours(window)
    return opens <= here.time() < closes and is_working_day(here.date())


def next_opening(now: datetime, window: Window | None) -> datetime:
    """`now` while it is open, else when it opens next."""
    if window is None or is_open(now, window):
        return now
    here = timezone.localtime(now)
    opens, _ = _hours(window)
    day = here.date() if here.time() < opens else here.date() + timedelta(days=1)
    while not is_working_day(day):
        day += timedelta(days=1)
    return datetime.combine(day, opens, tzinfo=here.tzinfo)


def _hours(window: Window) -> tuple[time, time]:
    opens, closes = window
    return time.fromisoformat(opens), time.fromisoformat(closes)


@lru_cache(maxsize=8)
def _known(year: int, own: tuple[tuple[str, bool], ...]) -> Calendar:
    first, last = date(year - YEARS_BACK, 1, 1), date(year + YEARS_ON, 12, 31)
    days = dict(own)
    return calendar(first, last, lambda day: _works(day, days))


def _works(day: date, own: Mapping[str, bool]) -> bool:
    said = own.get(day.isoformat())
    if said is not None:
        return said
    try:
        return bool(chinese_calendar.is_workday(day))
    except NotImplementedError:  # a year it does not know yet
        return is_weekday(day)


def _own() -> dict[str, bool]:
    try:
        found = definitions.codelist(LIST)
    except definitions.NotPublished:
        return {}
    return {item.code: item.values.get("working") is True for item in found.items}
