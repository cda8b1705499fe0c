"""The registered `format`s: how a typed text becomes the normal form, and what is refused.

`FORMATS` is the registry (language.md 2.1). Numbers of people and organisations are judged in
`identity` and `organisation_numbers`; sentences for the codes are written by the forms.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from unionhall.language import identity
from unionhall.language import organisation_numbers as organisations
from unionhall.language.half_width import code, folded, without_blanks

_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_LOOSE_DATE = re.compile(r"([0-9]{4})\s*[-/.年]\s*([0-9]{1,2})\s*[-/.月]\s*([0-9]{1,2})\s*日?")
_DATE_TIME = re.compile(
    r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}(?::[0-9]{2}(?:\.[0-9]{1,6})?)?"
    r"(?:Z|[+-][0-9]{2}:[0-9]{2})"
)
_MOBILE = re.compile(r"1[3-9][0-9]{9}")
_PREFIX = re.compile(r"(?:\+|00)?86(?=1[0-9]{10}$)")
_MONEY = re.compile(r"-?[0-9]{1,13}(?:\.[0-9]{1,2})?")
_REGION = re.compile(r"[0-9]{6}(?:[0-9]{3}){0,2}")
# Public keys are URL-safe Base64: one in thirty begins with "-" or "_".
_REFERENCE = re.compile(r"[A-Za-z0-9_-][A-Za-z0-9_.:-]{0,63}")
_LOCAL = r"[a-z0-9!#$%&'*+/=?^_`{|}~-]+"
_LABEL = r"[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?"
_EMAIL = re.compile(rf"{_LOCAL}(?:\.{_LOCAL})*@{_LABEL}(?:\.{_LABEL})+")


@dataclass(frozen=True, slots=True)
class Format:
    """`normalise` never fails. `check` takes the normal form and perhaps today, and answers a code
    of what is wrong or None; anything not in normal form is refused. `advise` only warns.
    """

    name: str
    normalise: Callable[[str], str]
    judge: Callable[[str, date | None], str | None]
    advise: Callable[[str], str | None] | None = None

    def check(self, value: str, today: date | None = None) -> str | None:
        return self.judge(value, today)


def format_of(name: str) -> Format | None:
    """The format of a schema word; `record-ref:<register>` is `record-ref`."""
    return FORMATS.get(name) or FORMATS.get(name.partition(":")[0])


def normal_date(text: str) -> str:
    """`2026年3月5日`, `2026/3/5`, full-width digits -> `2026-03-05`; anything else folded."""
    value = folded(text)
    found = _LOOSE_DATE.fullmatch(value)
    if found is None:
        return value
    year, month, day = found.groups()
    return f"{year}-{month:0>2}-{day:0>2}"


def check_date(value: str) -> str | None:
    """`characters` or `date` (no such day)."""
    if not _DATE.fullmatch(value):
        return "characters"
    try:
        date.fromisoformat(value)
    except ValueError:
        return "date"
    return None


def check_date_time(value: str) -> str | None:
    """ISO 8601 with seconds optional and an offset obligatory."""
    if not _DATE_TIME.fullmatch(value):
        return "characters"
    try:
        datetime.fromisoformat(value)
    except ValueError:
        return "date"
    return None


def normal_mobile(text: str) -> str:
    """Blanks, hyphens and the country's own prefix go."""
    return _PREFIX.sub("", without_blanks(text).replace("-", ""))


def check_mobile(value: str) -> str | None:
    if not re.fullmatch(r"[0-9]+", value):
        return "characters"
    if len(value) != 11:
        return "length"
    return None if _MOBILE.fullmatch(value) else "start"


def check_email(value: str) -> str | None:
    if len(value) > 254 or len(value.partition("@")[0]) > 64:
        return "length"
    return None if _EMAIL.fullmatch(value) else "characters"


def normal_money(text: str) -> str:
    """Yuan as typed, without blanks, thousands separators and currency sign."""
    value = without_blanks(text).removeprefix("¥").removeprefix("￥")
    return value.replace(",", "").removesuffix("元")


def _matches(pattern: re.Pattern[str]) -> Callable[[str, date | None], str | None]:
    def judge(value: str, today: date | None) -> str | None:
        return None if pattern.fullmatch(value) else "characters"

    return judge


def _timeless(check: Callable[[str], str | None]) -> Callable[[str, date | None], str | None]:
    def judge(value: str, today: date | None) -> str | None:
        return check(value)

    return judge


def _email(text: str) -> str:
    return without_blanks(text).lower()


def _card(text: str) -> str:
    return without_blanks(text).replace("-", "")


_ALL = (
    Format("cn-resident-id", code, identity.check_resident_id, identity.advise_resident_id),
    Format("cn-id-document", code, identity.check_any_document),
    *(Format(f"cn-id-document:{kind}", code, check) for kind, check in identity.CHECKS.items()),
    Format("cn-mobile", normal_mobile, _timeless(check_mobile)),
    Format("cn-uscc", code, _timeless(organisations.check_uscc)),
    Format(
        "cn-bank-card",
        _card,
        _timeless(organisations.check_bank_card),
        organisations.advise_bank_card,
    ),
    Format("cn-bank-account", without_blanks, _timeless(organisations.check_bank_account)),
    Format("cn-bank-branch", without_blanks, _timeless(organisations.check_bank_branch)),
    Format("cn-person-name", identity.normal_name, _timeless(identity.check_name)),
    Format("money", normal_money, _matches(_MONEY)),
    Format("date", normal_date, _timeless(check_date)),
    Format("date-time", folded, _timeless(check_date_time)),
    Format("email", _email, _timeless(check_email)),
    Format("region", without_blanks, _matches(_REGION)),
    Format("union-ref", str.strip, _matches(_REFERENCE)),
    Format("unit-ref", str.strip, _matches(_REFERENCE)),
    Format("person-ref", str.strip, _matches(_REFERENCE)),
    Format("record-ref", str.strip, _matches(_REFERENCE)),
    Format("file", str.strip, _matches(_REFERENCE)),
)
FORMATS: Final[Mapping[str, Format]] = {one.name: one for one in _ALL}
