"""What the worker does with a whole application, or what came of what it was last asked."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from unionhall.cases.models import Case
from unionhall.casework.jobs import notes
from unionhall.jobs import selectors
from unionhall.jobs.models import OPEN, Job, JobState
from unionhall.people.models import User


@dataclass(frozen=True, slots=True)
class Working:
    """`is_open`: nobody else changes the application now. `done` of `total` lines, 0 while nothing
    was told. `result` as `casework.lengthy_work.carry_out` gives it."""

    verb: str
    state: str
    lines: int
    is_open: bool
    done: int
    total: int
    result: Mapping[str, Any]


def working(case: Case, user: User) -> Working | None:
    """One query when there is something to tell, none otherwise. What came of it is told to who
    asked for it."""
    job = selectors.brief(case.work) if case.work else None
    if job is None or not (job.state in OPEN or job.by_id == user.pk):
        return None
    done, total = _how_far(job)
    return Working(
        verb=selectors.said(job, "verb"),
        state=job.state,
        lines=case.line_count,
        is_open=job.state in OPEN,
        done=done,
        total=total,
        result=job.result,
    )


def _how_far(job: Job) -> tuple[int, int]:
    note = notes.read(job) if job.state == JobState.RUNNING else None
    return note or (job.done, job.total)
