"""Take back."""

from __future__ import annotations

from datetime import datetime

from unionhall.cases.models import Case
from unionhall.people.models import User


def withdraw(
    case_key: str,
    version: int | None = None,
    *,
    by: User,
    now: datetime,
    key: str | None = None,
) -> Case:
    raise NotImplementedError
