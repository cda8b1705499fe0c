"""Change one's own mobile: the old number and the password, then a code sent to the new one."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from unionhall import audit
from unionhall.casework.accounts.change_password import prove_password
from unionhall.casework.accounts.sentences import problem, refused, sentence, taken
from unionhall.casework.refusals import Invalid
from unionhall.messages import store as messages
from unionhall.people import account_store, history, selectors
from unionhall.people.documents import normal_number
from unionhall.people.models import User


def prove_old(mobile: str, password: str, *, by: User, now: datetime) -> None:
    """Raises Invalid: one sentence for both, so that neither can be found out alone; Refused."""
    prove_password(by, password, "password", "wrong-secret", now=now)
    if normal_number(mobile) != (by.mobile or ""):
        raise Invalid("details", sentence("details"), [problem("wrong-secret", "password")])


def change_mobile(new: str, *, by: User, now: datetime) -> None:
    """`new` has been proven by a code. The old number is told. Raises Refused: same-mobile,
    new-mobile-taken."""
    old = by.mobile or ""
    if new == old:
        raise refused("same-mobile")
    if selectors.account_by_mobile(new):
        raise refused("new-mobile-taken")
    try:
        with transaction.atomic():
            account_store.set_mobile(by, new)
            if by.person:
                history.keep(by.person, "mobile", old, new, basis="own", by=by, now=now)
            audit.record("mobile", by=by, now=now, about=f"user:{by.pk}", values={"way": "own"})
            _tell(by, old, now)
    except IntegrityError as raced:
        raise taken("new-mobile-taken") from raced


def _tell(user: User, old: str, now: datetime) -> None:
    if not old:
        return
    title = _("The mobile number of your account was changed")
    text = _(
        "This number does not sign in to the union's service hall any more. If you did not change"
        " it, call {phone}."
    ).format(phone=settings.HELP_PHONE)
    messages.queue(
        "sms",
        title,
        text,
        dedupe=f"mobile:{user.pk}:{now.timestamp()}",
        now=now,
        address=old,
    )
