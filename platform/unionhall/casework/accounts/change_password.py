"""Change one's own password: the old one, then a new one twice. All other sessions end."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from unionhall import audit
from unionhall.casework.accounts.sentences import problem, refused, sentence
from unionhall.casework.refusals import Invalid
from unionhall.messages import store as messages
from unionhall.people import account_store, limits, passwords, sessions
from unionhall.people.limits import Window
from unionhall.people.models import User

TRIES = (Window(5, timedelta(minutes=15)),)


def change_password(
    old: str, new: str, again: str, *, here: str | None, by: User, now: datetime
) -> None:
    """`here`: the key of the session that stays. Raises Invalid with what is wrong, Refused:
    too-many-tries."""
    prove_password(by, old, "old", "wrong-password", now=now)

    code = passwords.problem(new, again, by)
    if code:
        path = "again" if code == "password-again" else "new"
        raise Invalid("details", sentence("details"), [problem(code, path)])

    with transaction.atomic():
        account_store.set_password(by, new, now)
        sessions.end_others(by, here)
        audit.record("password", by=by, now=now, about=f"user:{by.pk}", values={"way": "own"})
        messages.queue(
            "inbox",
            _("Your password was changed"),
            _("If it was not you, call the help line and set a new password at once."),
            dedupe=f"password:{by.pk}:{now.timestamp()}",
            now=now,
            recipient=by,
        )


def prove_password(user: User, password: str, path: str, code: str, *, now: datetime) -> None:
    """That he knows his password; counted before it is compared, so guesses cannot run ahead."""
    key = f"own password {user.pk}"
    ticket = limits.take(key, TRIES, now)
    if not ticket:
        raise refused("too-many-tries")
    if not user.check_password(password):
        raise Invalid("details", sentence("details"), [problem(code, path)])
    limits.give_back(ticket)
