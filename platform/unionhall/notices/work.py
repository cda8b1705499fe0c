"""What the worker does: tell people of events, send what waits. May run anywhere, any number
of times at once; whatever a run leaves is found by the next one.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

import structlog

from unionhall.cases import selectors
from unionhall.casework.messaging import delivery
from unionhall.casework.messaging.announce import announce
from unionhall.messages.models import Channel, Message
from unionhall.notices.composing import address_of, compose
from unionhall.people import gateways
from unionhall.people.gateways import GatewayDown
from unionhall.people.models import User

log = structlog.get_logger(__name__)
Clock = Callable[[], datetime]
BATCH = 50
# A run ends after so long, so that the worker gets to its other duties.
LONGEST_RUN = timedelta(minutes=2)
# Between two steps of a long job
SHORT_RUN = timedelta(seconds=5)


def tell(clock: Clock) -> int:
    """Write the messages of all pending events. Returns how many events were told.

    An event that fails is left for the next run and never keeps others waiting.
    """
    by, told, last = User.objects.system(), 0, 0
    while events := selectors.pending_events(last, BATCH):
        for event in events:
            last = event.pk
            try:
                told += announce(event, compose(event, clock()), by=by, now=clock())
            except Exception:
                log.exception("event-not-told", case=event.case.key, first=event.first)
    return told


def send(clock: Clock, *, longest: timedelta = LONGEST_RUN) -> int:
    """Deliver what is due, one after another. Returns how many left."""
    by, count, end = User.objects.system(), 0, clock() + longest
    while clock() < end:
        message = delivery.claim(by=by, now=clock())
        if message is None:
            break
        try:
            _hand_over(message)
        except GatewayDown as down:
            delivery.fell_short(
                message,
                down.code,
                is_final=down.is_final,
                wait=down.wait,
                by=by,
                now=clock(),
            )
        except Exception as failure:
            log.exception("message-failed", key=message.key)
            delivery.fell_short(message, type(failure).__name__[:40], by=by, now=clock())
        else:
            count += delivery.arrived(message, by=by, now=clock())
    return count


def _hand_over(message: Message) -> None:
    """Give it to its gateway. Raises GatewayDown."""
    user = message.recipient
    address = message.address or (address_of(user, message.channel) if user else "")
    if not address:
        raise Unreachable
    if message.channel == Channel.SMS:
        gateways.sms().send(address, message.text, key=message.key)
    else:
        gateways.mail().send(address, message.title, message.text, key=message.key)


class Unreachable(GatewayDown):
    """The recipient cannot be reached over this channel any more."""

    def __init__(self) -> None:
        super().__init__("no-address")

    @property
    def is_final(self) -> bool:
        return True
