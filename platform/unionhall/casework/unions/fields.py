"""The register fields of a union and its unit (domain.md 2.20): sections, sizes, what fits.

Pages draw their forms from this table, the verbs read what was posted by it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final, Literal

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from unionhall.casework.refusals import Invalid
from unionhall.casework.unions.codes import CATEGORIES, INDUSTRIES
from unionhall.engine.problem import Problem
from unionhall.language.formats import FORMATS
from unionhall.organisation.models import UnionKind, UnitNature

Kind = Literal["text", "date", "number", "choice", "mobile", "uscc", "phone", "region"]
MOST_PEOPLE: Final = 10_000_000
YEARS: Final = range(1900, 2100)


@dataclass(frozen=True, slots=True)
class Field:
    """`longest` counts signs. `choices` are (value, title)."""

    name: str
    title: Any
    kind: Kind = "text"
    longest: int = 50
    is_required: bool = False
    help: Any = ""
    choices: tuple[tuple[str, Any], ...] = ()


NAME: Final = Field("name", gettext_lazy("Full name"), longest=120, is_required=True)
KIND: Final = Field(
    "kind",
    gettext_lazy("Kind of union"),
    "choice",
    is_required=True,
    choices=tuple(one for one in UnionKind.choices if one[0] != UnionKind.ROOT),
)
CODE: Final = Field(
    "code",
    gettext_lazy("Credit code of the union"),
    "uscc",
    18,
    help=gettext_lazy("18 signs, beginning with 8. Leave it empty if there is none."),
)
FOUNDED: Final = Field("founded_on", gettext_lazy("Founded on"), "date")
CHAIR: Final = Field(
    "chair_name",
    gettext_lazy("Chair / organiser / group leader"),
    help=gettext_lazy("Not the legal representative. A member of this union gets its rights."),
)
CONTACT: Final = Field("contact_name", gettext_lazy("Contact person"))
MOBILE: Final = Field("contact_mobile", gettext_lazy("Mobile of the contact person"), "mobile", 20)
REGION: Final = Field(
    "region",
    gettext_lazy("Region"),
    "region",
    12,
    help=gettext_lazy("Code of the district, 6 to 12 digits. A union of the city has none."),
)
BASICS: Final = (
    NAME,
    CODE,
    REGION,
    Field("legal_representative", gettext_lazy("Legal representative")),
    Field("address", gettext_lazy("Address"), longest=200),
    FOUNDED,
    Field("term_from", gettext_lazy("Term from"), "date"),
    Field("term_until", gettext_lazy("Term until"), "date"),
)
CONDUCT: Final = (
    CHAIR,
    CONTACT,
    MOBILE,
    Field("full_time_staff", gettext_lazy("Full-time staff"), "number"),
    Field("phone", gettext_lazy("Telephone of the union"), "phone", 32),
    Field("service_hours", gettext_lazy("Service hours"), longest=80),
)
UNIT: Final = (
    Field("name", gettext_lazy("Name of the unit"), longest=120, is_required=True),
    Field("code", gettext_lazy("Credit code of the unit"), "uscc", 18, is_required=True),
    Field(
        "nature", gettext_lazy("Nature of the unit"), "choice", choices=tuple(UnitNature.choices)
    ),
    Field(
        "category",
        gettext_lazy("Category of the unit"),
        "choice",
        choices=CATEGORIES,
    ),
    Field(
        "industry",
        gettext_lazy("Industry"),
        "choice",
        choices=INDUSTRIES,
    ),
    Field("headcount", gettext_lazy("People at work"), "number"),
    Field("workers", gettext_lazy("Workers"), "number"),
)
PREFIX: Final = "unit."


def read(
    fields: Iterable[Field], posted: Mapping[str, Any], problems: list[Problem], prefix: str = ""
) -> dict[str, Any]:
    """Values as the columns hold them; what does not fit is added to `problems` and left out.

    Fields that were not posted are left out too.
    """
    values: dict[str, Any] = {}
    for field in fields:
        raw = posted.get(prefix + field.name)
        if raw is None:
            continue
        text = " ".join(str(raw).replace("\x00", "").split())
        value, wrong = _value(field, text)
        if wrong:
            problems.append(Problem("field", prefix + field.name, {}, wrong))
        else:
            values[field.name] = value
    return values


def check(problems: list[Problem]) -> None:
    """Raises Invalid with all of them at once."""
    if problems:
        raise Invalid("invalid-values", _("Please correct the marked entries."), problems)


def _value(field: Field, text: str) -> tuple[Any, str]:
    """(value, what is wrong with it)."""
    title = str(field.title)
    if not text:
        wrong = _("%(title)s: please fill this in.") % {"title": title} if field.is_required else ""
        return None if field.kind in ("date", "number") else "", wrong
    if len(text) > field.longest and field.kind not in ("date", "number"):
        return "", _("%(title)s: at most %(longest)d signs, please.") % {
            "title": title,
            "longest": field.longest,
        }
    return _READERS.get(field.kind, _text)(field, text)


def _text(field: Field, text: str) -> tuple[Any, str]:
    return text, ""


def _date(field: Field, text: str) -> tuple[Any, str]:
    try:
        found = date.fromisoformat(FORMATS["date"].normalise(text))
    except ValueError:
        found = None
    if found is None or found.year not in YEARS:
        return None, _("%(title)s: please write a date like 2026-01-31.") % {"title": field.title}
    return found, ""


def _number(field: Field, text: str) -> tuple[Any, str]:
    if text.isascii() and text.isdecimal() and len(text) < 10 and int(text) <= MOST_PEOPLE:
        return int(text), ""
    return None, _("%(title)s: please write a whole number.") % {"title": field.title}


def _choice(field: Field, text: str) -> tuple[Any, str]:
    if text in {value for value, _title in field.choices}:
        return text, ""
    return "", _("%(title)s: please choose from the list.") % {"title": field.title}


def _mobile(field: Field, text: str) -> tuple[Any, str]:
    known = FORMATS["cn-mobile"]
    value = known.normalise(text)
    if known.check(value, date.max):
        return "", _("%(title)s: please write a mobile number of 11 digits.") % {
            "title": field.title
        }
    return value, ""


def _uscc(field: Field, text: str) -> tuple[Any, str]:
    known = FORMATS["cn-uscc"]
    value = known.normalise(text)
    if known.check(value, date.max):
        return "", _(
            "%(title)s: this is not a credit code. Please check all 18 signs; the last one proves"
            " the others."
        ) % {"title": field.title}
    return value, ""


def _phone(field: Field, text: str) -> tuple[Any, str]:
    if set(text) <= set("0123456789+-（）() 转,，、/"):
        return text, ""
    return "", _("%(title)s: please write digits, blanks and hyphens only.") % {
        "title": field.title
    }


def _region(field: Field, text: str) -> tuple[Any, str]:
    if text.isascii() and text.isdecimal() and 6 <= len(text) <= 12:
        return text, ""
    return "", _("%(title)s: please write 6 to 12 digits.") % {"title": field.title}


_READERS: Final = {
    "date": _date,
    "number": _number,
    "choice": _choice,
    "mobile": _mobile,
    "uscc": _uscc,
    "phone": _phone,
    "region": _region,
}
