"""Where an account is signed in: one row per browser session (allauth's record of them).

A session that ended, or that a new password made worthless, disappears from the list by itself.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime

from allauth.usersessions.models import UserSession

from unionhall.people.models import User

LONGEST_AGENT = 200
NOWHERE = "0.0.0.0"  # noqa: S104  # nosec B104 - not an address to listen on
_BROWSERS = (
    ("MicroMessenger", "微信"),
    ("Edg/", "Edge"),
    ("Firefox/", "Firefox"),
    ("Chrome/", "Chrome"),
    ("Safari/", "Safari"),
)
_DEVICES = (
    ("HarmonyOS", "HarmonyOS"),
    ("Android", "Android"),
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Windows", "Windows"),
    ("Mac OS", "Mac"),
    ("Linux", "Linux"),
)


@dataclass(frozen=True, slots=True)
class Place:
    """One browser. `device` in a few words, empty when it does not say."""

    key: int
    device: str
    address: str
    since: datetime
    is_here: bool


def remember(user: User, session_key: str, address: str | None, agent: str, now: datetime) -> None:
    """Note a new session. The key is unique: one row for each."""
    row = {"user": user, "ip": address or NOWHERE, "user_agent": agent[:LONGEST_AGENT]}
    row |= {"created_at": now, "last_seen_at": now}
    UserSession.objects.update_or_create(session_key=session_key, defaults=row)


def places(user: User, here: str | None) -> list[Place]:
    """Where he is signed in now, this browser first, then the newest."""
    rows = UserSession.objects.purge_and_list(user)
    found = [
        Place(row.pk, device(row.user_agent), row.ip, row.created_at, row.session_key == here)
        for row in rows
    ]
    return sorted(found, key=lambda place: (not place.is_here, -place.since.timestamp()))


def end(user: User, key: int) -> bool:
    """End one session of this account; False: it has no such session."""
    row = UserSession.objects.filter(user=user, pk=key).first()
    if row is None:
        return False
    row.end()
    return True


def end_others(user: User, here: str | None) -> int:
    """End every session but this one; returns how many there were."""
    rows = list(UserSession.objects.filter(user=user).exclude(session_key=here or ""))
    for row in rows:
        row.end()
    return len(rows)


def device(agent: str) -> str:
    """`Chrome · Windows` for the long line a browser sends."""
    words = [_first(_BROWSERS, agent), _first(_DEVICES, agent)]
    return " · ".join(word for word in words if word)


def _first(known: tuple[tuple[str, str], ...], agent: str) -> str:
    return next((name for sign, name in known if re.search(re.escape(sign), agent)), "")
