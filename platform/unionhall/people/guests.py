"""Accounts of nobody: each carries one application that was begun without signing in.

A guest comes back with the number of the application and its query code, of which only a slow
hash is kept (as the account's password). Nobody signs in with a guest's name.
"""

from __future__ import annotations

import secrets
import unicodedata
from datetime import datetime, timedelta

from django.contrib.auth.hashers import make_password

from unionhall.organisation.models import new_key
from unionhall.people import limits
from unionhall.people.limits import Ticket, Window
from unionhall.people.models import User

# 28 signs nobody takes for one another, ten of them: 48 bits.
SIGNS = "34679ACDEFGHJKLMNPQRTUVWXYBS"
LENGTH = 10
GROUP = 5
LONGEST = 40
BEGUN_PER_ADDRESS = (Window(30, timedelta(hours=1)), Window(100, timedelta(days=1)))
WRONG_PER_NUMBER = (Window(5, timedelta(minutes=15)), Window(20, timedelta(days=1)))
WRONG_PER_ADDRESS = (Window(20, timedelta(minutes=15)), Window(100, timedelta(days=1)))


def add() -> User:
    """A new guest; without a code nobody comes back to him yet."""
    guest: User = User.objects.create_user(f"guest-{new_key()}", None, is_guest=True)
    return guest


def new_code() -> str:
    """A query code as it is shown: two groups of five."""
    signs = "".join(secrets.choice(SIGNS) for _number in range(LENGTH))
    return f"{signs[:GROUP]}-{signs[GROUP:]}"


def plain(code: str) -> str:
    """The code as it is compared: capitals without blanks, hyphens and full-width forms."""
    text = unicodedata.normalize("NFKC", code[:LONGEST]).upper()
    return "".join(sign for sign in text if sign.isascii() and sign.isalnum())


def is_right(guest: User | None, code: str) -> bool:
    """Whether it is his code. Without a guest it takes as long, and is wrong."""
    given = plain(code)
    if guest is None or not guest.is_guest or not guest.has_usable_password():
        make_password(given)
        return False
    return guest.check_password(given) and guest.is_active


def may_begin(address: str | None, now: datetime) -> Ticket:
    """One of the applications that may be begun from this address without signing in."""
    if not address:
        return Ticket(0)
    return limits.take(f"guest begins {address}", BEGUN_PER_ADDRESS, now)


def attempt(number: str, address: str | None, now: datetime) -> tuple[Ticket, ...] | timedelta:
    """Count a wrong code in advance, alike for numbers that exist and that do not; give the
    tickets back when it was right. A timedelta: wait so long, nothing is compared."""
    taken: list[Ticket] = []
    for key, windows in (
        (f"query number {plain(number)}", WRONG_PER_NUMBER),
        (f"query address {address}", WRONG_PER_ADDRESS),
    ):
        ticket = limits.take(key, windows, now)
        if not ticket:
            limits.give_back(*taken)
            return ticket.wait or timedelta()
        taken.append(ticket)
    return tuple(taken)


def forgive(tickets: tuple[Ticket, ...]) -> None:
    """The code was right: it does not count as a wrong one."""
    limits.give_back(*tickets)
