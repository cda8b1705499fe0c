"""Kinds of identity documents (domain.md 4.1) and the one form in which a number is compared.

Validation of numbers is the format registry's business (`language.formats`).
"""

from __future__ import annotations

import unicodedata

from django.utils.translation import gettext_lazy as _

RESIDENT_CARD = "111"
KINDS = {
    RESIDENT_CARD: _("resident identity card"),
    "113": _("household register"),
    "414": _("passport"),
    "511": _("mainland travel permit for Taiwan residents"),
    "516": _("mainland travel permit for Hong Kong and Macao residents"),
    "553": _("foreign permanent resident identity card"),
    "554": _("residence permit for foreigners"),
    "556": _("residence permit for Hong Kong, Macao and Taiwan residents"),
    "990": _("other document"),
}
# Digits that count; what follows is how often the permit was renewed.
COUNTED = {"511": 8, "516": 9}


def normal_number(text: str, kind: str = RESIDENT_CARD) -> str:
    """The number as it is compared: half-width, upper case, no blanks, no renewal count."""
    plain = "".join(unicodedata.normalize("NFKC", text).split()).upper()
    return plain[: COUNTED[kind]] if kind in COUNTED else plain
