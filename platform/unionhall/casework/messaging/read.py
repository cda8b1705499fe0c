"""Mark messages of one's own inbox as read."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from unionhall.messages import store
from unionhall.people.models import User


def read(keys: Sequence[str] | None, *, by: User, now: datetime) -> int:
    """`keys` None: all of them. Messages of others are left alone. Returns how many were unread."""
    return store.mark_read(by, keys, now=now)
