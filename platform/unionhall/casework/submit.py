"""Hand in."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from unionhall.cases.models import Case
from unionhall.people.models import User


def submit(
    case_key: str,
    version: int,
    consents: Collection[str] = (),
    *,
    address: str | None = None,
    agent: str = "",
    by: User,
    now: datetime,
    key: str | None = None,
) -> Case:
    raise NotImplementedError
