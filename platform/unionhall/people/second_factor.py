"""The second step of staff (TOTP): how allauth's record of it is kept and how codes are judged.

allauth knows the arithmetic and keeps the rows; secrets are sealed here, and a code counts once
across all processes (allauth remembers used ones in a cache, which one process cannot share).
"""

from __future__ import annotations

import base64
from datetime import datetime, timedelta

from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal import auth as totp
from django.conf import settings
from django.utils.translation import gettext as _

from unionhall.people import limits, sealing
from unionhall.people.limits import Window
from unionhall.people.models import User

TRIES = (Window(5, timedelta(minutes=5)), Window(20, timedelta(days=1)))
# A code of 30 seconds is taken one period early and one late.
ONCE = (Window(1, timedelta(minutes=2)),)
RECOVERY_DIGITS = 8


class Adapter(DefaultMFAAdapter):
    """Secrets are sealed at rest."""

    def encrypt(self, text: str) -> str:
        return base64.b64encode(sealing.seal(text)).decode("ascii")

    def decrypt(self, encrypted_text: str) -> str:
        return sealing.unseal(base64.b64decode(encrypted_text))

    def get_totp_label(self, user: User) -> str:
        return str(user)

    def get_totp_issuer(self) -> str:
        return _("Unionhall")


def has(user: User) -> bool:
    """Whether this account signs in with a second step."""
    if settings.STAFF_TOTP == "off":
        return False
    return Authenticator.objects.filter(user=user, type=Authenticator.Type.TOTP).exists()


def new_secret() -> str:
    return str(totp.generate_totp_secret())


def picture(user: User, secret: str) -> str:
    """The QR code of a secret as a data address."""
    adapter = Adapter()
    svg: str = adapter.build_totp_svg(adapter.build_totp_url(user, secret))
    return "data:image/svg+xml;base64," + base64.b64encode(svg.encode()).decode("ascii")


def fits(secret: str, code: str) -> bool:
    """Whether a code belongs to a secret that is about to be used."""
    return bool(totp.validate_totp_code(secret, code))


def wait_for(user: User, now: datetime) -> timedelta:
    return limits.wait_for(_tries(user), TRIES, now)


def passes(user: User, code: str, now: datetime) -> bool:
    """Whether this is a right code of the app, or one of the recovery codes, and not used before.

    Counted before it is compared, so parallel guesses cannot outrun the limit.
    """
    ticket = limits.take(_tries(user), TRIES, now)
    if not ticket:
        return False
    plain = code.strip()
    right = _spend_code(user, plain, now) or _spend_recovery(user, plain)
    if right:
        limits.give_back(ticket)
    return right


def activate(user: User, secret: str) -> list[str]:
    """Keep the secret; return the recovery codes, to be shown once."""
    remove(user)
    totp.TOTP.activate(user, secret)
    codes: list[str] = RecoveryCodes.activate(user).generate_codes()
    return codes


def remove(user: User) -> None:
    Authenticator.objects.filter(user=user).delete()


def _spend_code(user: User, code: str, now: datetime) -> bool:
    row = Authenticator.objects.filter(user=user, type=Authenticator.Type.TOTP).first()
    if row is None or not fits(Adapter().decrypt(row.data["secret"]), code):
        return False
    return bool(limits.take(f"totp used {user.pk} {code}", ONCE, now))


def _spend_recovery(user: User, code: str) -> bool:
    kind = Authenticator.Type.RECOVERY_CODES
    row = Authenticator.objects.filter(user=user, type=kind).first()
    return row is not None and bool(RecoveryCodes(row).validate_code(code))


def _tries(user: User) -> str:
    return f"totp account {user.pk}"
