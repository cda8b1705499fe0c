"""Letters that look like what should stand there: O for 0, Cyrillic and Greek for Latin ones.

Full-width signs are not among them: those are folded in silence (`language.half_width`).
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

_DIGITS: Final = str.maketrans(
    "OoQ〇零○ОоΟοIl|ІіΙιӀЗзЅ", "000000" + "0000" + "111" + "1111" + "1" + "335"
)
_LATIN: Final = str.maketrans(
    "АВЕКМНОРСТХУаеорсхуіјѕΑΒΕΖΗΚΜΝΟΡΤΥΧ×αικνορυχ",
    "ABEKMHOPCTXYaeopcxyijsABEZHKMNOPTYXXaiknopux",
)


def strange(text: str) -> str:
    """The first letter that is Greek or Cyrillic, "" when there is none."""
    return next((sign for sign in text if sign.translate(_LATIN) != sign), "")


def meant(text: str, is_right: Callable[[str], bool]) -> str:
    """What was probably meant, when only look-alikes keep `text` from being right; else ""."""
    for candidate in (
        text.translate(_LATIN),
        text.translate(_DIGITS),
        text.translate(_LATIN).translate(_DIGITS),
        text[:17].translate(_DIGITS) + text[17:].translate(_LATIN),
    ):
        if candidate != text and is_right(candidate):
            return candidate
    return ""


def misread(text: str) -> str:
    """A letter O (of any script) among digits, "" when there is none."""
    return next((sign for sign in text if sign in "OoОоΟο〇"), "")
