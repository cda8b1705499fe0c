"""Keep a stock opinion of one's own or of a union."""

from __future__ import annotations

from datetime import datetime

from unionhall.people.models import User
from unionhall.registers.models import Record


def keep_opinion(
    register: str,
    text: str,
    *,
    union: str | None = None,
    by: User,
    now: datetime,
    key: str | None = None,
) -> Record:
    raise NotImplementedError
