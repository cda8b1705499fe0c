"""The queue of one process for one officer: waiting, done, returned."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from unionhall.people.models import User
from unionhall.reports.paging import Count

Tab = Literal["waiting", "done", "returned"]
TABS: tuple[Tab, ...] = ("waiting", "done", "returned")


@dataclass(frozen=True, slots=True)
class Filters:
    """`text` is looked for in number and summary, `union` in the name of the case's union,
    days are inclusive and about the task (entered, or done on the other tabs)."""

    text: str = ""
    union: str = ""
    stage: str = ""
    since: date | None = None
    until: date | None = None


@dataclass(frozen=True, slots=True)
class QueueRow:
    """One task. `stage` and `outcome` are titles; `done_by` is empty on the waiting tab."""

    task_id: int
    case_key: str
    number: str
    title: str
    summary: tuple[str, ...]
    union: str
    stage: str
    status: str
    starter: str
    submitted_at: datetime | None
    entered_at: datetime
    done_at: datetime | None
    outcome: str


@dataclass(frozen=True, slots=True)
class Queue:
    """`counts` by tab, without the filters; `found` with them."""

    tab: Tab
    rows: tuple[QueueRow, ...]
    next: str
    found: Count
    counts: dict[str, Count]
    stages: tuple[tuple[str, str], ...]


def queue(
    user: User,
    process_key: str,
    tab: str = "waiting",
    filters: Filters | None = None,
    cursor: str = "",
) -> Queue:
    raise NotImplementedError
