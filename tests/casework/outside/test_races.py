"""Many at once: the same answer, contrary answers, parts of one answer, workers, an answer and a
withdrawal. Every verdict is applied once; each race has a control without its guard. Runs on SQLite
files and on PostgreSQL.
"""

from __future__ import annotations

import threading
from contextlib import nullcontext
from types import SimpleNamespace

import pytest
from django.db import IntegrityError, OperationalError

from tests.casework.outside.small import HOOK, bank_case, begun, dispatch_of, later, lines_of
from tests.factories.applications import fresh, open_office
from tests.people.together import together
from unionhall.cases import dispatches, selectors, store
from unionhall.cases.models import Dispatch, DispatchAnswer, JournalEntry
from unionhall.casework import refusals
from unionhall.casework.outside import answer as answering
from unionhall.casework.outside import send
from unionhall.casework.outside.answer import answer
from unionhall.casework.outside.reading import LineAnswer, OutsideAnswer
from unionhall.casework.withdraw import withdraw
from unionhall.people.models import User
from unionhall.registers.models import Record

pytestmark = pytest.mark.django_db(transaction=True)
PAID = {
    "do": "create",
    "register": "refund",
    "each": "lines",
    "set": {
        "union": "union.id",
        "union_name": "item.name",
        "found_date": "'2026-01-01'",
        "amount": "1",
        "paid_on": "today",
        "voucher_no": "string(line.number)",
    },
}
EACH = {
    "lines": "each",
    "withdrawable": True,
    "outside": {"hook": HOOK, "send": {"name": "item.name"}},
    "on": {"passed": [PAID]},
}
MANY, PEOPLE = 8, 12


@pytest.fixture
def case(city, settings, tmp_path, monkeypatch):
    """Twelve people wait; a record is written for each that passes, which no key keeps single."""
    settings.MEDIA_ROOT = tmp_path
    found = begun(open_office(city), without_key(bank_case(**EACH)), names=PEOPLE)
    send.send_due(later())
    return found


def without_key(doc):
    """The register of refunds keeps a union and day single; a race must not be stopped by that."""
    import json

    from tests.factories.applications import PACK, publish  # a fixture's own helper

    register = json.loads((PACK / "registers" / "refund.json").read_text())
    publish({**register, "keys": []}, User.objects.system())
    return doc


def race(count, act):
    """What each answered or raised, all begun at the same moment."""

    def run(number):
        try:
            return act(number)
        except (refusals.Refused, IntegrityError, OperationalError) as refusal:
            return refusal

    return together(count, run)


def told(case, number, lines, is_passed=True):
    verdicts = tuple(
        LineAnswer(line.key, is_passed, "", "" if is_passed else "不符") for line in lines
    )
    return OutsideAnswer(dispatch_of(case).key, f"a-{number}", verdicts)


def take(one):
    return answer(one, hook=HOOK, by=User.objects.system(), now=later()())


def applied(answers):
    return [one for one in answers if not isinstance(one, Exception)]


def paid():
    return Record.objects.filter(register="refund").count()


def kinds(case):
    return [one.kind for one in JournalEntry.objects.filter(case=case).order_by("seq")]


def seqs(case):
    return list(
        JournalEntry.objects.filter(case=case).order_by("seq").values_list("seq", flat=True)
    )


def test_the_same_answer_from_everywhere_at_once_counts_once(case):
    one = told(case, 1, lines_of(case))
    answers = applied(race(MANY, lambda number: take(one)))
    assert [one.is_repeated for one in answers].count(False) == 1
    assert {one.passed for one in answers} == {PEOPLE}
    assert paid() == PEOPLE
    assert DispatchAnswer.objects.count() == 1
    assert fresh(case).stage == "last"
    assert kinds(case).count("answered") == 1
    assert seqs(case) == list(range(1, len(seqs(case)) + 1))


@pytest.fixture
def no_guard(monkeypatch):
    """As naive code would have it: no turn, no transaction, both look whether it came before."""
    both = threading.Barrier(2)
    seen = dispatches.answer

    def look_together(dispatch, dedupe):
        found = seen(dispatch, dedupe)
        both.wait(10)
        return found

    monkeypatch.setattr(answering, "transaction", SimpleNamespace(atomic=nullcontext))
    monkeypatch.setattr(store, "take_turn", lambda case_key, version: True)
    monkeypatch.setattr(dispatches, "answer", look_together)


def test_control_without_the_turn_somebody_is_paid_twice_or_something_breaks(case, no_guard):
    one = told(case, 1, lines_of(case))
    answers = race(2, lambda number: take(one))
    clean = all(not isinstance(answer, Exception) for answer in answers)
    assert not (clean and paid() == PEOPLE and kinds(case).count("answered") == 1)


def test_contrary_answers_at_once_one_verdict_each(case):
    lines = lines_of(case)
    whole = [told(case, n, lines, is_passed=n % 2 == 0) for n in range(MANY)]
    answers = applied(race(MANY, lambda number: take(whole[number])))
    assert sum(one.passed + one.failed for one in answers) == PEOPLE
    states = {line.state for line in lines_of(case)}
    assert len(states) == 1
    assert paid() == (PEOPLE if states == {"passed"} else 0)
    late = [one for one in answers if one.is_late]
    assert len(late) == len(answers) - 1


def test_parts_of_an_answer_in_any_order_end_the_stage_once(case):
    lines = lines_of(case)
    parts = [told(case, n, lines[n::MANY]) for n in range(MANY)]
    answers = applied(race(MANY, lambda number: take(parts[number])))
    assert sum(one.passed for one in answers) == PEOPLE
    assert paid() == PEOPLE
    assert fresh(case).stage == "last"
    assert kinds(case).count("entered") == 2
    replayed = selectors.replayed(fresh(case))
    assert (replayed.status, replayed.stage) == ("in_progress", "last")


def test_an_answer_and_a_withdrawal_at_once_one_of_them(case, city):
    one = told(case, 1, lines_of(case))

    def act(number):
        if number:
            return take(one)
        return withdraw(case.key, by=city.lin, now=later()())

    race(2, act)
    case = fresh(case)
    state = dispatch_of(case).state
    if case.status == "withdrawn":
        assert (state, paid()) == (Dispatch.State.CANCELLED, 0)
        assert DispatchAnswer.objects.get().values["is_late"] is True
    else:
        assert (case.stage, state, paid()) == ("last", Dispatch.State.ANSWERED, PEOPLE)


def test_workers_at_once_hand_a_batch_over_once(city, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    case = begun(open_office(city), bank_case(**EACH), names=1)
    counts = race(MANY, lambda number: send.send_due(later()))
    assert sum(count for count in counts if isinstance(count, int)) == 1
    assert dispatch_of(case).tries == 1
    assert kinds(case).count("sent") == 1


def test_control_without_the_claim_it_is_handed_over_twice(city, settings, tmp_path, monkeypatch):
    settings.MEDIA_ROOT = tmp_path
    begun(open_office(city), bank_case(**EACH), names=1)
    taken = []
    both = threading.Barrier(2)

    def claim(dispatch, *, until):
        both.wait(10)
        taken.append(dispatch.pk)
        return True

    monkeypatch.setattr(send.outside_store, "claim", claim)
    by = User.objects.system()
    race(2, lambda number: send.claim(by=by, now=later()()))
    assert len(taken) == 2
