"""The one row of filters above a list: read from the address, shown again as typed.

A filter that cannot be read filters nothing and says so; it never breaks the page.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode

from django.http import QueryDict
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _

NAMES = ("q", "union", "stage", "since", "until")
# The ends of the calendar cannot be moved into another time zone.
YEARS = range(1900, 3000)


@dataclass(frozen=True, slots=True)
class Filters:
    """`unions` are names offered, `stages` (key, title) pairs; empty ones are not shown."""

    url: str
    tab: str = ""
    q: str = ""
    union: str = ""
    stage: str = ""
    since: str = ""
    until: str = ""
    text_label: str = ""
    unions: Sequence[str] = ()
    stages: Sequence[tuple[str, str]] = ()
    has_dates: bool = False
    problems: tuple[str, ...] = ()

    @property
    def first_day(self) -> date | None:
        return day(self.since)

    @property
    def last_day(self) -> date | None:
        return day(self.until)

    @property
    def is_set(self) -> bool:
        return any(getattr(self, name) for name in NAMES)

    @property
    def clear_url(self) -> str:
        return f"{self.url}?{urlencode({'tab': self.tab})}" if self.tab else self.url

    def address(self, **changes: str) -> str:
        """Return the address of this list with some parameters changed; empty ones left out."""
        known = {name: getattr(self, name) for name in ("tab", *NAMES)}
        query = {name: value for name, value in (known | changes).items() if value}
        return f"{self.url}?{urlencode(query)}" if query else self.url


def day(text: str) -> date | None:
    """Return the day, or None for what is none (also 30 February, or the year 1)."""
    try:
        found = parse_date(text)
    except ValueError:
        return None
    return found if found and found.year in YEARS else None


def read(
    query: QueryDict,
    *,
    url: str,
    tab: str = "",
    text_label: str,
    unions: Sequence[str] = (),
    stages: Sequence[tuple[str, str]] = (),
    has_dates: bool = False,
) -> Filters:
    """Read the filters of a list from its address."""
    given = {name: cleaned(query.get(name)) for name in NAMES}
    if given["stage"] not in {key for key, _title in stages}:
        given["stage"] = ""
    problems = [
        _("“%(day)s” is not a date. Write it like 2026-01-31.") % {"day": given[name]}
        for name in ("since", "until")
        if given[name] and day(given[name]) is None
    ]
    first, last = day(given["since"]), day(given["until"])
    if first and last and first > last:
        problems.append(_("The first day is after the last one: nothing can match."))
    return Filters(
        url=url,
        tab=tab,
        text_label=text_label,
        unions=unions,
        stages=stages,
        has_dates=has_dates,
        problems=tuple(problems),
        **given,
    )


def cleaned(text: str | None) -> str:
    """What was typed, without what no database takes."""
    return (text or "").replace("\x00", "").encode("utf-8", "ignore").decode().strip()[:120]
