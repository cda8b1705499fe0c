"""The worker may be killed at any point, run twice, run beside another: each event is told once,
each message leaves at least once, always under the same key. On both databases."""

from __future__ import annotations

import threading
from datetime import timedelta

import pytest
from django.db import connection, transaction

from tests.factories.applications import NOW
from tests.notices.conftest import LATER, gone, send, tell, told
from tests.people.together import together
from unionhall.cases import selectors
from unionhall.cases import store as cases
from unionhall.cases.models import PendingEvent
from unionhall.casework import backing_off
from unionhall.casework.messaging import announce as announcing
from unionhall.casework.messaging import delivery
from unionhall.casework.messaging.announce import announce
from unionhall.casework.withdraw import withdraw
from unionhall.messages import store
from unionhall.messages.models import Message, MessageState
from unionhall.notices import work
from unionhall.notices.composing import compose
from unionhall.people import fakes
from unionhall.people.models import User

pytestmark = pytest.mark.django_db(transaction=True)
PARALLEL = 8


class Killed(BaseException):
    """As when the process dies: nothing that handles errors sees it."""


class Recording:
    """A gateway that keeps the keys it was called with; `dies` at the next call."""

    keys: list[str] = []
    dies = False

    def send(self, mobile: str, text: str, *, key: str = "") -> None:
        if Recording.dies:
            Recording.dies = False
            raise Killed
        Recording.keys.append(key)


@pytest.fixture
def recording(settings):
    settings.SMS_GATEWAY = f"{__name__}.Recording"
    Recording.keys, Recording.dies = [], False
    return Recording


def queue(number: int = 0) -> None:
    store.queue("sms", "标题", "正文", dedupe=f"t:{number}", now=NOW, address="15400000777")


# Telling


def test_telling_twice_is_telling_once(office):
    office.submitted()
    assert (tell(), tell()) == (1, 0)
    assert len(told()) == 1


def test_told_by_many_at_once_an_event_is_told_once(office):
    office.submitted()
    done = together(PARALLEL, lambda _: tell())
    assert sum(done) == 1
    assert len(told()) == 1


def test_killed_before_the_commit_the_next_run_tells_it(office, monkeypatch):
    office.submitted()

    def killed(*_: object, **__: object) -> None:
        raise Killed

    with monkeypatch.context() as patched:
        patched.setattr(announcing.store, "queue_all", killed)
        with pytest.raises(Killed):
            tell()
    assert told() == []
    assert tell() == 1
    assert len(told()) == 1


def test_a_second_guard_the_name_of_a_message_holds_when_the_claim_does_not(office, monkeypatch):
    office.submitted()
    (event,) = selectors.pending_events(0, 9)
    monkeypatch.setattr(cases, "take_pending", lambda event: True)
    system = User.objects.system()
    together(PARALLEL, lambda _: announce(event, compose(event, LATER), by=system, now=LATER))
    assert len(told()) == 1


def test_control_without_claim_and_name_each_worker_tells_it(office, monkeypatch):
    office.submitted()
    (event,) = selectors.pending_events(0, 9)
    monkeypatch.setattr(cases, "take_pending", lambda event: True)
    system = User.objects.system()

    def naive(number: int) -> None:
        messages = [
            (channel, store.Outgoing(m.title, m.text, f"{m.dedupe}{number}", m.recipient))
            for channel, m in compose(event, LATER)
        ]
        announce(event, messages, by=system, now=LATER)

    together(PARALLEL, naive)
    assert len(told()) == PARALLEL


def test_events_are_not_missed_when_transactions_commit_out_of_order(office):
    """The first one written commits last: a cursor over numbers would have passed it by."""
    if connection.vendor == "sqlite":
        pytest.skip("SQLite has one writer at a time: commits are in the order of writing")
    first, second = office.submitted(), office.submitted(office.city.zhou, office.city.machinery)
    tell()
    begun, may_end = threading.Event(), threading.Event()

    def act(number: int) -> None:
        if number == 0:
            with transaction.atomic():
                withdraw(first.key, by=office.city.lin, now=NOW + timedelta(hours=1))
                begun.set()
                assert may_end.wait(20)
        else:
            assert begun.wait(20)
            withdraw(second.key, by=office.city.zhou, now=NOW + timedelta(hours=1))
            assert tell() == 1
            may_end.set()

    together(2, act)
    assert tell() == 1
    assert {who for who, _, title in told() if title.startswith("申请已撤回")} == {"陈思远", "何静"}


def test_an_event_that_fails_keeps_no_other_waiting(office, monkeypatch):
    office.submitted()
    office.submitted(office.city.zhou, office.city.machinery)
    bad = PendingEvent.objects.order_by("id")[0].pk

    def fails(pending, now):
        if pending.pk == bad:
            raise ZeroDivisionError
        return compose(pending, now)

    with monkeypatch.context() as patched:
        patched.setattr(work, "compose", fails)
        assert tell() == 1
    assert tell() == 1
    assert not PendingEvent.objects.exists()


# Sending


def test_sent_by_many_at_once_each_message_leaves_once(recording):
    for number in range(12):
        queue(number)
    assert sum(together(PARALLEL, lambda _: send())) == 12
    assert len(recording.keys) == len(set(recording.keys)) == 12
    assert set(Message.objects.values_list("state", "tries")) == {(MessageState.SENT, 1)}


def test_control_without_the_claim_workers_send_the_same_message(recording, monkeypatch):
    queue()
    both = threading.Barrier(2)

    def naive(message, *, until):
        both.wait(10)
        return True

    monkeypatch.setattr(delivery.store, "claim", naive)

    def work_once(_: int) -> None:
        message = delivery.claim(by=User.objects.system(), now=LATER)
        work._hand_over(message)

    User.objects.system()
    together(2, work_once)
    assert len(recording.keys) == 2


def test_killed_between_claim_and_sending_it_leaves_when_the_lease_is_over(recording):
    queue()
    recording.dies = True
    with pytest.raises(Killed):
        send()
    assert Message.objects.get().state == MessageState.SENDING
    assert send(LATER + delivery.LEASE - timedelta(seconds=1)) == 0
    assert send(LATER + delivery.LEASE) == 1
    assert len(recording.keys) == 1


def test_killed_after_sending_it_leaves_again_under_the_same_key(recording, monkeypatch):
    queue()

    def killed(*_: object, **__: object) -> None:
        raise Killed

    with monkeypatch.context() as patched:
        patched.setattr(delivery, "arrived", killed)
        with pytest.raises(Killed):
            send()
    assert send(LATER + delivery.LEASE) == 1
    assert recording.keys == [Message.objects.get().key] * 2


def test_who_lost_the_lease_says_nothing_about_the_message(recording):
    queue()
    system = User.objects.system()
    slow = delivery.claim(by=system, now=LATER)
    quick = delivery.claim(by=system, now=LATER + delivery.LEASE)
    assert (slow.pk, quick.tries) == (quick.pk, 2)
    assert not delivery.fell_short(slow, "down", by=system, now=LATER + delivery.LEASE)
    assert delivery.arrived(quick, by=system, now=LATER + delivery.LEASE)
    assert not delivery.arrived(slow, by=system, now=LATER + delivery.LEASE)
    assert Message.objects.get().state == MessageState.SENT


def script(settings, words: str) -> None:
    settings.SMS_GATEWAY = f"fake: {words}"
    fakes.rewind()


def test_pauses_grow_until_it_is_given_up(settings):
    script(settings, "down")
    queue()
    at = LATER
    for pause in (*backing_off.GATEWAY, None):
        assert send(at) == 0
        message = Message.objects.get()
        if pause is None:
            break
        assert (message.state, message.due_at) == (MessageState.FAILED, at + pause)
        assert send(message.due_at - timedelta(seconds=1)) == 0
        at = message.due_at
    assert (message.state, message.problem, message.due_at) == (MessageState.DEAD, "down", None)
    assert message.tries == len(backing_off.GATEWAY) + 1


def test_a_refused_message_is_given_up_at_once_and_a_limit_is_kept(settings):
    script(settings, "refuse, limited, ok")
    queue(1)
    send()
    assert Message.objects.get().state == MessageState.DEAD
    queue(2)
    send()
    waiting = Message.objects.get(state=MessageState.FAILED)
    assert waiting.problem == "limited"
    assert waiting.due_at >= LATER + fakes.WAIT
    assert send(waiting.due_at) == 1
    assert len(gone()) == 1


def test_somebody_without_a_number_is_given_up(db):
    user = User.objects.create(username="no-number")
    store.queue("sms", "标题", "正文", dedupe="x", now=NOW, recipient=user)
    send()
    message = Message.objects.get()
    assert (message.state, message.problem) == (MessageState.DEAD, "no-address")


def test_mail_goes_through_its_gateway(settings):
    store.queue("email", "标题", "正文", dedupe="m", now=NOW, address="lin@example.test")
    assert send() == 1
    assert gone() == [("mail", "lin@example.test", "标题\n正文")]


def test_only_the_platform_itself_tells_and_delivers(office):
    office.submitted()
    (event,) = selectors.pending_events(0, 9)
    with pytest.raises(PermissionError):
        announce(event, [], by=office.city.lin, now=LATER)
    with pytest.raises(PermissionError):
        delivery.claim(by=office.city.lin, now=LATER)
