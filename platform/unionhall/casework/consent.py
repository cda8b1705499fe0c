"""Agree to a text."""

from __future__ import annotations

from datetime import datetime

from unionhall.cases.models import Case
from unionhall.people.models import User


def consent(
    case_key: str,
    consent_key: str,
    *,
    address: str | None = None,
    agent: str = "",
    by: User,
    now: datetime,
    key: str | None = None,
) -> Case:
    raise NotImplementedError
