"""Hand in a file for a material."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from unionhall.cases.models import Attachment
from unionhall.people.models import User


def attach(
    case_key: str,
    material: str,
    upload: Any,
    version: int | None = None,
    *,
    by: User,
    now: datetime,
    key: str | None = None,
) -> Attachment:
    raise NotImplementedError
