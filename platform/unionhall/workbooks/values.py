"""The text of one cell as a person would type it, out of what the XML says.

Pure and free of Django: the reading child uses it.
"""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from typing import Final

# Letters under which kinds travel from the child to the parent.
KINDS: Final = {
    "t": "text",
    "n": "number",
    "f": "formula",
    "d": "date",
    "b": "bool",
    "e": "error",
}
# Excel's own date formats, those of Chinese versions (27-36, 50-58) included.
BUILT_IN_DATES: Final = frozenset((*range(14, 23), *range(27, 37), *range(45, 48), *range(50, 59)))
_NO_PART_OF_A_DATE = re.compile(r'"[^"]*"|\[[^\]]*\]|\\.|_.|\*.')
_ESCAPED = re.compile(r"_x(0009|000A|000D|005F)_", re.IGNORECASE)
_ISO = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}(?:T[0-9:.]+Z?)?")
_EPOCH, _EPOCH_1904 = datetime(1899, 12, 30), datetime(1904, 1, 1)  # noqa: DTZ001 - sheets have no zone
_LAST_DAY: Final = 2_958_465
_SAFE_DIGITS: Final = 1e15


def whole(text: str | None, default: int) -> int:
    """An ASCII whole number of at most ten digits, else `default`."""
    if text and len(text) <= 10 and text.isascii() and text.isdigit():
        return int(text)
    return default


def decimal(text: str | None) -> float:
    """A plain number, 0 for anything else."""
    try:
        found = float(text or 0)
    except ValueError:
        return 0.0
    return found if 0 <= found < _SAFE_DIGITS else 0.0


_columns: dict[str, int] = {}


def column_of(place: str) -> int:
    """`M7` -> 13; 0 for what is no place of a sheet."""
    letters = place.rstrip("0123456789")
    known = _columns.get(letters)
    if known is None:
        if not (0 < len(letters) <= 3 and letters.isascii() and letters.isalpha()):
            return 0
        known = 0
        for letter in letters.upper():
            known = known * 26 + ord(letter) - 64
        _columns[letters] = known
    return known


def letters_of(column: int) -> str:
    """13 -> `M`."""
    letters = ""
    while column > 0:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def unescaped(text: str) -> str:
    """Excel writes a tab as _x0009_. Other control characters stay written out: they cannot be
    stored."""
    if "_x" not in text:
        return text
    return _ESCAPED.sub(lambda found: chr(int(found.group(1), 16)), text)


def is_date_format(code: str) -> bool:
    """`yyyy"年"m"月"`, `[$-804]m/d/yy h:mm`: a day or an hour is shown."""
    bare = _NO_PART_OF_A_DATE.sub("", code).lower()
    return "general" not in bare and any(sign in bare for sign in "ymdhs")


def typed(value: str, kind: str, *, is_date: bool, epoch_1904: bool) -> tuple[str, str]:
    """(text, letter of the kind) of a cell that is neither text nor a formula."""
    value = value.strip()
    if kind == "b":
        return ("true" if value in ("1", "true") else "false"), "b"
    if kind == "e":
        return value or "#VALUE!", "e"
    if kind == "d":
        return (value.removesuffix("Z"), "d") if _ISO.fullmatch(value) else (value, "t")
    if not value:
        return "", "t"
    try:
        number = float(value)
    except ValueError:
        return value, "t"
    if is_date and 0 <= number <= _LAST_DAY:
        return moment(number, epoch_1904), "d"
    return number_text(number), "n"


def number_text(number: float) -> str:
    """`12`, `0.5`; beyond fifteen digits as the sheet keeps it, because the rest is lost."""
    if abs(number) < _SAFE_DIGITS and number == int(number):
        return str(int(number))
    return repr(number)


def moment(number: float, epoch_1904: bool) -> str:
    """A day count as `2026-03-05`, with a time of day when it has one."""
    if number < 1 and not epoch_1904 and number:
        return str(timedelta(seconds=round(number * 86_400)))
    # day 60 of the older calendar is 29 February 1900, which never was
    early = timedelta(days=1 if number < 60 and not epoch_1904 else 0)
    when = (
        (_EPOCH_1904 if epoch_1904 else _EPOCH) + early + timedelta(seconds=round(number * 86_400))
    )
    if when.hour or when.minute or when.second:
        return when.isoformat()
    return when.date().isoformat()


def moved_formula(formula: str, origin: str, place: str) -> str:
    """What a formula written once for many cells says at `place`."""
    from openpyxl.formula.translate import Translator  # half a second that few workbooks need

    try:
        return str(Translator(f"={formula}", origin=origin).translate_formula(place))
    except Exception:  # openpyxl's tokenizer raises whatever an odd formula makes it raise
        return formula
