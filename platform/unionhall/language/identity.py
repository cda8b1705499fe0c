"""Identity documents and names of people (domain.md 4.1 and 4.4).

Checks take the normal form and answer a code of what is wrong, or None. Only length, date and
check digit are hard: region codes were given by the map of the day a number was first registered,
so no table of regions may refuse one.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping
from datetime import date
from typing import Final

from stdnum.iso7064 import mod_11_2

from unionhall.language.half_width import folded, single_blanks

_RESIDENT = re.compile(r"[0-9]{17}[0-9X]")
_OLD_RESIDENT = re.compile(r"[0-9]{15}")
_PASSPORT = re.compile(r"[A-Z0-9]{5,17}")
_TAIWAN = re.compile(r"[0-9]{8}(?:[0-9]{2})?")
_HONG_KONG_MACAO = re.compile(r"[HM][0-9]{8}(?:[0-9]{2})?")
_OLD_PERMANENT = re.compile(r"[A-Z]{3}[0-9]{12}")
_PERMIT = re.compile(r"[A-Z0-9]{5,20}")
_FREE = re.compile(r"[A-Z0-9()/-]{1,32}")

_PROVINCES = (
    "11", "12", "13", "14", "15", "21", "22", "23", "31", "32", "33", "34", "35", "36", "37",
    "41", "42", "43", "44", "45", "46", "50", "51", "52", "53", "54", "61", "62", "63", "64",
    "65", "71", "81", "82", "83",
)  # fmt: skip
PROVINCES: Final = frozenset(_PROVINCES)


# A number in normal form and perhaps today -> a code of what is wrong, or None.
Check = Callable[[str, date | None], str | None]


def check_resident_id(number: str, today: date | None = None) -> str | None:
    """`old-number`, `length`, `characters`, `date`, `future` (only with `today`) or `checksum`.

    Also right for residence permits (81, 82, 83) and new permanent residence cards (9...).
    """
    if _OLD_RESIDENT.fullmatch(number):
        return "old-number"
    if len(number) != 18:
        return "length"
    if not _RESIDENT.fullmatch(number):
        return "characters"
    born = birth_date(number)
    if born is None or born.year < 1900:
        return "date"
    if today is not None and born > today:
        return "future"
    return None if mod_11_2.is_valid(number) else "checksum"


def birth_date(number: str) -> date | None:
    """The date in an 18-digit number, None when the calendar has no such day."""
    try:
        return date(int(number[6:10]), int(number[10:12]), int(number[12:14]))
    except ValueError:
        return None


def gender(number: str) -> str:
    """`male` or `female`, by the 17th digit."""
    return "male" if int(number[16]) % 2 else "female"


def kind_of_number(number: str) -> str | None:
    """Code of the document kind an 18-digit number belongs to, None for another number."""
    if not _RESIDENT.fullmatch(number):
        return None
    if number[0] == "9":
        return "553"
    return "556" if number[:2] in ("81", "82", "83") else "111"


def advise_resident_id(number: str, also: frozenset[str] = frozenset()) -> str | None:
    """`region` for a province that does not exist: to be shown, never to be refused.

    `also`: provinces of a demonstration (79)."""
    known = number[:1] == "9" or number[:2] in PROVINCES | also
    return None if known else "region"


def from_old_resident_id(number: str) -> str:
    """The 18 digits of a 15-digit number: only for importing old records. Raises ValueError."""
    if not _OLD_RESIDENT.fullmatch(number):
        raise ValueError("not a number of 15 digits")
    long = f"{number[:6]}19{number[6:]}"
    return long + str(mod_11_2.calc_check_digit(long))


def check_residence_permit(number: str, today: date | None = None) -> str | None:
    """Permits of residents of Hong Kong (81), Macao (82) and Taiwan (83)."""
    wrong = check_resident_id(number, today)
    return wrong or (None if kind_of_number(number) == "556" else "kind")


def check_permanent_residence(number: str, today: date | None = None) -> str | None:
    """Three letters and 12 digits until 2023; since then 18 digits that begin with 9."""
    if _OLD_PERMANENT.fullmatch(number):
        return None
    return check_resident_id(number, today) or (None if number[0] == "9" else "kind")


def _written(pattern: re.Pattern[str]) -> Check:
    def check(number: str, today: date | None = None) -> str | None:
        return None if pattern.fullmatch(number) else "characters"

    return check


# By code of GA/T 2000.156; 556 is ours, public lists do not agree on one (domain.md 4.1).
CHECKS: Final[Mapping[str, Check]] = {
    "111": check_resident_id,
    "113": _written(_FREE),
    "414": _written(_PASSPORT),
    "511": _written(_TAIWAN),
    "516": _written(_HONG_KONG_MACAO),
    "553": check_permanent_residence,
    "554": _written(_PERMIT),
    "556": check_residence_permit,
    "990": _written(_FREE),
}


def check_document(kind: str, number: str, today: date | None = None) -> str | None:
    """The number of a document of a known kind: a code, or `kind` for an unknown kind."""
    return CHECKS[kind](number, today) if kind in CHECKS else "kind"


def check_any_document(number: str, today: date | None = None) -> str | None:
    """A number whose kind is not asked for. What looks like an ID number must be a right one."""
    if _RESIDENT.fullmatch(number) or _OLD_RESIDENT.fullmatch(number):
        return check_resident_id(number, today)
    patterns = (_PASSPORT, _TAIWAN, _HONG_KONG_MACAO, _OLD_PERMANENT, _PERMIT)
    return None if any(one.fullmatch(number) for one in patterns) else "characters"


_DOTS = re.compile("[\u2022\u2027\u2219\u22c5\u30fb\uff0e\u00b7\uff65]")
_APOSTROPHES = re.compile("[\u2018\u2019\u02bc\uff07]")
_HAN = (
    (0x3400, 0x4DBF), (0x4E00, 0x9FFF), (0x20000, 0x2A6DF), (0x2A700, 0x2EBEF),
    (0x2EBF0, 0x2EE5F), (0x30000, 0x3134F), (0x31350, 0x323AF), (0x3007, 0x3007),
    (0xF900, 0xFAFF), (0x2F800, 0x2FA1F),
)  # fmt: skip
NAME_LENGTH: Final = (2, 50)


def normal_name(text: str) -> str:
    """One kind of middle dot and apostrophe; blanks vanish from Chinese names, else become one."""
    dotted = _APOSTROPHES.sub("'", _DOTS.sub("·", text))
    name = re.sub(r" *· *", "·", single_blanks(unicodedata.normalize("NFC", dotted)))
    is_chinese = name != "" and all(is_han(sign) or sign in " ·" for sign in name)
    return name.replace(" ", "") if is_chinese else name


def check_name(name: str) -> str | None:
    """`length`, `blank` (in a name with Chinese characters) or `characters`."""
    if not NAME_LENGTH[0] <= len(name) <= NAME_LENGTH[1]:
        return "length"
    if any(is_han(sign) for sign in name) and " " in name:
        return "blank"
    if name != folded(name) or not all(_may_stand_in_name(sign) for sign in name):
        return "characters"
    return None if name[0] not in "·-'" and name[-1] not in "·-'" else "characters"


def is_han(sign: str) -> bool:
    """A Chinese character, extensions A to I and 〇 included."""
    return any(first <= ord(sign) <= last for first, last in _HAN)


def _may_stand_in_name(sign: str) -> bool:
    return is_han(sign) or sign in " ·-'" or unicodedata.category(sign)[0] in "LM"
