"""Previous and next of a keyset list: cursors only lead forward, so the way back is carried along.

`cursor` is the page shown, `trail` the cursors of the pages before it.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from django.http import QueryDict

START = "-"
_CURSOR = re.compile(r"[A-Za-z0-9_-]{1,400}")
_MOST = 30


@dataclass(frozen=True, slots=True)
class Trail:
    """`cursor` "" is the first page."""

    cursor: str
    before: tuple[str, ...]

    def previous_url(self, address: Callable[..., str]) -> str:
        if not self.cursor:
            return ""
        # a long trail was cut: the way back then ends at the beginning
        *rest, last = self.before or (START,)
        cursor = "" if last == START else last
        return address(cursor=cursor, trail=".".join(rest) if cursor else "")

    def next_url(self, address: Callable[..., str], following: str) -> str:
        """`following`: the cursor after this page, "" when it is the last."""
        if not following:
            return ""
        passed = (*self.before, self.cursor or START)[-_MOST:]
        return address(cursor=following, trail=".".join(passed))


def read(query: QueryDict) -> Trail:
    """Read both from an address; what is no cursor is left out."""
    cursor = query.get("cursor") or ""
    before = (query.get("trail") or "").split(".")[-_MOST:]
    return Trail(
        cursor if _CURSOR.fullmatch(cursor) else "",
        tuple(one for one in before if _CURSOR.fullmatch(one)),
    )
