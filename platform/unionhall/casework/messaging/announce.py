"""Tell people of an event of a case: its messages are written, and it is pending no more."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction

from unionhall.cases import store as cases
from unionhall.cases.models import PendingEvent
from unionhall.messages import store
from unionhall.messages.outgoing import Outgoing
from unionhall.people.models import User


def announce(
    event: PendingEvent, messages: Iterable[tuple[str, Outgoing]], *, by: User, now: datetime
) -> bool:
    """`messages`: (channel, message). False when another worker told it meanwhile; then nothing
    is written. May it: the platform itself acts (`by` is the system), nobody else may.

    Raises PermissionError for anybody else.
    """
    if not by.is_system:
        raise PermissionError("only the platform itself announces")
    with transaction.atomic():
        if not cases.take_pending(event):
            return False
        store.queue_all(messages, now=now)
    return True
