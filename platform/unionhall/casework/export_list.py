"""Take a list out of the platform: small ones at once, large ones as a job with a file.

What is exported is what the list shows its reader: the same rows, the same masks. Whoever wants
it is asked for his right when he asks, when it is made, and when he fetches the file.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final

from django.db import transaction
from django.db.models import Q

from permissions import gate
from unionhall import audit
from unionhall.casework.jobs.enqueue import enqueue
from unionhall.casework.refusals import NotYours
from unionhall.casework.registers import reach
from unionhall.casework.sentences import refused
from unionhall.definitions import selectors as definitions
from unionhall.jobs.models import OPEN, Job, JobState
from unionhall.language.canonical import canonical
from unionhall.language.model import RecordList, Register
from unionhall.people import sealing
from unionhall.people.models import User
from unionhall.registers import listing as lists
from unionhall.registers.rows import Row

KIND: Final = "export"
FORMATS: Final = ("xlsx", "csv")
# More rows than this are not written while somebody waits
SMALL: Final = 1_000
# So many exports of one person wait or run at a time
MOST_OPEN: Final = 3
_PAGE = 500


@dataclass(frozen=True, slots=True)
class Wish:
    """What is wanted. `words`: the filters as (label, text), for the notes and the audit trail."""

    register: str
    listing: str
    filters: Mapping[str, Sequence[Any]] = field(default_factory=dict)
    q: str = ""
    sort: str = ""
    format: str = FORMATS[0]
    words: Sequence[Sequence[str]] = ()


@dataclass(frozen=True, slots=True)
class Opened:
    """The list as it stands open to somebody now."""

    wish: Wish
    register: Register
    listing: RecordList
    scope: Q
    held: list[list[str]]

    def rows(self) -> Iterator[Row]:
        """Everything the list shows with these filters, in its order."""
        after = ""
        while True:
            page = self._page(after, _PAGE)
            yield from page.rows
            after = page.after
            if not after:
                return

    def count(self) -> int:
        """How many that will be."""
        wish = self.wish
        page = self._page("", 1)
        if not page.count_capped:
            return page.count
        keys = lists.matching(self.register, self.listing, self.scope, wish.filters, wish.q)
        return sum(1 for _ in keys)

    def _page(self, after: str, size: int) -> lists.Page:
        wish = self.wish
        return lists.page(
            self.register,
            self.listing,
            self.scope,
            filters=wish.filters,
            q=wish.q,
            sort=wish.sort,
            after=after,
            size=size,
        )


def opened(wish: Wish, by: User) -> Opened:
    """Raises NotYours: no such list, not to be exported, or not for him."""
    try:
        register = definitions.register(wish.register)
    except definitions.NotPublished as unknown:
        raise NotYours from unknown
    listing = register.listing(wish.listing)
    if listing is None or not listing.export or wish.format not in FORMATS:
        raise NotYours
    rights = gate.fresh(by)
    held = sorted(
        [grant.codename, grant.path]
        for grant in rights.actor.grants
        if grant.matter_group == register.matter_group
    )
    if not reach.may_see(register, listing, by):
        raise NotYours
    return Opened(wish, register, listing, reach.scope(register, listing, by), held)


@dataclass(frozen=True, slots=True)
class Exported:
    opened: Opened
    rows: list[Row]


def export_list(wish: Wish, *, by: User, now: datetime) -> Job | Exported:
    """The rows of a small list, the export noted in the audit trail; for a large one the job.

    Raises NotYours, Refused: too-many-exports.
    """
    found = opened(wish, by)
    if found.count() > SMALL:
        return _ask(found, by, now)
    rows = list(found.rows())
    _record(wish, found.listing.title, len(rows), by=by, now=now)
    return Exported(found, rows)


def _ask(found: Opened, by: User, now: datetime) -> Job:
    wish = found.wish
    digest = hashlib.sha256(canonical(_plain(wish)).encode()).hexdigest()
    with transaction.atomic():
        running = Job.objects.filter(by=by, kind=KIND, state__in=OPEN)
        if running.exclude(dedupe__endswith=digest).count() >= MOST_OPEN:
            raise refused("too-many-exports")
        return enqueue(
            KIND,
            by=by,
            now=now,
            about=f"{wish.register}/{wish.listing}"[:120],
            values={"title": found.listing.title, **asked(wish)},
            dedupe=f"{by.pk}:{digest}",
        )


def asked(wish: Wish) -> dict[str, Any]:
    """As a job keeps it: sealed, for what somebody searched for may be a number of a person."""
    return sealing.seal_values({"wish": _plain(wish)}, ["wish"])


def wish_of(job: Job) -> Wish:
    """What the job was asked. Raises sealing.Unreadable."""
    return Wish(**sealing.unseal_values(job.values, ["wish"])["wish"])


def fetch(job: Job, *, by: User, now: datetime) -> None:
    """He takes the file of his export: the right is asked again, the deed is noted.

    Raises NotYours, Refused: export-outdated when he has lost a right since it was made.
    """
    if job.kind != KIND or job.by_id != by.pk or job.state != JobState.DONE or not job.stored_name:
        raise NotYours
    found = opened(wish_of(job), by)
    if any(grant not in found.held for grant in job.result.get("held", ())):
        raise refused("export-outdated")
    rows = int(job.result.get("rows", 0))
    _record(found.wish, found.listing.title, rows, by=by, now=now)


def _record(wish: Wish, title: str, rows: int, *, by: User, now: datetime) -> None:
    values: dict[str, Any] = {
        "title": title,
        "rows": rows,
        "format": wish.format,
        "filters": [f"{label}: {text}" for label, text in wish.words],
    }
    audit.record("export", by=by, now=now, about=f"register:{wish.register}", values=values)


def _plain(wish: Wish) -> dict[str, Any]:
    return {
        "register": wish.register,
        "listing": wish.listing,
        "filters": {key: list(values) for key, values in wish.filters.items()},
        "q": wish.q,
        "sort": wish.sort,
        "format": wish.format,
        "words": [list(one) for one in wish.words],
    }
