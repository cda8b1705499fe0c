"""SMS codes: six digits, used once, at most five tries and ten minutes (safety.md, first door).

A code is valid only for the phone, the purpose and the browser it was asked from. Only its
keyed hash is stored. It is asked for and told here; who may sign in is decided by `backends`.
"""

from __future__ import annotations

import secrets
from collections.abc import MutableMapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import structlog
from django.db import transaction
from django.db.models import Case, F, Value, When
from django.utils.translation import gettext as _

from unionhall.people import gateways, limits
from unionhall.people.documents import normal_number
from unionhall.people.limits import Window
from unionhall.people.models import SmsCode
from unionhall.people.sealing import blind_index

log = structlog.get_logger(__name__)
SIGN_IN = "sign-in"
# Not sent for: what a right code for signing in opens to a mobile without an account.
SIGN_UP = "sign-up"
OUTSIDE = "outside"
NEW_MOBILE = "new-mobile"
DIGITS = 6
MOST_TRIES = 5
LIFETIME = timedelta(minutes=10)
KEPT = timedelta(days=30)
PER_PHONE = (
    Window(1, timedelta(seconds=60)),
    Window(5, timedelta(hours=1)),
    Window(10, timedelta(days=1)),
)
# Whole factories share one address.
PER_ADDRESS = (Window(60, timedelta(hours=1)), Window(300, timedelta(days=1)))
BINDING = "sms-binding"


class CodeRefused(Exception):
    """No code was sent. `code`: bad-phone, too-soon (`wait` says how long) or not-sent."""

    def __init__(self, code: str, wait: timedelta | None = None) -> None:
        super().__init__(code)
        self.code = code
        self.wait = wait


@dataclass(frozen=True, slots=True)
class Sent:
    """`again_at`: when the next one may be asked for."""

    expires_at: datetime
    again_at: datetime


def binding(session: MutableMapping[str, Any]) -> str:
    """The secret of this browser session that its codes are bound to; made on first use."""
    if BINDING not in session:
        session[BINDING] = secrets.token_urlsafe(16)
    bound: str = session[BINDING]
    return bound


def is_mobile(phone: str) -> bool:
    """Domain.md 4.4: the hard rule for mobiles."""
    return len(phone) == 11 and phone.isascii() and phone.isdecimal() and phone[0] == "1"


def send(phone: str, purpose: str, bound_to: str, address: str | None, now: datetime) -> Sent:
    """Send a new code; older ones of the phone and purpose end. Raises CodeRefused.

    The same for phones with and without an account: nobody learns who has one.
    """
    mobile = normal_number(phone)
    if not is_mobile(mobile):
        raise CodeRefused("bad-phone")
    tickets = _tickets(mobile, address, now)
    row, code = _made(mobile, purpose, bound_to, now)
    try:
        gateways.sms().send(mobile, _text(code))
    except gateways.GatewayDown as problem:
        limits.give_back(*tickets)
        row.delete()
        raise CodeRefused("not-sent") from problem
    return Sent(row.expires_at, now + PER_PHONE[0].length)


def send_unseen(
    phone: str | None, decoy: str, purpose: str, bound_to: str, address: str | None, now: datetime
) -> Sent:
    """`send` where nobody may learn whether there is a phone: without one the same is counted and
    stored in the name of `decoy`, and a message that did not leave is not told either."""
    mobile = normal_number(phone or decoy)
    _tickets(mobile, address, now)
    row, code = _made(mobile, purpose, bound_to, now)
    if phone:
        try:
            gateways.sms().send(mobile, _text(code))
        except gateways.GatewayDown as problem:
            log.warning("code not sent", purpose=purpose, why=problem.code)
    return Sent(row.expires_at, now + PER_PHONE[0].length)


def _made(mobile: str, purpose: str, bound_to: str, now: datetime) -> tuple[SmsCode, str]:
    """A new code, stored as its hash; the former ones of the phone and purpose end."""
    code = f"{secrets.randbelow(10**DIGITS):0{DIGITS}}"
    with transaction.atomic():
        old = _of(mobile, purpose)
        old.filter(sent_at__lt=now - KEPT).delete()
        old.filter(used_at__isnull=True, expires_at__gt=now).update(expires_at=now)
        row = SmsCode.objects.create(
            phone_index=_phone_index(mobile),
            purpose=purpose,
            digest=_digest(mobile, purpose, bound_to, code),
            sent_at=now,
            expires_at=now + LIFETIME,
        )
    return row, code


def _text(code: str) -> str:
    text = _("Your code is %(code)s, valid for %(minutes)d minutes. Do not tell it to anybody.")
    return text % {"code": code, "minutes": LIFETIME.seconds // 60}


def spend(phone: str, purpose: str, bound_to: str, code: str, now: datetime) -> bool:
    """Whether this is the right code, once: a second time, a sixth try or too late it is not.

    One conditional UPDATE both counts the try and uses the code up, so of many parallel right
    answers one wins and never more than five are compared.
    """
    mobile = normal_number(phone)
    row = _of(mobile, purpose).order_by("-id").first()
    if row is None:
        return False
    digest = _digest(mobile, purpose, bound_to, normal_number(code))
    is_right = secrets.compare_digest(row.digest, digest)
    counted = SmsCode.objects.filter(
        pk=row.pk, used_at__isnull=True, tries__lt=MOST_TRIES, expires_at__gt=now
    ).update(
        tries=F("tries") + 1,
        used_at=Case(When(digest=digest, then=Value(now)), default=F("used_at")),
    )
    return is_right and counted == 1


def _tickets(mobile: str, address: str | None, now: datetime) -> list[limits.Ticket]:
    """One attempt of each budget, or none of any."""
    budgets: dict[str, tuple[Window, ...]] = {f"sms phone {mobile}": PER_PHONE}
    if address:
        budgets[f"sms address {address}"] = PER_ADDRESS
    taken: list[limits.Ticket] = []
    for key, windows in budgets.items():
        ticket = limits.take(key, windows, now)
        if not ticket:
            limits.give_back(*taken)
            raise CodeRefused("too-soon", ticket.wait)
        taken.append(ticket)
    return taken


def _of(mobile: str, purpose: str) -> Any:
    return SmsCode.objects.filter(phone_index=_phone_index(mobile), purpose=purpose)


def _phone_index(mobile: str) -> str:
    return blind_index(f"phone {mobile}")


def _digest(mobile: str, purpose: str, bound_to: str, code: str) -> str:
    return blind_index("\n".join(("code", mobile, purpose, bound_to, code)))
