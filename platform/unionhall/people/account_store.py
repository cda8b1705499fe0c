"""Writing accounts: secrets, names to sign in with, and who they are elsewhere.

Called by `casework` only.
"""

from __future__ import annotations

from datetime import datetime

from allauth.socialaccount.models import SocialAccount

from unionhall.people.models import User

OUTSIDE = "oidc"


def set_password(user: User, password: str, now: datetime) -> None:
    """A password of his own choice; every session made with the old one ends with it."""
    user.set_password(password)
    user.must_change_password = False
    user.password_changed_at = now
    user.save(update_fields=["password", "must_change_password", "password_changed_at"])


def set_mobile(user: User, mobile: str | None) -> None:
    """Raises IntegrityError when another account has it. None: nobody signs in with one."""
    user.mobile = mobile
    user.save(update_fields=["mobile"])


def set_email(user: User, email: str, now: datetime) -> None:
    """A proven address. Raises IntegrityError when another account has it."""
    user.email = email.lower()
    user.email_verified_at = now
    user.save(update_fields=["email", "email_verified_at"])


def link(user: User, subject: str) -> None:
    """He is this subject of the city's accounts. Raises IntegrityError: somebody else is."""
    SocialAccount.objects.create(user=user, provider=OUTSIDE, uid=subject)


def account_of_subject(subject: str) -> User | None:
    """Whose account belongs to this subject of the city's accounts."""
    found = SocialAccount.objects.select_related("user__person")
    row = found.filter(provider=OUTSIDE, uid=subject).first()
    return row.user if row else None
