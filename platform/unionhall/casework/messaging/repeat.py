"""Send a message again that was given up."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from unionhall import audit
from unionhall.casework.messaging.watching import may_watch
from unionhall.casework.refusals import NotYours
from unionhall.casework.sentences import refused
from unionhall.messages import selectors, store
from unionhall.people.models import User


def repeat(message_key: str, *, by: User, now: datetime) -> None:
    """Raises NotYours, Refused: not-dead (it waits already, or has arrived)."""
    message = selectors.message(message_key)
    if message is None or not may_watch(by):
        raise NotYours
    with transaction.atomic():
        if not store.repeat(message, now=now):
            raise refused("message-not-dead")
        audit.record("message", by=by, now=now, about=f"message:{message.key}")
