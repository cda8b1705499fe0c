"""Finding a forgotten account without telling anybody whether there is one.

Whoever asks sees three ways with masked channels. For a name without an account they are made up
from the name itself, so that asking twice shows the same (docs/decisions/0009-captcha.md). Links
carry a secret of which only the keyed hash is kept.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from django.conf import settings
from django.db.models import QuerySet

from unionhall.language.masks import mask
from unionhall.people import codes, limits
from unionhall.people.documents import normal_number
from unionhall.people.limits import Ticket, Window
from unionhall.people.models import RecoveryToken, User
from unionhall.people.sealing import blind_index
from unionhall.people.selectors import account_by_name

PURPOSE: Final = "recover"
EMAIL, APPEAL = "email", "appeal"
LIFETIME = timedelta(minutes=30)
# A link that could not be sent for a day is not sent any more.
TRIED_FOR = timedelta(days=1)
# In the query: the log of requests holds paths only.
PATH: Final = "/recover/link/?key={secret}"
LONGEST_SECRET = 64
PER_NAME = (Window(10, timedelta(hours=1)), Window(30, timedelta(days=1)))
PER_ADDRESS = (Window(60, timedelta(hours=1)), Window(300, timedelta(days=1)))
_PREFIXES = (*range(135, 140), *range(150, 153), 154, 158, 159, *range(186, 190))
_DOMAINS = ("qq.com", "163.com", "126.com", "139.com")
_LETTERS = "abcdefghijklmnopqrstuvwxyz"


@dataclass(frozen=True, slots=True)
class Found:
    """What step two shows. `account` is None where there is none; `decoy` then stands for it in
    every budget and code. An empty channel is not set up."""

    account: int | None
    decoy: str
    name: str
    mobile: str
    email: str


def look(name: str) -> Found:
    """Always the same queries, whether the account exists or not."""
    plain = normal_number(name)
    user = account_by_name(name)
    decoy = blind_index(f"recovery decoy {plain}")
    shown = (plain.lower() if "@" in plain else plain)[:3] + "****"
    if user is None or not user.is_active or user.is_guest:
        return Found(None, decoy, shown, _mobile(plain, decoy), _email(plain, decoy))
    email = user.email if user.email and user.email_verified_at else ""
    return Found(
        user.pk, decoy, shown, str(mask(user.mobile or "", "mobile")), str(mask(email, "email"))
    )


def may_ask(name: str, address: str | None, now: datetime) -> Ticket:
    """One look-up, counted by name and by address; falsy with `wait`."""
    mine = limits.take(f"recovery name {normal_number(name)}", PER_NAME, now)
    if not mine or not address:
        return mine
    theirs = limits.take(f"recovery address {address}", PER_ADDRESS, now)
    if not theirs:
        limits.give_back(mine)
    return theirs


def account(found: int | None) -> User | None:
    """The account of a look-up, if it may still be recovered."""
    open_ = User.objects.select_related("person").filter(is_active=True, is_guest=False)
    return open_.filter(pk=found or 0).first()


def due(user: User, way: str, now: datetime) -> RecoveryToken:
    """A link that is to be sent; former ones that nobody used end."""
    RecoveryToken.objects.filter(user=user, used_at=None).update(used_at=now)
    return RecoveryToken.objects.create(user=user, way=way, made_at=now)


def claim(token: RecoveryToken, now: datetime) -> str | None:
    """The address to send, once: None when somebody else is sending it."""
    secret = secrets.token_urlsafe(32)
    waiting = RecoveryToken.objects.filter(pk=token.pk, digest=None, used_at=None)
    if not waiting.update(digest=digest(secret), expires_at=now + LIFETIME):
        return None
    return settings.SITE_URL + PATH.format(secret=secret)


def unclaim(token: RecoveryToken) -> None:
    """It did not leave: it is due again."""
    RecoveryToken.objects.filter(pk=token.pk, used_at=None).update(digest=None, expires_at=None)


def waiting(now: datetime) -> list[RecoveryToken]:
    """Links that are still to be sent."""
    found = RecoveryToken.objects.filter(digest=None, used_at=None, made_at__gt=now - TRIED_FOR)
    return list(found.select_related("user").order_by("id")[:100])


def is_standing(secret: str, now: datetime) -> bool:
    """Whether the link may still be used. Looking uses nothing up."""
    return _standing(secret, now).exists()


def spend(secret: str, now: datetime) -> User | None:
    """Use the link up: of many at once one gets the account, the others None."""
    row = _standing(secret, now).select_related("user__person").first()
    if row is None:
        return None
    taken = RecoveryToken.objects.filter(pk=row.pk, used_at=None, expires_at__gt=now)
    return row.user if taken.update(used_at=now) == 1 else None


def digest(secret: str) -> str:
    return blind_index(f"recovery link {secret}")


def _standing(secret: str, now: datetime) -> QuerySet[RecoveryToken]:
    plain = secret[:LONGEST_SECRET]
    return RecoveryToken.objects.filter(
        digest=digest(plain), used_at=None, expires_at__gt=now, user__is_active=True
    )


def _mobile(plain: str, decoy: str) -> str:
    """The typed number where it is one; else prefix and end of one that might be."""
    if codes.is_mobile(plain):
        return str(mask(plain, "mobile"))
    return f"{_PREFIXES[int(decoy[:8], 16) % len(_PREFIXES)]}****{int(decoy[8:16], 16) % 10**4:04}"


def _email(plain: str, decoy: str) -> str:
    """The typed address; else one account in four has one."""
    if "@" in plain:
        return str(mask(plain.lower(), "email"))
    number = int(decoy[16:28], 16)
    if number % 4:
        return ""
    start = "".join(_LETTERS[(number >> shift) % 26] for shift in (3, 9, 15))
    return f"{start}****@{_DOMAINS[(number >> 24) % len(_DOMAINS)]}"
