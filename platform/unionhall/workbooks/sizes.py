"""How wide a text is in a sheet and how many lines it takes: programs that open a workbook keep
the heights that stand in it, so a second line is not seen unless its row was made high enough."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from typing import Final

LINE: Final = 15.0
# Excel has no higher row
HIGHEST: Final = 409.0
# Signs after which a long word is not looked at any more
_ENOUGH: Final = 2_000


def width_of(text: str) -> int:
    """In signs of a sheet: a Chinese one takes the place of two."""
    if text.isascii():
        return len(text)
    return sum(2 if unicodedata.east_asian_width(sign) in "WF" else 1 for sign in text[:_ENOUGH])


def lines_of(text: str, width: int) -> int:
    """How many lines it takes in a cell so wide that wraps."""
    room = max(width - 1, 1)
    return sum(max(-(-width_of(line) // room), 1) for line in text.split("\n"))


def height_of(cells: Iterable[tuple[str, int]]) -> float:
    """Of a row with these (text, width), in points; 0 when one line is enough."""
    lines = max((lines_of(text, width) for text, width in cells), default=1)
    return min(lines * LINE, HIGHEST) if lines > 1 else 0.0
