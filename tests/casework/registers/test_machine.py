"""Random sequences of actions by random people: the rules hold after every step.

A tiny model knows which steps are legal and says what each record should be; the verbs may only
refuse or do what it says. Uniqueness, the total and the history are asked of the database.
"""

from __future__ import annotations

from collections import Counter
from contextlib import suppress
from datetime import timedelta

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.factories.grants import GROUP, give
from tests.factories.records import NOW
from unionhall.casework.refusals import Refused
from unionhall.definitions import selectors as definitions
from unionhall.registers import listing, store
from unionhall.registers.models import Record

BUDGET = 100_000
# action -> (from, to, permission)
LEGAL = {
    "edit": ({"open"}, "open", "handle"),
    "pay": ({"open"}, "paid", "handle"),
    "void": ({"open", "paid"}, "void", "handle"),
    "restore": ({"void"}, "open", "review"),
}
WHO = st.sampled_from(["lin", "chen", "zhou", "wu"])
STEPS = st.lists(
    st.tuples(
        st.sampled_from(["add", *LEGAL]),
        WHO,
        st.integers(0, 3),
        st.integers(0, 2),
        st.sampled_from([1, 40_000, 60_000]),
        st.booleans(),
    ),
    min_size=4,
    max_size=14,
)


class Model:
    """What should stand in the register: (person, amount, state) by number of the record."""

    def __init__(self, desk):
        self.desk, self.made, self.now = desk, [], NOW
        self.known: list[list] = []

    def step(self, action, who, which, person, amount, is_stale):
        self.now += timedelta(minutes=1)
        with suppress(Refused), transaction.atomic():
            self._do(action, who, which, person, amount, is_stale)

    def _do(self, action, who, which, person, amount, is_stale):
        by = getattr(self.desk.city, who)
        if action == "add":
            record = self.desk.add(person, by=by, amount=amount)
            assert who == "lin"
            self._is_allowed(person, amount, None)
            self.made.append(record)
            self.known.append([person, amount, "open"])
            return
        if not self.made:
            return
        number = which % len(self.made)
        record, (held, before, state) = self.made[number], self.known[number]
        version = Record.objects.get(pk=record.pk).version - (1 if is_stale else 0)
        answers = {"edit": {"amount": amount}, "pay": {"paid_on": "2026-11-20"}}.get(action)
        self.desk.press(
            record, action, answers, by=by, now=self.now, version=version, reason="随机"
        )
        froms, to, permission = LEGAL[action]
        assert who == {"handle": "lin", "review": "chen"}[permission]
        assert (state in froms, is_stale) == (True, False)
        after = amount if action == "edit" else before
        assert action != "pay" or before <= 50_000
        if to != "void":
            self._is_allowed(held, after, number)
        self.known[number] = [held, after, to]

    def _is_allowed(self, person, amount, number):
        others = [one for n, one in enumerate(self.known) if n != number and one[2] != "void"]
        assert person not in [one[0] for one in others]
        assert sum(one[1] for one in others) + amount <= BUDGET

    def check(self):
        register = definitions.register("help")
        for record, (_person, amount, state) in zip(self.made, self.known, strict=True):
            row = listing.row_of(Record.objects.select_related("union").get(pk=record.pk))
            assert (row.state, row.values["amount"]) == (state, amount)
            assert (row.source.closed_at is None) == (state != "void")
            replayed, values = "", {}
            for change in listing.history(register, row):
                assert change.state_before == replayed
                kept = {k: v for k, v in values.items() if k not in change.before}
                replayed, values = change.state_after, kept | change.after
            assert (replayed, values) == (state, row.values)
        live = Counter(one[0] for one in self.known if one[2] != "void")
        assert set(live.values()) <= {1}
        assert Record.objects.filter(register="help").count() == len(self.made)


def run(desk, steps):
    with transaction.atomic():
        model = Model(desk)
        for step in steps:
            model.step(*step)
            model.check()
        transaction.set_rollback(True)


@pytest.fixture
def staffed(desk):
    give(desk.city.chen, f"review_{GROUP}", desk.city.software_union)
    return desk


SLOW = (HealthCheck.function_scoped_fixture, HealthCheck.too_slow)


@settings(max_examples=25, deadline=None, suppress_health_check=SLOW)
@given(steps=STEPS)
def test_whatever_is_pressed_the_rules_hold(staffed, steps):
    run(staffed, steps)


def test_control_without_keys_the_model_finds_it(staffed, monkeypatch):
    monkeypatch.setattr(store, "_take", lambda *given: None)
    twice = [("add", "lin", 0, 1, 1, False), ("add", "lin", 0, 1, 1, False)]
    with pytest.raises(AssertionError):
        run(staffed, twice)
