"""Many act on one record, one key, one total at the same moment: one wins, the others are told.

Each race has a control without the guard, in which more than one wins. On SQLite and PostgreSQL.
"""

from __future__ import annotations

import threading
from collections import Counter
from contextlib import nullcontext
from datetime import timedelta
from types import SimpleNamespace

import pytest
from django.db import connection

from tests.factories.grants import GROUP, give
from tests.factories.records import NOW, values
from tests.people.together import together
from unionhall.casework import refusals
from unionhall.casework.registers import act as acts
from unionhall.casework.registers import acting, holding, locking
from unionhall.casework.registers.add_record import add_record
from unionhall.registers import listing, store
from unionhall.registers.models import Record, RecordChange, RecordKey

pytestmark = pytest.mark.django_db(transaction=True)
DAY = {"paid_on": "2026-11-20"}


def race(times, act):
    """What each answered or raised."""

    def run(number):
        try:
            return act(number)
        except refusals.Refused as refusal:
            return refusal

    return together(times, run)


def told(answers):
    return Counter(type(one).__name__ for one in answers if isinstance(one, Exception))


@pytest.fixture
def two(desk):
    """Two officers before the same page: one pays, the other declares void."""
    record = desk.add(1)
    give(desk.city.chen, f"handle_{GROUP}", desk.city.software_union)
    later = NOW + timedelta(hours=1)

    def press(number):
        if number == 0:
            return acts.act("help", "pay", record.key, DAY, version=1, by=desk.city.lin, now=later)
        given = {"reason": "重复", "version": 1, "by": desk.city.chen, "now": later}
        return acts.act("help", "void", record.key, **given)

    return record, press


def test_two_act_on_one_record(two):
    record, press = two
    answers = race(2, press)
    assert told(answers) == {"Conflict": 1}
    lost = next(one for one in answers if isinstance(one, refusals.Conflict))
    assert lost.sentence in ("已由林晓岚处理：发放。", "已由陈思远处理：作废。")
    assert RecordChange.objects.filter(record=record).count() == 2


def test_control_without_the_turn_both_act(two, monkeypatch):
    record, press = two
    both, reads = threading.Barrier(2), threading.local()
    read = listing.record

    def read_together(*given):
        found = read(*given)
        reads.count = getattr(reads, "count", 0) + 1
        if reads.count == 2:
            both.wait(10)
        return found

    monkeypatch.setattr(acts, "transaction", SimpleNamespace(atomic=nullcontext))
    monkeypatch.setattr(locking, "wait", lambda *given: None)
    monkeypatch.setattr(acting.listing, "record", read_together)
    answers = race(2, press)
    assert told(answers) == {}
    assert RecordChange.objects.filter(record=record, state_before="open").count() == 2


def test_one_key_under_twenty_threads(desk):
    answers = race(20, lambda number: add_one(desk, number))
    assert told(answers) == {"Invalid": 19}
    assert {a.sentence for a in answers if isinstance(a, refusals.Invalid)} == {
        "该职工本年度已登记过，请勿重复登记。"
    }
    assert Record.objects.filter(register="help").count() == 1


def test_control_a_key_that_is_only_looked_for_is_taken_twice(desk, monkeypatch):
    both = threading.Barrier(2)

    def look(key, register):
        if RecordKey.objects.filter(register=register.key, digest=key.digest).exists():
            raise store.KeyTaken(register.key, key.name)
        both.wait(10)

    without_transaction = SimpleNamespace(atomic=nullcontext)
    monkeypatch.setattr(store, "_take", look)
    monkeypatch.setattr(store, "transaction", without_transaction)
    monkeypatch.setattr("unionhall.casework.registers.add_record.transaction", without_transaction)
    monkeypatch.setattr(holding, "wait_for", lambda *given: None)
    assert told(race(2, lambda number: add_one(desk, number))) == {}
    assert Record.objects.filter(register="help").count() == 2


def add_one(desk, number):
    """The same person, each time in other words."""
    given = values(number, document_no="D00000001")
    return add_record("help", "add", answers=given, by=desk.city.lin, now=NOW)


def spend(desk, amount):
    def run(number):
        given = values(number, amount=amount)
        return add_record("help", "add", answers=given, by=desk.city.lin, now=NOW)

    return run


def total():
    rows = Record.objects.filter(register="help", closed_at=None)
    return sum(record.values["amount"] for record in rows)


def test_a_total_under_twenty_threads(desk):
    answers = race(20, spend(desk, 20_000))
    assert told(answers) == {"Invalid": 15}
    assert total() == 100_000


@pytest.mark.skipif(connection.vendor == "sqlite", reason="SQLite has one writer at a time")
def test_control_without_waiting_a_total_is_overdrawn(desk, monkeypatch):
    both, check = threading.Barrier(2), holding.check

    def check_together(*given):
        both.wait(10)
        check(*given)
        both.wait(10)

    monkeypatch.setattr(holding, "wait_for", lambda *given: None)
    monkeypatch.setattr(holding, "check", check_together)
    assert told(race(2, spend(desk, 60_000))) == {}
    assert total() == 120_000


def test_the_same_page_sent_by_twenty_threads_adds_one(desk):
    given = {"answers": values(1), "by": desk.city.lin, "now": NOW, "key": "page-1"}
    answers = race(20, lambda number: add_record("help", "add", **given))
    assert told(answers) == {}
    assert len(set(answers)) == 1
    assert Record.objects.filter(register="help").count() == 1
