"""Ending every session of an account."""

from __future__ import annotations

from datetime import datetime

from django.contrib.sessions.models import Session

from unionhall.people.models import User


def end_sessions(user: User, *, by: User, now: datetime) -> None:
    """Sessions carry no column of their account, so all that are alive are looked at."""
    for session in Session.objects.filter(expire_date__gt=now).iterator():
        if session.get_decoded().get("_auth_user_id") == str(user.pk):
            session.delete()
