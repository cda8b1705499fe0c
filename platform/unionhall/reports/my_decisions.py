"""What one officer decided lately: the foot of the office home."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from permissions import gate
from unionhall.cases.models import Case, Decision
from unionhall.definitions import selectors as definitions
from unionhall.people.models import User


@dataclass(frozen=True, slots=True)
class MyDecision:
    """`action` is the key, `action_title` and `stage` the words of the pinned definition."""

    case_key: str
    number: str
    title: str
    stage: str
    action: str
    action_title: str
    at: datetime


def my_decisions(user: User, limit: int = 6) -> tuple[MyDecision, ...]:
    """Newest first; only of cases he may still see. Two queries."""
    seen = gate.visible_cases(user, Case.objects.all())
    rows = (
        Decision.objects.filter(by=user, task__case__in=seen.values("pk"))
        .select_related("task__case__revision__document")
        .order_by("-at", "-pk")[:limit]
    )
    return tuple(_row(decision) for decision in rows)


def _row(decision: Decision) -> MyDecision:
    case = decision.task.case
    process = definitions.process_of(case.revision)
    stage = next((s for s in process.stages if s.key == decision.task.stage), None)
    action = stage.action(decision.action) if stage else None
    return MyDecision(
        case_key=case.key,
        number=case.number or "",
        title=str(case.summary[0]) if case.summary else case.title,
        stage=stage.title if stage else decision.task.stage,
        action=decision.action,
        action_title=action.title if action else decision.action,
        at=decision.at,
    )
