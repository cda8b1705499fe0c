"""Ask the registers again for what was filled in."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from unionhall.casework.answers import Refreshed
from unionhall.people.models import User


def refresh(
    case_key: str,
    version: int | None = None,
    accept: Collection[str] | None = None,
    *,
    by: User,
    now: datetime,
    key: str | None = None,
) -> Refreshed:
    raise NotImplementedError
