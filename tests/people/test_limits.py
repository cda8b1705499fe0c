from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from tests.people.together import together
from unionhall.people import limits
from unionhall.people.limits import Window
from unionhall.people.models import Attempt, Meter

NOW = datetime(2026, 11, 2, 9, 0, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
THREE = (Window(3, 10 * MINUTE),)


def test_the_window_slides(db):
    given = [bool(limits.take("k", THREE, NOW + n * 4 * MINUTE)) for n in range(5)]
    assert given == [True, True, True, True, True]
    given = [bool(limits.take("q", THREE, NOW + n * MINUTE)) for n in range(5)]
    assert given == [True, True, True, False, False]
    assert limits.take("q", THREE, NOW + 9 * MINUTE).wait == MINUTE
    assert limits.take("q", THREE, NOW + 10 * MINUTE)
    assert limits.take("q", THREE, NOW + 10 * MINUTE).wait == MINUTE


def test_the_strictest_window_decides(db):
    windows = (Window(1, MINUTE), Window(2, 60 * MINUTE))
    assert limits.take("k", windows, NOW)
    assert limits.take("k", windows, NOW + MINUTE / 2).wait == MINUTE / 2
    assert limits.take("k", windows, NOW + MINUTE)
    assert limits.take("k", windows, NOW + 2 * MINUTE).wait == 58 * MINUTE


def test_keys_do_not_meet_and_are_not_readable(db):
    limits.take("sign-in name 15400000001", THREE, NOW)
    assert limits.take("sign-in name 15400000002", (Window(1, MINUTE),), NOW)
    assert not [m for m in Meter.objects.all() if "1540000000" in m.key]


def test_giving_back_and_forgetting(db):
    ticket = limits.take("k", (Window(1, MINUTE),), NOW)
    limits.give_back(ticket)
    assert limits.take("k", (Window(1, MINUTE),), NOW)
    assert limits.wait_for("k", (Window(1, MINUTE),), NOW) == MINUTE
    limits.forget("k")
    assert limits.wait_for("k", (Window(1, MINUTE),), NOW) == timedelta(0)


def test_old_attempts_are_swept(db):
    limits.take("k", THREE, NOW)
    limits.take("k", THREE, NOW + timedelta(days=1))
    assert Attempt.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_parallel_attempts_never_exceed_the_limit():
    taken = together(30, lambda _: bool(limits.take("k", THREE, NOW)))
    assert sorted(taken) == [False] * 27 + [True] * 3


@pytest.mark.django_db(transaction=True)
def test_control_without_the_lock_they_do(monkeypatch):
    """The lock is what makes it exact: counting first and writing later lets more in."""
    limits.take("k", THREE, NOW - timedelta(days=1))
    meter = Meter.objects.get()

    def careless(key, windows, now):
        count = Attempt.objects.filter(meter=meter, at__gt=now - windows[0].length).count()
        barrier.wait(10)
        return bool(count < windows[0].most and Attempt.objects.create(meter=meter, at=now).pk)

    import threading

    barrier = threading.Barrier(8)
    taken = together(8, lambda _: careless("k", THREE, NOW))
    assert sum(taken) == 8
