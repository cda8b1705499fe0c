"""What every command of a page carries besides its own fields: version, key, who agrees."""

from __future__ import annotations

import re
import secrets
from datetime import datetime
from typing import TypedDict

from django.http import HttpRequest
from django.utils import timezone

from unionhall.people.models import User
from unionhall.web.requests import SignedRequest

_KEY = re.compile(r"[A-Za-z0-9_-]{8,64}")
LARGEST_VERSION = 2**31 - 1


def version_of(request: HttpRequest) -> int:
    """Return the version the page was drawn from; -1 (never current) when it is no number."""
    text = request.POST.get("version", "") or request.POST.get("_version", "")
    if text.isascii() and text.isdecimal() and len(text) <= 10:
        return min(int(text), LARGEST_VERSION)
    return -1


def command_key(request: HttpRequest) -> str:
    """Return the posted idempotency key, else a new one: pressing twice does a thing once."""
    given = request.POST.get("key", "") or request.POST.get("_key", "")
    return given if _KEY.fullmatch(given) else secrets.token_urlsafe(16)


class Commanding(TypedDict):
    """Who commands, when, and with which key."""

    by: User
    now: datetime
    key: str | None


def command(request: SignedRequest) -> Commanding:
    return {"by": request.user, "now": timezone.now(), "key": command_key(request)}


class Agreeing(TypedDict):
    """What a consent keeps of the device it was given on."""

    address: str | None
    agent: str


def who_agrees(request: HttpRequest) -> Agreeing:
    return {
        "address": request.META.get("REMOTE_ADDR") or None,
        "agent": request.headers.get("User-Agent", "")[:200],
    }
