"""Begin an application: a new draft of a process."""

from __future__ import annotations

from datetime import datetime

from unionhall.cases.models import Case
from unionhall.people.models import User


def start(
    process_key: str,
    *,
    by: User,
    now: datetime,
    key: str | None = None,
) -> Case:
    raise NotImplementedError
