"""Working days and office hours: when outside systems answer and terms run.

The public calendar of the country where it is known, Monday to Friday for other years; days of a
published code list `calendar` (code = ISO date, value `working`) come before both.
"""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import Final

import chinese_calendar
from django.utils import timezone

from unionhall.definitions import selectors as definitions

LIST: Final = "calendar"
SATURDAY: Final = 5
Window = tuple[str, str]


def is_working_day(day: date) -> bool:
    own = _own().get(day.isoformat())
    if own is not None:
        return own
    try:
        return bool(chinese_calendar.is_workday(day))
    except NotImplementedError:  # a year it does not know yet
        return day.weekday() < SATURDAY


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


def _own() -> dict[str, bool]:
    try:
        found = definitions.codelist(LIST)
    except definitions.NotPublished:
        return {}
    return {item.code: item.values.get("working") is True for item in found.items}
