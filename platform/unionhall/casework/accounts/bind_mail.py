"""Bind an e-mail address: a letter with a link, and whoever follows it has proven the address.

Until then the address stands beside the account and opens nothing (allauth's record of it).
"""

from __future__ import annotations

from datetime import datetime, timedelta

from allauth.account.models import EmailAddress
from django.conf import settings
from django.core import signing
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from unionhall import audit
from unionhall.casework.accounts.sentences import refused, taken
from unionhall.language.formats import FORMATS
from unionhall.people import account_store, gateways, limits
from unionhall.people.limits import Window
from unionhall.people.models import User

SALT = "unionhall.bind-mail"
LASTS = timedelta(hours=24)
PER_ACCOUNT = (Window(1, timedelta(minutes=1)), Window(10, timedelta(days=1)))


def ask(user: User, address: str, *, by: User, now: datetime) -> None:
    """Send the letter. Raises Refused: email, email-taken, mail-too-soon, mail-down."""
    email = FORMATS["email"].normalise(address)
    if FORMATS["email"].check(email):
        raise refused("email")
    ticket = limits.take(f"mail account {user.pk}", PER_ACCOUNT, now)
    if not ticket:
        raise refused("mail-too-soon")
    with transaction.atomic():
        EmailAddress.objects.filter(user=user).delete()
        row = EmailAddress.objects.create(user=user, email=email, verified=False)
    text = _(
        "Somebody, probably you, wants to sign in to {site} with this address. To prove that it is"
        " yours, open this address within 24 hours:\n{link}\nIf it was not you, do nothing."
    ).format(site=_("Unionhall"), link=f"{settings.SITE_URL}/account/email/{_key(row)}/")
    try:
        gateways.mail().send(email, _("Please prove your e-mail address"), text)
    except gateways.GatewayDown as problem:
        limits.give_back(ticket)
        raise refused("mail-down") from problem


def address_of(key: str) -> str | None:
    """The address a link is about, while the link is good."""
    row = _row(key)
    return row.email if row else None


def prove(key: str, *, by: User | None, now: datetime) -> User:
    """The link was followed: the address is his. Raises Refused: link-old, email-taken."""
    try:
        with transaction.atomic():
            row = _row(key)
            if row is None or not EmailAddress.objects.filter(pk=row.pk).delete()[0]:
                raise refused("link-old")
            user: User = row.user
            account_store.set_email(user, row.email, now)
            audit.record(
                "account", by=user, now=now, about=f"user:{user.pk}", values={"what": "email"}
            )
    except IntegrityError as raced:
        raise taken("email-taken") from raced
    return user


def _key(row: EmailAddress) -> str:
    """Names the row, not the address: addresses of people stand in no link."""
    return signing.dumps(row.pk, salt=SALT)


def _row(key: str) -> EmailAddress | None:
    try:
        number = signing.loads(key, salt=SALT, max_age=LASTS)
    except signing.BadSignature:
        return None
    found: EmailAddress | None = (
        EmailAddress.objects.select_related("user").filter(pk=number, user__is_active=True).first()
    )
    return found
