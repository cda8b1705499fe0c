"""Pick a row of a lookup."""

from __future__ import annotations

from datetime import datetime

from unionhall.casework.answers import Saved
from unionhall.people.models import User


def choose(
    case_key: str,
    path: str,
    row: str,
    version: int | None = None,
    *,
    source: str = "search",
    by: User,
    now: datetime,
    key: str | None = None,
) -> Saved:
    raise NotImplementedError
