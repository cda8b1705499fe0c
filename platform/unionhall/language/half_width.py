"""Folding what Chinese keyboards and copied text bring into one way of writing codes."""

from __future__ import annotations

import re

# U+FF01..U+FF5E are the full-width ASCII signs, U+3000 the full-width blank.
_FOLD = {0xFF01 + offset: 0x21 + offset for offset in range(94)} | {0x3000: 0x20}
_DASHES = dict.fromkeys((0x2010, 0x2011, 0x2012, 0x2013, 0x2014, 0x2212), "-")
# Zero-width signs, soft hyphen, byte order mark: invisible, and copied along from web pages.
_INVISIBLE = dict.fromkeys((0x00AD, 0x200B, 0x200C, 0x200D, 0x2060, 0xFEFF))
_BLANKS = re.compile(r"\s+")


def folded(text: str) -> str:
    """Full-width signs become half-width, dashes `-`; invisible signs go, the ends are trimmed.

    Digits of other scripts stay as they are, and are refused by every check.
    """
    return text.translate(_INVISIBLE).translate(_FOLD).translate(_DASHES).strip()


def without_blanks(text: str) -> str:
    """Folded, and nothing blank anywhere."""
    return _BLANKS.sub("", folded(text))


def single_blanks(text: str) -> str:
    """Folded, runs of blanks as one."""
    return _BLANKS.sub(" ", folded(text))


def code(text: str) -> str:
    """Without blanks, in capitals: how codes and document numbers are kept."""
    return without_blanks(text).upper()
