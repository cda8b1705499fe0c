"""The messages of one event, over every channel, ready to be written."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from django.conf import settings
from django.utils.translation import override

from unionhall.cases.models import PendingEvent
from unionhall.messages.models import Channel
from unionhall.messages.outgoing import Outgoing
from unionhall.notices import builtin, defined
from unionhall.notices.event import Event
from unionhall.notices.wanted import Wanted
from unionhall.people.models import User

Posted = tuple[str, Outgoing]


def compose(pending: PendingEvent, now: datetime) -> list[Posted]:
    """(channel, message) for everybody concerned. The definition's own message of the inbox
    replaces what is said of every process at the same moment to the same person."""
    event = Event(pending, now)
    with override(settings.LANGUAGE_CODE):
        own = list(defined.wanted(event))
        covered = {
            (one.due.moment, user.pk)
            for one in own
            if Channel.INBOX in one.due.channels
            for user in one.users
        }
        messages = [posted for one in own for posted in _of_definition(event, one)]
        for said in builtin.said(event):
            if (said.moment, said.to.pk) not in covered and not said.to.is_guest:
                name = _name(event, said.name, said.to.pk)
                messages.append((Channel.INBOX, _to(event, said.title, said.text, name, said.to)))
    return messages


def _of_definition(event: Event, one: Wanted) -> Iterator[Posted]:
    for channel in one.due.channels:
        for user in one.users:
            if _is_reachable(user, channel):
                name = _name(event, one.due.key, user.pk)
                yield channel, _to(event, one.title, one.text, name, user)
        for mobile in one.mobiles if Channel(channel) is Channel.SMS else ():
            name = _name(event, one.due.key, mobile)
            yield (
                channel,
                Outgoing(one.title, one.text, name, address=mobile, case_key=event.case.key),
            )


def _to(event: Event, title: str, text: str, name: str, user: User) -> Outgoing:
    return Outgoing(title, text, name, recipient=user, case_key=event.case.key)


def _name(event: Event, what: str, who: object) -> str:
    return f"case:{event.case.key}:{event.pending.first}:{what}:{who}"


def _is_reachable(user: User, channel: str) -> bool:
    """Nobody is written to who could not be reached: a guest has no inbox."""
    if channel == Channel.INBOX:
        return not user.is_guest
    return bool(address_of(user, channel))


def address_of(user: User, channel: str) -> str:
    """Where an account is reached now; empty when it is not."""
    if channel == Channel.SMS:
        return user.mobile or ""
    is_proven = user.email and user.email_verified_at
    return (user.email or "") if channel == Channel.EMAIL and is_proven else ""
