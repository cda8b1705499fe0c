"""Which mobile this browser session has proven by a code, for the page that comes after it.

A code is used up by its right answer; what it proved holds for half an hour, for one purpose.
"""

from __future__ import annotations

from collections.abc import MutableMapping
from datetime import datetime, timedelta
from typing import Any

LIFETIME = timedelta(minutes=30)
_KEY = "proven-mobile"


def note(session: MutableMapping[str, Any], mobile: str, purpose: str, now: datetime) -> None:
    """Remember it, in place of whatever was proven before."""
    until = (now + LIFETIME).isoformat()
    session[_KEY] = {"mobile": mobile, "purpose": purpose, "until": until}


def mobile(session: MutableMapping[str, Any], purpose: str, now: datetime) -> str | None:
    """The mobile that was proven for this purpose and still counts."""
    kept = session.get(_KEY)
    if not kept or kept["purpose"] != purpose:
        return None
    if datetime.fromisoformat(kept["until"]) <= now:
        return None
    proven: str = kept["mobile"]
    return proven


def forget(session: MutableMapping[str, Any]) -> None:
    session.pop(_KEY, None)
