"""How wide a text is in a sheet, how many lines it takes, and how a sheet is printed.

Programs that open a workbook keep the heights that stand in it, so a second line is not seen unless
its row was made high enough.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from typing import Any, Final

LINE: Final = 15.0
# Excel has no higher row
HIGHEST: Final = 409.0
_A4: Final = 9
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


def fit_to_paper(sheet: Any) -> None:
    """Printed on as many pages of A4 as it takes, none of them cut at the right."""
    sheet.page_setup.orientation, sheet.page_setup.paperSize = "landscape", _A4
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
