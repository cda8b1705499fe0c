"""End one's own sessions elsewhere: one of them, or all but this."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from unionhall import audit
from unionhall.casework.refusals import NotYours
from unionhall.people import sessions
from unionhall.people.models import User


def end_one(key: int, *, by: User, now: datetime) -> None:
    """Raises NotYours: no session of this account has the key."""
    with transaction.atomic():
        if not sessions.end(by, key):
            raise NotYours
        _keep(by, 1, now)


def end_others(here: str | None, *, by: User, now: datetime) -> int:
    """`here`: the key of the session that stays. Returns how many were ended."""
    with transaction.atomic():
        count = sessions.end_others(by, here)
        _keep(by, count, now)
    return count


def _keep(by: User, count: int, now: datetime) -> None:
    audit.record("session", by=by, now=now, about=f"user:{by.pk}", values={"ended": count})
