"""Telling people from programs: five signs in a picture, or a small sum in words.

A challenge is answered once, rightly or wrongly, within ten minutes. The sum is for people who
cannot see the picture; programs could read it too, so one address gets few of them
(docs/decisions/0009-captcha.md). The only module that knows django-simple-captcha.
"""

from __future__ import annotations

import secrets
import unicodedata
from dataclasses import dataclass
from datetime import datetime, timedelta
from math import ceil
from typing import Protocol, cast

from captcha import views as pictures
from captcha.models import CaptchaStore
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from unionhall.people import limits
from unionhall.people.limits import Window

PICTURE, WORDS = "picture", "words"
# Signs nobody takes for one another: no 0 O, 1 I l, 5 S, 8 B, 2 Z.
SIGNS = "ACDEFGHJKLMNPQRTUVWXYabdefhkmnrt34679"
LENGTH = 5
LIFETIME = timedelta(minutes=10)
LONGEST_KEY = 40
WORDS_PER_ADDRESS = (Window(6, timedelta(minutes=30)), Window(20, timedelta(days=1)))
_NUMBERS = (
    *(gettext_noop("two"), gettext_noop("three"), gettext_noop("four"), gettext_noop("five")),
    *(gettext_noop("six"), gettext_noop("seven"), gettext_noop("eight"), gettext_noop("nine")),
)
_MARK = "words:"
# Posted names. `AGAIN` is the button that asks for another challenge of the kind it carries.
KEY, ANSWER, KIND, AGAIN = "_captcha_key", "_captcha_answer", "_captcha_kind", "_captcha"


@dataclass(frozen=True, slots=True)
class Challenge:
    """`question` is the sum in words; empty for a picture, which `picture` draws."""

    key: str
    kind: str
    question: str = ""


@dataclass(frozen=True, slots=True)
class Shown:
    """A challenge on a page. `note`: why it is no sum in words although one was asked for."""

    challenge: Challenge
    error: str = ""
    note: str = ""


class Post(Protocol):
    """The part of Django's QueryDict that is used here."""

    def get(self, key: str, /) -> str | None: ...


class TooMany(Exception):
    """This address asked for too many sums in words; `wait` says until when."""

    def __init__(self, wait: timedelta) -> None:
        super().__init__(str(wait))
        self.wait = wait


def new(kind: str = PICTURE, *, address: str | None, now: datetime) -> Challenge:
    """Make a challenge. Raises TooMany, for sums in words only."""
    CaptchaStore.objects.filter(expiration__lte=now).delete()
    if kind == WORDS:
        return _sum(address, now)
    signs = "".join(secrets.choice(SIGNS) for _number in range(LENGTH))
    return Challenge(_stored(signs, signs, now), PICTURE)


def passes(key: str, answer: str, now: datetime) -> bool:
    """Whether the answer is right. The challenge is used up whatever the answer was.

    Of many parallel answers one deletes the row, and only that one counts. Capital and small
    letters are the same, full-width signs and blanks are forgiven.
    """
    if not key or len(key) > LONGEST_KEY or not key.isascii() or "\x00" in key:
        return False
    row = CaptchaStore.objects.filter(hashkey=key).first()
    if row is None:
        return False
    deleted, _each = CaptchaStore.objects.filter(pk=row.pk).delete()
    right = secrets.compare_digest(row.response.encode(), _plain(answer).encode())
    return deleted == 1 and right and row.expiration > now


def answered(post: Post, now: datetime) -> bool:
    """Whether what was posted answers its challenge, which is used up by it."""
    return passes(post.get(KEY) or "", post.get(ANSWER) or "", now)


def shown(post: Post, address: str | None, now: datetime, error: str = "") -> Shown:
    """A new challenge for a page, of the kind that was asked for last."""
    kind = post.get(AGAIN) or post.get(KIND) or PICTURE
    if kind != WORDS:
        return Shown(new(address=address, now=now), error)
    try:
        return Shown(new(WORDS, address=address, now=now), error)
    except TooMany as refusal:
        minutes = ceil(refusal.wait.total_seconds() / 60)
        note = _(
            "There are no more sums for your network now. Please use the picture, try again in"
            " {n} minutes, or call the help line."
        ).format(n=minutes)
        return Shown(new(address=address, now=now), error, note)


def wrong() -> str:
    return _("The captcha is wrong or too old. Please enter the new one.")


def picture(key: str) -> bytes | None:
    """The picture of a challenge as PNG, None when there is none (any more)."""
    row = CaptchaStore.objects.filter(hashkey=key[:LONGEST_KEY].replace("\x00", "")).first()
    if row is None or row.challenge.startswith(_MARK):
        return None
    answer = pictures.captcha_image(cast(HttpRequest, None), row.hashkey)
    return bytes(answer.content) if answer.status_code == 200 else None


def _sum(address: str | None, now: datetime) -> Challenge:
    if address:
        ticket = limits.take(f"captcha words {address}", WORDS_PER_ADDRESS, now)
        if not ticket:
            raise TooMany(ticket.wait or timedelta())
    one, other = secrets.randbelow(len(_NUMBERS)), secrets.randbelow(len(_NUMBERS))
    question = _("What is {one} plus {other}?").format(
        one=_(_NUMBERS[one]), other=_(_NUMBERS[other])
    )
    return Challenge(_stored(_MARK, str(one + other + 4), now), WORDS, question)


def _stored(challenge: str, response: str, now: datetime) -> str:
    row = CaptchaStore.objects.create(
        challenge=challenge,
        response=response,
        hashkey=secrets.token_hex(LONGEST_KEY // 2),
        expiration=now + LIFETIME,
    )
    return str(row.hashkey)


def _plain(answer: str) -> str:
    return "".join(unicodedata.normalize("NFKC", answer[:20]).split()).lower()
