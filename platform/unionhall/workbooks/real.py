"""Days and amounts of an export as what they are, so that people can sort and add them up.

What is seen in the cell stays what the screen shows; what is not surely one is left a text.
"""

from __future__ import annotations

import re
from datetime import date
from typing import Final

DATE, MONEY, NUMBER = "date", "money", "number"
_DAY: Final = re.compile(r"([0-9]{4})(?:-([0-9]{1,2})-([0-9]{1,2})|年([0-9]{1,2})月([0-9]{1,2})日)")
_AMOUNT: Final = re.compile(r"([¥￥]?)(-?[0-9]{1,3}(?:,[0-9]{3})+|-?[0-9]+)(\.[0-9]{1,6})?")
# Excel keeps so many digits, and knows no day before
_DIGITS: Final = 15
_FIRST: Final = date(1900, 3, 1)


def of(text: str, kind: str) -> tuple[date | float, str] | None:
    """(value, number format under which it looks like `text`); None: it stays a text."""
    if kind == DATE:
        return _day(text)
    return _amount(text) if kind in (MONEY, NUMBER) else None


def _day(text: str) -> tuple[date, str] | None:
    found = _DAY.fullmatch(text)
    if found is None:
        return None
    month, day_ = found[2] or found[4], found[3] or found[5]
    try:
        day = date(int(found[1]), int(month), int(day_))
    except ValueError:
        return None
    is_padded = len(month) == len(day_) == len("00")
    shown = 'yyyy"年"m"月"d"日"' if found[4] else "yyyy-mm-dd" if is_padded else "yyyy-m-d"
    return (day, shown) if day >= _FIRST else None


def _amount(text: str) -> tuple[float, str] | None:
    found = _AMOUNT.fullmatch(text)
    if found is None or sum(sign.isdigit() for sign in text) > _DIGITS:
        return None
    sign, whole, rest = found[1], found[2].replace(",", ""), found[3] or ""
    if len(whole.lstrip("-")) > 1 and whole.lstrip("-").startswith("0"):
        return None  # a code, not a quantity
    shown = ("#,##0" if "," in found[2] or sign else "0") + (
        f".{'0' * (len(rest) - 1)}" if rest else ""
    )
    value = float(whole + rest) if rest else int(whole)
    return value, f'"{sign}"{shown}' if sign else shown
