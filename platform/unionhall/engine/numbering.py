"""Case numbers: the scope in which a sequence runs, and how a number is written."""

from __future__ import annotations

import re
from datetime import date

from unionhall.language.model import Numbering

_SEQ = re.compile(r"\{seq(?::0?(\d+))?\}")
_SCOPES = {"all": "", "year": "%Y", "month": "%Y-%m", "day": "%Y-%m-%d"}


def scope_value(numbering: Numbering, day: date) -> str:
    """`2026-11` for a monthly sequence, empty for one that never restarts."""
    return day.strftime(_SCOPES[numbering.scope])


def number(numbering: Numbering, day: date, seq: int) -> str:
    """The number itself. A sequence longer than its width is written in full, never cut."""
    text = (
        numbering.pattern.replace("{yyyy}", f"{day.year:04}")
        .replace("{mm}", f"{day.month:02}")
        .replace("{dd}", f"{day.day:02}")
    )
    return _SEQ.sub(lambda match: str(seq).zfill(int(match.group(1) or 0)), text)
