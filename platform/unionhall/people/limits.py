"""How often something may be tried: sliding windows, counted in the database.

Everybody who counts the same key first takes the lock on its row, so parallel attempts queue up
and the limit is exact; there is no other way to take one. Keys are hashed: the table tells
nobody who tried.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import IntegrityError, transaction

from unionhall.people.models import Attempt, Meter
from unionhall.people.sealing import blind_index


@dataclass(frozen=True, slots=True)
class Window:
    """At most `most` attempts within any stretch of `length`."""

    most: int
    length: timedelta


@dataclass(frozen=True, slots=True)
class Ticket:
    """What taking an attempt gave: `attempt` to give it back, or how long to wait."""

    attempt: int | None
    wait: timedelta | None = None

    def __bool__(self) -> bool:
        return self.attempt is not None


def take(key: str, windows: Sequence[Window], now: datetime) -> Ticket:
    """Use one attempt of `key`, or be told how long to wait until one is free."""
    with transaction.atomic():
        meter = _locked(key, now)
        longest = max(window.length for window in windows)
        Attempt.objects.filter(meter=meter, at__lte=now - longest).delete()
        times = list(
            Attempt.objects.filter(meter=meter).order_by("-at").values_list("at", flat=True)
        )
        wait = max((_wait(window, times, now) for window in windows), default=timedelta(0))
        if wait > timedelta(0):
            return Ticket(None, wait)
        return Ticket(Attempt.objects.create(meter=meter, at=now).pk)


def wait_for(key: str, windows: Sequence[Window], now: datetime) -> timedelta:
    """How long until the next attempt; zero when it may be now. Takes nothing."""
    longest = max(window.length for window in windows)
    recent = Attempt.objects.filter(meter__key=_name(key), at__gt=now - longest)
    times = list(recent.order_by("-at").values_list("at", flat=True))
    return max((_wait(window, times, now) for window in windows), default=timedelta(0))


def give_back(*tickets: Ticket) -> None:
    """Undo attempts that turned out not to count."""
    Attempt.objects.filter(pk__in=[t.attempt for t in tickets if t.attempt]).delete()


def forget(key: str) -> None:
    """Start anew: nothing was tried."""
    Attempt.objects.filter(meter__key=_name(key)).delete()


def _wait(window: Window, newest_first: Sequence[datetime], now: datetime) -> timedelta:
    """The window is full until its `most`-th newest attempt has left it."""
    if len(newest_first) < window.most:
        return timedelta(0)
    return max(newest_first[window.most - 1] + window.length - now, timedelta(0))


def _locked(key: str, now: datetime) -> Meter:
    """The row of a key, locked by writing it: SELECT FOR UPDATE does nothing on SQLite."""
    name = _name(key)
    if not Meter.objects.filter(key=name).update(touched_at=now):
        try:
            with transaction.atomic():
                return Meter.objects.create(key=name, touched_at=now)
        except IntegrityError:
            Meter.objects.filter(key=name).update(touched_at=now)
    return Meter.objects.get(key=name)


def _name(key: str) -> str:
    return blind_index(f"limit {key}")
