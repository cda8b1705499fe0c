"""Move a draft to the newest revision."""

from __future__ import annotations

from datetime import datetime

from unionhall.casework.answers import Saved
from unionhall.people.models import User


def advance(
    case_key: str,
    *,
    by: User,
    now: datetime,
    key: str | None = None,
) -> Saved:
    raise NotImplementedError
