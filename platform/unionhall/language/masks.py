"""Masks: how much of a sensitive value is shown (X1-32, X1-41, X1-68, X1-69).

The number of stars says nothing about the length. A value too short for its mask is hidden whole.
"""

from __future__ import annotations

from typing import Final

STARS: Final = "****"

# kind -> (signs shown at the beginning, at the end)
SHOWN: Final = {
    "id": (4, 2),
    "mobile": (3, 4),
    "bank": (0, 4),
    "code": (2, 2),
    "name": (1, 0),
    "health": (0, 0),
}
KINDS: Final = (*SHOWN, "email")


def mask(value: object, kind: str) -> str:
    """`79010119850101001X`, id -> `7901****1X`. An unknown kind hides everything; absent is ""."""
    text = "" if value is None else str(value)
    if not text:
        return ""
    if kind == "email":
        return _email(text)
    first, last = SHOWN.get(kind, (0, 0))
    if len(text) <= first + last:
        return STARS
    hidden = "*" * min(len(text) - 1, 2) if kind == "name" else STARS
    return f"{text[:first]}{hidden}{text[len(text) - last :] if last else ''}"


def _email(text: str) -> str:
    """The first three signs of the name and the whole domain; a short name shows one."""
    name, at, domain = text.rpartition("@")
    if not at:
        return STARS
    return f"{name[: 3 if len(name) > 3 else 1]}{STARS}@{domain}"
