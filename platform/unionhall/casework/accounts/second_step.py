"""The second step of staff: set it up with a code of the app, take it away with another."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings
from django.db import transaction

from unionhall import audit
from unionhall.casework.accounts.sentences import problem, refused, sentence
from unionhall.casework.refusals import Invalid
from unionhall.people import second_factor
from unionhall.people.models import User


def set_up(secret: str, code: str, *, by: User, now: datetime) -> list[str]:
    """Returns the recovery codes, to be shown once. Raises Invalid: the code does not fit."""
    if not second_factor.fits(secret, code.strip()):
        raise _wrong()
    with transaction.atomic():
        codes = second_factor.activate(by, secret)
        _keep(by, "second-step-on", now)
    return codes


def take_away(code: str, *, by: User, now: datetime) -> None:
    """Raises Invalid: the code is wrong; Refused: second-step-needed."""
    if settings.STAFF_TOTP == "required":
        raise refused("second-step-needed")
    if not second_factor.passes(by, code, now):
        raise _wrong()
    with transaction.atomic():
        second_factor.remove(by)
        _keep(by, "second-step-off", now)


def _wrong() -> Invalid:
    return Invalid("details", sentence("details"), [problem("wrong-code", "code")])


def _keep(by: User, what: str, now: datetime) -> None:
    audit.record("account", by=by, now=now, about=f"user:{by.pk}", values={"what": what})
