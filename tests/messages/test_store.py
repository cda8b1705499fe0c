"""Messages are written once, kept to their recipient, and hold no numbers of people."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from tests.people.together import together
from unionhall.messages import selectors, store
from unionhall.messages.models import Message, MessageState
from unionhall.people.models import User

NOW = datetime(2026, 3, 9, 2, 30, tzinfo=UTC)


@pytest.fixture
def reader(db):
    return User.objects.create(username="reader")


def queue(channel="inbox", text="a text", dedupe="d:1", **more):
    store.queue(channel, "a title", text, dedupe=dedupe, now=NOW, **more)


@pytest.mark.django_db
def test_the_same_message_twice_is_one(reader):
    for _ in range(2):
        for channel in ("inbox", "sms", "email"):
            queue(channel, recipient=reader)
    assert Message.objects.count() == 3
    assert selectors.unread_count(reader) == 1
    assert {m.state for m in selectors.due(NOW, 9)} == {MessageState.QUEUED}


@pytest.mark.django_db(transaction=True)
def test_the_same_message_from_eight_at_once_is_one(reader):
    together(8, lambda _: queue(recipient=reader))
    assert Message.objects.count() == 1


@pytest.mark.django_db
def test_a_message_needs_somebody():
    for channel in ("inbox", "sms"):
        with pytest.raises(ValueError, match="reach"):
            queue(channel)
    with pytest.raises(ValueError, match="reach"):
        queue("inbox", address="15400000001")
    queue("sms", address="15400000001")


@pytest.mark.django_db
@pytest.mark.parametrize("number", ["79010119850101001X", "790101850101001"])
def test_a_number_of_a_person_is_not_sent(reader, number):
    queue("sms", f"证件{number}已登记", recipient=reader, dedupe="s")
    queue("inbox", f"证件{number}已登记\n第二行", recipient=reader, dedupe="i")
    sms = Message.objects.get(channel="sms")
    assert (sms.state, sms.problem) == (MessageState.DEAD, "number")
    assert selectors.due(NOW, 9) == []
    inbox = Message.objects.get(channel="inbox")
    assert number not in sms.text + inbox.text
    assert inbox.text.endswith("已登记\n第二行")


@pytest.mark.django_db
def test_reading_is_of_one_s_own_messages_only(reader):
    other = User.objects.create(username="other")
    for user in (reader, other):
        for n in range(3):
            queue(recipient=user, dedupe=f"{user}:{n}")
    keys = [m.key for m in Message.objects.all()]
    assert store.mark_read(reader, keys[:1], now=NOW) == 1
    assert store.mark_read(reader, keys, now=NOW + timedelta(hours=1)) == 2
    assert store.mark_read(reader, now=NOW) == 0
    assert selectors.unread_count(other) == 3
    assert Message.objects.get(key=keys[0]).read_at == NOW
    assert selectors.of_inbox(reader, Message.objects.filter(recipient=other)[0].key) is None


@pytest.mark.django_db
def test_the_number_of_unread_ones_is_one_bounded_query(reader, django_assert_num_queries):
    for n in range(120):
        queue(recipient=reader, dedupe=str(n))
    with django_assert_num_queries(1):
        assert selectors.unread_count(reader) == selectors.MOST_COUNTED
