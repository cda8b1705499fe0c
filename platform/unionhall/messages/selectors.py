"""Reading messages: somebody's inbox, what is due, what did not arrive."""

from __future__ import annotations

from datetime import datetime

from django.db.models import QuerySet

from unionhall.messages.models import WAITING, Channel, Message, MessageState
from unionhall.people.models import User

MOST_COUNTED = 100


def inbox(user: User, *, only_unread: bool = False) -> QuerySet[Message]:
    """His messages, newest first."""
    found = Message.objects.filter(recipient=user, channel=Channel.INBOX).order_by("-id")
    return found.filter(read_at=None) if only_unread else found


def unread_count(user: User) -> int:
    """How many he has not read, at most MOST_COUNTED: one walk along a small index."""
    return inbox(user, only_unread=True).order_by()[:MOST_COUNTED].count()


def of_inbox(user: User, key: str) -> Message | None:
    """A message of this user; nobody else's is ever found. `key` may be anything from outside."""
    return inbox(user).filter(key=key).first() if _is_key(key) else None


def due(now: datetime, limit: int) -> list[Message]:
    """What the worker may take, the longest waiting first."""
    found = Message.objects.filter(state__in=WAITING, due_at__lte=now).order_by("due_at")
    return list(found.select_related("recipient__person")[:limit])


def undelivered() -> QuerySet[Message]:
    """What is not tried any more, newest first."""
    dead = Message.objects.filter(state=MessageState.DEAD).order_by("-id")
    return dead.select_related("recipient__person")


def message(key: str) -> Message | None:
    return Message.objects.filter(key=key).first() if _is_key(key) else None


def _is_key(key: str) -> bool:
    return 0 < len(key) <= 32 and key.isascii() and key.isprintable()
