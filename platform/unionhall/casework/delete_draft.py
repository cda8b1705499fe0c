"""Delete."""

from __future__ import annotations

from datetime import datetime

from unionhall.people.models import User


def delete_draft(
    case_key: str,
    version: int | None = None,
    *,
    by: User,
    now: datetime,
    key: str | None = None,
) -> None:
    raise NotImplementedError
