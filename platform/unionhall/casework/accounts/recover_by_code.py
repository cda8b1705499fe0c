"""Recovery by mobile, second half: the code and a new password."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from unionhall.casework.accounts import new_password
from unionhall.casework.accounts.sentences import refused
from unionhall.people import codes, passwords, recovery
from unionhall.people.models import User


def recover_by_code(
    found: int | None,
    decoy: str,
    code: str,
    password: str,
    again: str,
    *,
    bound_to: str,
    by: User,
    now: datetime,
) -> None:
    """The password is judged before the code is spent, so a bad one costs no code.

    The code is spent before anything is locked: a wrong one has to stay counted. Raises Refused:
    password-rule, password-again, wrong-code (also where there is no account).
    """
    problem = passwords.problem(password, again)
    if problem:
        raise refused(problem)
    user = recovery.account(found)
    mobile = user.mobile if user else None
    is_right = codes.spend(mobile or decoy, recovery.PURPOSE, bound_to, code, now)
    if not is_right or user is None:
        raise refused("wrong-code")

    with transaction.atomic():
        new_password.put(user, password, "sms", by=by, now=now)
