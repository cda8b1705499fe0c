"""Kinds of identity documents (domain.md 4.1): the one table, and how numbers are compared.

How a number must be written is judged by the registered formats (`language.formats`); which other
facts a kind needs, and how much of a number tells two documents apart, is said here.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from django.utils.translation import gettext_lazy as _

from unionhall.language import half_width
from unionhall.language.formats import FORMATS, Format
from unionhall.language.identity import kind_of_number

RESIDENT_CARD = "111"


@dataclass(frozen=True, slots=True)
class DocumentKind:
    """`code` of GA/T 2000.156 (556 is ours). `counted`: how many leading signs tell documents
    apart, the rest counts renewals; None: all. `needs_...`: what the number does not tell.
    """

    code: str
    title: Any
    counted: int | None = None
    needs_country: bool = False
    needs_birth_date: bool = False
    needs_words: bool = False

    def __str__(self) -> str:
        return str(self.title)

    @property
    def format(self) -> Format:
        return FORMATS[f"cn-id-document:{self.code}"]


_ALL = (
    DocumentKind(RESIDENT_CARD, _("resident identity card")),
    DocumentKind("113", _("household register")),
    DocumentKind("414", _("passport"), needs_country=True),
    DocumentKind("511", _("mainland travel permit for Taiwan residents"), counted=8),
    DocumentKind("516", _("mainland travel permit for Hong Kong and Macao residents"), counted=9),
    DocumentKind("553", _("foreign permanent resident identity card")),
    DocumentKind(
        "554", _("residence permit for foreigners"), needs_country=True, needs_birth_date=True
    ),
    DocumentKind("556", _("residence permit for Hong Kong, Macao and Taiwan residents")),
    DocumentKind("990", _("other document"), needs_words=True),
)
KINDS: Final[Mapping[str, DocumentKind]] = {kind.code: kind for kind in _ALL}


def normal_number(text: str, kind: str = RESIDENT_CARD) -> str:
    """The number as it is compared: half-width, upper case, no blanks, no renewal count."""
    known = KINDS.get(kind)
    return half_width.code(text)[: known.counted if known else None]


def readings(text: str) -> frozenset[str]:
    """Every form in which a typed number may be compared, when its kind is not known."""
    return frozenset(normal_number(text, kind) for kind in KINDS)


def problem(
    kind: str,
    number: str,
    today: date,
    *,
    country: str = "",
    born_on: date | None = None,
    words: str = "",
) -> str | None:
    """What is wrong with a document as typed: a code of its format, `kind`, `no-country`,
    `no-birth-date` or `no-words` (what kind of other document it is); None when it may be kept."""
    known = KINDS.get(kind)
    if known is None:
        return "kind"
    wrong = known.format.check(known.format.normalise(number), today)
    if wrong:
        return wrong
    if known.needs_country and not country:
        return "no-country"
    if known.needs_birth_date and born_on is None:
        return "no-birth-date"
    return "no-words" if known.needs_words and not words else None


def kind_told_by(number: str) -> str | None:
    """The kind an 18-digit number tells by itself (81 to 83, 9...); its holder may know better."""
    return kind_of_number(half_width.code(number))
