"""A link is good once, however many use it at the same moment."""

from __future__ import annotations

import threading
from datetime import UTC, datetime

import pytest

from tests.factories.people import make_user
from tests.people.together import together
from unionhall.audit.models import AuditEntry
from unionhall.casework.accounts.recover_by_link import recover_by_link
from unionhall.casework.refusals import Refused
from unionhall.messages.models import Message
from unionhall.people import recovery
from unionhall.people.models import RecoveryToken, User

NOW = datetime(2026, 11, 21, 2, 0, tzinfo=UTC)


def linked() -> tuple[User, str]:
    user = make_user("林晓岚", "15400000001")
    link = recovery.claim(recovery.due(user, recovery.EMAIL, NOW), NOW)
    assert link
    return user, link.split("key=")[1]


def test_the_owner_is_told_and_it_is_on_record(db):
    user, secret = linked()
    recover_by_link(secret, "brandnew2026", "brandnew2026", by=User.objects.system(), now=NOW)
    told = Message.objects.filter(recipient=user)
    assert {message.channel for message in told} == {"inbox", "sms"}
    assert "密码" in told.first().text
    assert AuditEntry.objects.filter(kind="password", about=f"user:{user.pk}").count() == 1


@pytest.mark.django_db(transaction=True)
def test_of_twenty_at_once_one_sets_his_password():
    user, secret = linked()
    system = User.objects.system()

    def use(number: int) -> str:
        password = f"password{number:04}"
        try:
            recover_by_link(secret, password, password, by=system, now=NOW)
        except Refused:
            return ""
        return password

    won = [one for one in together(20, use) if one]
    assert len(won) == 1
    assert User.objects.get(pk=user.pk).check_password(won[0])


@pytest.mark.django_db(transaction=True)
def test_control_reading_before_writing_lets_many_through():
    _user, secret = linked()
    read = threading.Barrier(8)

    def careless(_: int) -> bool:
        row = RecoveryToken.objects.get(digest=recovery.digest(secret))
        is_free = row.used_at is None
        read.wait(10)
        row.used_at = NOW
        row.save()
        return is_free

    assert sum(together(8, careless)) == 8
