"""Reading numbers the way people type them: full-width digits, thousands separators, blanks."""

from __future__ import annotations

import re
from decimal import Decimal

_FULL_WIDTH = str.maketrans("０１２３４５６７８９．，－＋　", "0123456789.,-+ ")
_NUMBER = re.compile(r"[+-]?(?:\d{1,3}(?:,\d{3})+|\d+)?(?:\.\d*)?", re.ASCII)
LONGEST = 40


def half_width(typed: str) -> str:
    return typed.translate(_FULL_WIDTH).strip()


def decimal_of(typed: str) -> Decimal | None:
    """`typed` as a number, or None where it is not one. `1,234.5` is; `1,2,3` is not."""
    plain = half_width(typed).replace(" ", "")
    if len(plain) > LONGEST or not any(c.isdigit() for c in plain):
        return None
    if not _NUMBER.fullmatch(plain):
        return None
    return Decimal(plain.replace(",", ""))
