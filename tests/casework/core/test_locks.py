"""Unions are locked before people, also those that name somebody as their chair."""

from __future__ import annotations

import threading
from datetime import UTC, date, datetime

import pytest
from django.db import OperationalError, connection, transaction

from tests.factories.people import make_person
from tests.people.together import together
from unionhall.casework.core import joining, membership
from unionhall.organisation import store as tree
from unionhall.people import store as people
from unionhall.people.models import Membership, User

NOW = datetime(2026, 11, 21, 2, 0, tzinfo=UTC)
TODAY = date(2026, 11, 21)

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(connection.vendor == "sqlite", reason="SQLite has one writer at a time"),
]


def alone(person, union) -> None:
    membership.join(person, union, since=TODAY, by=User.objects.system(), now=NOW)


def many(person, union) -> None:
    joining.join_many(
        [person, make_person("别人")],
        union,
        since=TODAY,
        source="",
        basis="",
        by=User.objects.system(),
        now=NOW,
    )


def raced(city, monkeypatch, join) -> list[str]:
    """Somebody joins one union while another that names him as chair is locked, then he."""
    person = make_person("甲")
    city.park.chair = person
    city.park.save(update_fields=["chair"])
    has_person, has_union = threading.Event(), threading.Event()
    remember = membership._remember if join is alone else joining._remember

    def pausing(*args, **more):
        has_person.set()
        has_union.wait(1)  # in vain when the union is locked already
        remember(*args, **more)

    monkeypatch.setattr(membership if join is alone else joining, "_remember", pausing)

    def act(number: int) -> str:
        try:
            if number == 0:
                join(person, city.software_union)
                return "joined"
            has_person.wait(10)
            with transaction.atomic():
                tree.lock_union(city.park)
                has_union.set()
                people.lock(person)
            return "named"
        except OperationalError:
            return "deadlock"

    return together(2, act)


@pytest.mark.parametrize("join", [alone, many])
def test_who_joins_and_who_names_a_chair_never_wait_in_a_ring(city, monkeypatch, join):
    assert raced(city, monkeypatch, join) == ["joined", "named"]
    assert Membership.objects.filter(person__name="甲").count() == 1


def test_control_without_the_order_they_do(city, monkeypatch):
    def late(_people, *unions):
        return tree.lock_unions(one.pk for one in unions)

    monkeypatch.setattr(membership, "lock_unions_of", late)
    assert "deadlock" in raced(city, monkeypatch, alone)
