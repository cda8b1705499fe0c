"""The applications of one person, of all processes, in five tabs (X1-59)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from unionhall.people.models import User
from unionhall.reports.paging import Count

Tab = Literal["todo", "in_progress", "completed", "rejected", "all"]


@dataclass(frozen=True, slots=True)
class CaseRow:
    """`status` is the stable key, `stage` the title of the stage (empty outside of one)."""

    key: str
    number: str
    process: str
    title: str
    summary: tuple[str, ...]
    status: str
    stage: str
    union: str
    created_at: datetime
    submitted_at: datetime | None
    changed_at: datetime


@dataclass(frozen=True, slots=True)
class MyCases:
    tab: Tab
    rows: tuple[CaseRow, ...]
    next: str
    counts: dict[str, Count]


def my_cases(user: User, tab: str = "todo", search: str = "", cursor: str = "") -> MyCases:
    raise NotImplementedError


def history(user: User, process_key: str, cursor: str = "") -> MyCases:
    raise NotImplementedError
