"""Copy a past application as a new draft."""

from __future__ import annotations

from datetime import datetime

from unionhall.cases.models import Case
from unionhall.people.models import User


def copy_case(
    case_key: str,
    *,
    by: User,
    now: datetime,
    key: str | None = None,
) -> Case:
    raise NotImplementedError
