"""What a person agreed to, in words: the title of the text, when, whether it still reads so."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from unionhall.definitions import selectors
from unionhall.people.models import Consent


@dataclass(frozen=True, slots=True)
class Agreement:
    """`is_current`: the text has not been changed since."""

    title: str
    at: datetime
    is_current: bool


def shown(given: Iterable[Consent]) -> list[Agreement]:
    """Return one row per consent; a text that is withdrawn keeps the title it was known by."""
    found = []
    for one in given:
        title, digest = _text(one.text_key)
        found.append(Agreement(title or one.purpose, one.given_at, digest == one.text_digest))
    return found


def _text(key: str) -> tuple[str, str]:
    try:
        text = selectors.text(key)
    except selectors.NotPublished:
        return "", ""
    return text.title, text.digest
