"""Ways to sign in: a name with a password, a mobile with a code.

Unknown names cost the same time and get the same answer as known ones. After ten failures in
fifteen minutes a name is locked for as long as that lasts; an address has a wider budget of its
own. `wait_for` says how long, alike for names that exist and names that do not.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.contrib.auth.backends import BaseBackend
from django.contrib.auth.hashers import make_password
from django.http import HttpRequest
from django.utils import timezone

from unionhall.people import codes, limits, proven
from unionhall.people.documents import normal_number
from unionhall.people.limits import Window
from unionhall.people.models import User
from unionhall.people.selectors import account_by_mobile, account_by_name

FAILURES = (Window(10, timedelta(minutes=15)),)
# Whole factories share one address.
ADDRESS_FAILURES = (Window(200, timedelta(minutes=15)),)
# From then on a captcha stands beside the password: of a name, or from an address.
DOUBTED = (Window(3, timedelta(minutes=15)),)
DOUBTED_ADDRESS = (Window(20, timedelta(minutes=15)),)
LONGEST_PASSWORD = 256


class AccountBackend(BaseBackend):
    """What both have in common: accounts that are closed stay closed, no global permissions."""

    def get_user(self, user_id: int) -> User | None:
        found = User.objects.select_related("person").filter(pk=user_id, is_active=True)
        return found.first()


class PasswordBackend(AccountBackend):
    """Mobile, ID number (x as X) or e-mail, and password."""

    def authenticate(
        self,
        request: HttpRequest | None,
        username: str | None = None,
        password: str | None = None,
        **_others: Any,
    ) -> User | None:
        """The account, or None for every kind of no. The right password clears the failures."""
        if not username or not password or len(password) > LONGEST_PASSWORD:
            return None
        now = timezone.now()
        user = account_by_name(username)
        tickets = _attempt(_key(username, user), request, now)
        if tickets is None:
            return None
        if user is None:
            make_password(password)  # as long as comparing one takes
            return None
        if not user.check_password(password) or not user.is_active:
            return None
        limits.give_back(*tickets)
        limits.forget(_key(username, user))
        return user


class CodeBackend(AccountBackend):
    """Mobile and the code that was sent to it in this browser session."""

    def authenticate(
        self,
        request: HttpRequest | None,
        mobile: str | None = None,
        code: str | None = None,
        **_others: Any,
    ) -> User | None:
        """The account whose mobile it is, or None. The code is used up by the right answer.

        Where the mobile has no account yet, the session keeps that it was proven: whoever has it
        in his hand may open one.
        """
        if request is None or not mobile or not code:
            return None
        bound_to = codes.binding(request.session)
        now = timezone.now()
        if not codes.spend(mobile, codes.SIGN_IN, bound_to, code, now):
            return None
        user = account_by_mobile(mobile)
        if user is None:
            proven.note(request.session, normal_number(mobile), codes.SIGN_UP, now)
            request.opens_account = True  # type: ignore[attr-defined]  # ours, for the page
        return user if user is not None and user.is_active else None


def wait_for(request: HttpRequest | None, username: str) -> timedelta:
    """How long this name, or this address, has to wait before a password is looked at."""
    now = timezone.now()
    wait = limits.wait_for(_key(username, account_by_name(username)), FAILURES, now)
    address = _address(request)
    if address:
        wait = max(wait, limits.wait_for(f"sign-in address {address}", ADDRESS_FAILURES, now))
    return wait


def is_doubted(request: HttpRequest | None, username: str) -> bool:
    """Whether a captcha is asked for, alike for names that exist and names that do not. Without a
    name it is the address that counts."""
    now, address = timezone.now(), _address(request)
    key = _key(username, account_by_name(username))
    if limits.wait_for(key, DOUBTED, now):
        return True
    return bool(address and limits.wait_for(f"sign-in address {address}", DOUBTED_ADDRESS, now))


def _attempt(
    key: str, request: HttpRequest | None, now: datetime
) -> tuple[limits.Ticket, ...] | None:
    """Count a failure in advance, so parallel guesses cannot outrun the limit; None: locked."""
    mine = limits.take(key, FAILURES, now)
    if not mine:
        return None
    address = _address(request)
    if not address:
        return (mine,)
    theirs = limits.take(f"sign-in address {address}", ADDRESS_FAILURES, now)
    if not theirs:
        limits.give_back(mine)
        return None
    return mine, theirs


def _key(username: str, user: User | None) -> str:
    """All names of one account count together; a name without an account counts for itself."""
    return f"sign-in account {user.pk}" if user else f"sign-in name {normal_number(username)}"


def _address(request: HttpRequest | None) -> str | None:
    return request.META.get("REMOTE_ADDR") if request else None
