"""Whose answers count: who looks after the stage that waits for them."""

from __future__ import annotations

from typing import Any

from permissions import gate
from unionhall.cases.models import Case, Dispatch, Task


def may_exchange(user: Any, case: Case, dispatch: Dispatch) -> bool:
    """Whether he looks after the stage: he holds the permission of its open task."""
    task = task_of(case, dispatch)
    return task is not None and gate.may_decide(user, task).allowed


def task_of(case: Case, dispatch: Dispatch) -> Task | None:
    """The open task at the stage; None where nobody looks after it."""
    found = Task.objects.filter(case=case, stage=dispatch.stage, done_at=None)
    return found.select_related("union", "case").first()
