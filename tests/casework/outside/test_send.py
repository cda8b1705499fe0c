"""Handing over: with a lease, again after a while, once; answers that come at once; reminders."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.casework.outside.small import (
    HOOK,
    bank_case,
    begun,
    dispatch_of,
    later,
    lines_of,
)
from tests.factories.applications import fresh
from unionhall.cases import selectors
from unionhall.cases.models import Dispatch, DispatchAnswer
from unionhall.casework import backing_off, lengthy, refusals
from unionhall.casework.outside import fakes, gateways, send
from unionhall.casework.withdraw import withdraw
from unionhall.people import fakes as scripts
from unionhall.people.models import User

pytestmark = pytest.mark.django_db
EACH = {
    "lines": "each",
    "withdrawable": True,
    "outside": {"hook": HOOK, "send": {"name": "item.name"}, "answer_days": 3},
}


@pytest.fixture(autouse=True)
def from_the_start():
    scripts.rewind()


@pytest.fixture
def bank(settings):
    def answers(script: str) -> None:
        settings.OUTSIDE_GATEWAYS = {HOOK: f"fake: {script}"}

    return answers


class Seen:
    """A gateway that keeps what it was given."""

    batches: list = []

    def send(self, batch):
        Seen.batches.append((batch, list(batch.rows)))
        return ()


def kinds(case):
    return [entry.kind for entry in selectors.journal(fresh(case))]


def test_a_batch_is_the_columns_of_the_definition_line_by_line(office, settings):
    settings.OUTSIDE_GATEWAYS = {HOOK: f"{__name__}.Seen"}
    case = begun(office, bank_case(**EACH), names=3)
    assert send.send_due(later()) == 1
    batch, rows = Seen.batches[-1]
    assert (batch.key, batch.number) == (dispatch_of(case).key, fresh(case).number)
    assert (batch.union, batch.columns) == ("海滨软件有限公司工会", ("name",))
    assert [row.values for row in rows] == [{"name": "职工0"}, {"name": "职工1"}, {"name": "职工2"}]
    assert [row.key for row in rows] == [line.key for line in lines_of(case)]


def test_by_file_it_lies_ready_and_an_answer_is_expected(office):
    case = begun(office, bank_case(**EACH), names=1)
    assert gateways.is_by_file(HOOK)
    assert send.send_due(later()) == 1
    dispatch = dispatch_of(case)
    assert (dispatch.state, dispatch.tries) == (Dispatch.State.SENT, 1)
    # handed over on Saturday 2026-11-21: three working days later is Wednesday
    assert dispatch.due_at.date().isoformat() == "2026-11-25"
    assert kinds(case)[-1] == "sent"
    assert send.send_due(later()) == 0


def test_what_left_the_house_is_written_down_beside_the_worker(office):
    first, second = (begun(office, bank_case(**EACH), names=1) for _ in range(2))
    job = lengthy.postpone(fresh(first), "decide", {}, by=office.city.chen, now=later()())
    assert lengthy.is_busy(fresh(first))
    assert send.send_due(later()) == 2
    assert dispatch_of(first).state == dispatch_of(second).state == Dispatch.State.SENT
    assert send.remind_due(later(days=30)) == 2
    assert fresh(first).work == job.key
    assert lengthy.is_busy(fresh(first))


def test_it_is_tried_again_after_a_while(office, bank):
    bank("timeout, down, ok")
    case = begun(office, bank_case(**EACH), names=2)
    assert send.send_due(later()) == 0
    dispatch = dispatch_of(case)
    assert (dispatch.state, dispatch.problem, dispatch.tries) == ("waiting", "timeout", 1)
    assert send.send_due(later(seconds=59)) == 0
    assert send.send_due(later(minutes=1)) == 0
    assert dispatch_of(case).problem == "down"
    assert send.send_due(later(minutes=6)) == 1
    assert fresh(case).stage == "last"
    assert kinds(case).count("sent") == 1


def test_a_batch_refused_for_good_stands_still_until_somebody_repeats_it(office, bank):
    bank("refused, ok")
    case = begun(office, bank_case(**EACH), names=1)
    send.send_due(later())
    dispatch = dispatch_of(case)
    assert (dispatch.state, dispatch.due_at) == (Dispatch.State.DEAD, None)
    assert kinds(case)[-1] == "not_sent"
    assert send.send_due(later(days=1)) == 0
    send.repeat(dispatch.key, by=office.city.su, now=later(days=1)())
    with pytest.raises(refusals.Refused) as caught:
        send.repeat(dispatch.key, by=office.city.su, now=later(days=1)())
    assert caught.value.code == "dispatch-not-dead"
    assert send.send_due(later(days=1)) == 1


def test_after_the_last_try_it_is_given_up(office, bank):
    bank("down")
    case = begun(office, bank_case(**EACH), names=1)
    for day in range(10):
        send.send_due(later(days=day))
    assert dispatch_of(case).state == Dispatch.State.DEAD
    assert dispatch_of(case).tries == len(backing_off.GATEWAY) + 1


def test_who_dies_while_sending_leaves_a_lease_that_runs_out(office):
    case = begun(office, bank_case(**EACH), names=1)
    by, now = User.objects.system(), later()()
    lost = send.claim(by=by, now=now)
    assert send.claim(by=by, now=now + timedelta(minutes=9)) is None
    again = send.claim(by=by, now=now + timedelta(minutes=10))
    assert (again.pk, again.tries) == (lost.pk, 2)
    assert not send.sent(lost, by=by, now=now + timedelta(minutes=11))
    assert send.sent(again, by=by, now=now + timedelta(minutes=11))
    assert kinds(case).count("sent") == 1


def test_called_off_while_it_was_on_its_way_it_is_not_sent(office):
    case = begun(office, bank_case(**EACH), names=1)
    by, now = User.objects.system(), later()()
    claimed = send.claim(by=by, now=now)
    withdraw(case.key, by=office.city.lin, now=office.now)
    assert not send.sent(claimed, by=by, now=now)
    assert dispatch_of(case).state == Dispatch.State.CANCELLED
    assert "sent" not in kinds(case)


def test_only_the_platform_hands_over(office):
    with pytest.raises(PermissionError):
        send.claim(by=office.city.su, now=later()())


@pytest.mark.parametrize(
    ("word", "names", "stage", "counts"),
    [
        ("ok", 5, "last", (5, 0)),
        ("partial", 31, "last", (29, 2)),
        ("refuse", 2, "last", (0, 2)),
        ("twice", 2, "last", (2, 0)),
        ("shuffled", 7, "last", (7, 0)),
        ("contrary", 2, "last", (2, 0)),
        ("strange", 2, "last", (2, 0)),
        ("silent", 2, "bank", (0, 0)),
    ],
)
def test_the_scripted_bank(office, bank, word, names, stage, counts):
    bank(word)
    case = begun(office, bank_case(**EACH), names=names)
    assert send.send_due(later()) == 1
    states = [line.state for line in lines_of(case)]
    assert (states.count("passed"), states.count("failed")) == counts
    assert fresh(case).stage == stage


def test_the_scripted_bank_answers_a_case_without_lines(office, bank):
    bank("ok")
    case = begun(office, bank_case())
    send.send_due(later())
    assert fresh(case).stage == "last"


def test_a_word_nobody_knows_is_told_at_once():
    with pytest.raises(Exception, match="maybe"):
        fakes.Outside("ok, maybe")


def test_a_late_answer_is_told_of_a_few_times(office):
    case = begun(office, bank_case(**EACH), names=1)
    send.send_due(later())
    assert send.remind_due(later(days=3)) == 0
    told = sum(send.remind_due(later(days=day)) for day in range(4, 40))
    assert told == send.MOST_REMINDERS
    assert kinds(case).count("overdue") == send.MOST_REMINDERS
    assert dispatch_of(case).reminders == send.MOST_REMINDERS
    assert dispatch_of(case).due_at is None
    assert DispatchAnswer.objects.count() == 0


def test_a_broken_gateway_keeps_nobody_waiting(office, settings):
    settings.OUTSIDE_GATEWAYS = {HOOK: "nowhere.Gateway"}
    case = begun(office, bank_case(**EACH), names=1)
    assert send.send_due(later()) == 0
    assert dispatch_of(case).problem == "error"
