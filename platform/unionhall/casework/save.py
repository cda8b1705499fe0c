"""Save what is typed of one step."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from unionhall.casework.answers import Saved
from unionhall.people.models import User


def save(
    case_key: str,
    answers: Mapping[str, Any],
    step: str = "",
    version: int | None = None,
    *,
    by: User,
    now: datetime,
    key: str | None = None,
) -> Saved:
    raise NotImplementedError
