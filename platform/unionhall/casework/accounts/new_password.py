"""A password chosen without the old one: what every way of recovery ends with."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext as _

from unionhall import audit
from unionhall.casework.core.sessions import end_sessions
from unionhall.messages import store as messages
from unionhall.people import account_store
from unionhall.people.models import User


def put(user: User, password: str, way: str, *, by: User, now: datetime) -> None:
    """Inside the caller's transaction: every session ends, the owner is told."""
    user = User.objects.select_for_update(of=("self",)).select_related("person").get(pk=user.pk)
    account_store.set_password(user, password, now)
    end_sessions(user, by=by, now=now)
    values = {"way": way, "recovered": True}
    audit.record("password", by=by, now=now, about=f"user:{user.pk}", values=values)
    title = _("Your password was reset")
    text = _(
        "The password of your account was reset just now, and all devices were signed out. If"
        " this was not you, call the help line at once."
    )
    for channel in ("inbox", "sms") if user.mobile else ("inbox",):
        messages.queue(
            channel,
            title,
            text,
            dedupe=f"password:{user.pk}:{now.isoformat()}",
            recipient=user,
            now=now,
        )
