"""Take a file away again."""

from __future__ import annotations

from datetime import datetime

from unionhall.cases.models import Case
from unionhall.people.models import User


def detach(
    case_key: str,
    attachment_key: str,
    version: int | None = None,
    *,
    by: User,
    now: datetime,
    key: str | None = None,
) -> Case:
    raise NotImplementedError
