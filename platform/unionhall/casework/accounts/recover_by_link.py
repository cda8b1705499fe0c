"""Recovery by a link, sent by e-mail or after an appeal: a new password, once."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from unionhall.casework.accounts import new_password
from unionhall.casework.accounts.sentences import refused
from unionhall.people import passwords, recovery
from unionhall.people.models import User


def recover_by_link(secret: str, password: str, again: str, *, by: User, now: datetime) -> None:
    """Of many at once with the same link one sets his password.

    Raises Refused: password-rule, password-again (the link stays good), link-used.
    """
    problem = passwords.problem(password, again)
    if problem:
        raise refused(problem)
    with transaction.atomic():
        user = recovery.spend(secret, now)
        if user is None:
            raise refused("link-used")
        new_password.put(user, password, "link", by=by, now=now)
