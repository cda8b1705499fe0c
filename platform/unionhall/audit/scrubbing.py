"""What may stand in an audit entry: short plain values, never a clear ID or bank number.

An entry has to be written whatever the caller hands in, because a deed without its entry is worse
than an entry with a value cut off. So nothing here refuses.
"""

from __future__ import annotations

import ipaddress
import re
import unicodedata
from collections.abc import Mapping
from datetime import date
from typing import Any, Final

from unionhall.language.masks import mask

LONGEST: Final = 300
DEEPEST: Final = 4
MOST: Final = 50
# 15 or 18 digits are an ID card, 16 to 19 a bank card; any script's digits, spaces between groups
_NUMBER: Final = re.compile(r"(?:\d[ \-]?){14,}[\dXx\uff38\uff58]")
_HASH: Final = re.compile(r"(?=[0-9]*[a-f])[0-9a-f]{32,}")
_UNSTORABLE: Final = re.compile("[\x00-\x1f\x7f\ud800-\udfff]")


def text(value: object, longest: int = LONGEST) -> str:
    """One line, storable on both databases, numbers of people masked, cut to its column."""
    return masked(_UNSTORABLE.sub(" ", str(value)))[:longest]


def masked(value: str) -> str:
    """The text without numbers of people: the ends of each, stars between."""
    storable = unicodedata.normalize("NFC", value)
    kept = [found.span() for found in _HASH.finditer(storable)]

    def hidden(found: re.Match[str]) -> str:
        if any(start <= found.start() and found.end() <= end for start, end in kept):
            return found.group()
        return mask(found.group(), "id")

    return _NUMBER.sub(hidden, storable)


def holds_number(value: str) -> bool:
    return masked(value) != unicodedata.normalize("NFC", value)


def plain(value: Any, depth: int = 0) -> Any:
    """`value` as JSON that reads back the same from both databases."""
    if value is None or isinstance(value, bool):
        return value
    if isinstance(value, int):
        masked = text(value)
        return value if masked == str(value) else masked
    if isinstance(value, date):
        return value.isoformat()
    if depth < DEEPEST:
        if isinstance(value, Mapping):
            pairs = list(value.items())[:MOST]
            return {text(key, 80): plain(one, depth + 1) for key, one in pairs}
        if isinstance(value, list | tuple | set | frozenset):
            items = sorted(value, key=str) if isinstance(value, set | frozenset) else value
            return [plain(one, depth + 1) for one in list(items)[:MOST]]
    return text(value)


def address(value: str | None) -> str | None:
    """An IP address in its usual writing; None for anything else a proxy may have said."""
    try:
        found = ipaddress.ip_address((value or "").strip().partition("%")[0])
    except ValueError:
        return None
    mapped = getattr(found, "ipv4_mapped", None)
    return str(mapped or found)
