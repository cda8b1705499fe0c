"""One try to deliver a message: claimed with a lease, then said how it went.

Sending itself stands between the two, outside of any transaction: whoever dies there leaves a
lease that runs out, and the message is sent again under the same key.
"""

from __future__ import annotations

from datetime import datetime, timedelta

import structlog

from unionhall.casework.backing_off import next_try
from unionhall.messages import selectors, store
from unionhall.messages.models import Message
from unionhall.people.models import User

log = structlog.get_logger(__name__)
# Longer than any gateway is waited for
LEASE = timedelta(minutes=5)
AT_ONCE = 20


def claim(*, by: User, now: datetime) -> Message | None:
    """The longest waiting message that is due, ours until the lease ends; None: nothing is due."""
    _check(by)
    while candidates := selectors.due(now, AT_ONCE):
        for message in candidates:
            if store.claim(message, until=now + LEASE):
                return message
    return None


def arrived(message: Message, *, by: User, now: datetime) -> bool:
    """The gateway took it. False: the lease had run out and somebody else tries."""
    _check(by)
    return store.sent(message, now=now)


def fell_short(
    message: Message,
    problem: str,
    *,
    is_final: bool = False,
    wait: timedelta | None = None,
    by: User,
    now: datetime,
) -> bool:
    """It did not leave: again later, at least after `wait`; never when final or too often."""
    _check(by)
    due = next_try(message.tries, now, wait=wait, is_final=is_final)
    log.warning("message-not-sent", key=message.key, problem=problem, tries=message.tries)
    return store.failed(message, problem, due=due)


def _check(by: User) -> None:
    if not by.is_system:
        raise PermissionError("only the platform itself delivers")
