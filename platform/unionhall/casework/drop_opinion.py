"""Drop a stock opinion."""

from __future__ import annotations

from datetime import datetime

from unionhall.people.models import User


def drop_opinion(
    record_key: str, *, by: User, now: datetime, key: str | None = None
) -> None:
    raise NotImplementedError
