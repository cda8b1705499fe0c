"""Decide on one task."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any

from unionhall.cases.models import Case
from unionhall.people.models import User


def decide(
    case_key: str,
    task_id: int,
    action: str,
    version: int,
    values: Mapping[str, Any] | None = None,
    reason: str = "",
    items: Collection[str] = (),
    to: str | None = None,
    *,
    digest: str | None = None,
    verdicts: Mapping[str, tuple[bool, str]] | None = None,
    by: User,
    now: datetime,
    key: str | None = None,
) -> Case:
    raise NotImplementedError
