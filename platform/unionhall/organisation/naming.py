"""Names as they are searched: initials of their syllables, and one line with all of it."""

from __future__ import annotations

import unicodedata
from functools import lru_cache

from pypinyin import Style, lazy_pinyin

LONGEST_INITIALS = 120
LONGEST_SEARCH = 120


@lru_cache(maxsize=10_000)  # one name stands in a case, a register and a list of each
def initials(name: str) -> str:
    """`海滨软件` -> `hbrj`; letters and digits stay, everything else goes."""
    syllables = lazy_pinyin(plain(name), style=Style.FIRST_LETTER, errors=str)
    kept = (sign for sign in "".join(syllables) if sign.isascii() and sign.isalnum())
    return "".join(kept).lower()[:LONGEST_INITIALS]


def plain(text: str) -> str:
    """As it is compared: half-width, small letters, no blanks."""
    return "".join(unicodedata.normalize("NFKC", str(text)).lower().split())


def search_line(name: str, code: str = "") -> str:
    """What a search by part looks through; the parts never run into each other."""
    return " ".join(part for part in (plain(name), initials(name), plain(code)) if part)


def is_findable(text: object) -> bool:
    """Whether a database can be asked for this text: NUL and lone surrogates cannot be."""
    if not isinstance(text, str) or len(text) > LONGEST_SEARCH or "\x00" in text:
        return False
    return not any("\ud800" <= character <= "\udfff" for character in text)
