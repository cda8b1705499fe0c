"""Reading what cases handed to outside systems, and what came back."""

from __future__ import annotations

from datetime import datetime

from django.db.models import QuerySet

from unionhall.cases.models import Case, Dispatch, DispatchAnswer
from unionhall.cases.selectors import is_key

State = Dispatch.State


def to_send(now: datetime, limit: int) -> list[Dispatch]:
    """Due to be handed over, the longest waiting first."""
    found = Dispatch.objects.filter(state=State.WAITING, due_at__lte=now)
    return list(found.select_related("case").order_by("due_at", "id")[:limit])


def overdue(now: datetime, limit: int) -> list[Dispatch]:
    """Handed over, and the answer is late."""
    found = Dispatch.objects.filter(state=State.SENT, due_at__lte=now)
    return list(found.select_related("case").order_by("due_at", "id")[:limit])


def dead() -> QuerySet[Dispatch]:
    """What is not tried any more, newest first."""
    return Dispatch.objects.filter(state=State.DEAD).select_related("case").order_by("-id")


def by_key(key: object) -> Dispatch | None:
    if not is_key(key):
        return None
    return Dispatch.objects.select_related("case").filter(key=key).first()


def of_case(case: Case) -> list[Dispatch]:
    """Newest first."""
    return list(Dispatch.objects.filter(case=case).order_by("-id"))


def standing(case: Case) -> Dispatch | None:
    """The one whose answer the case waits for."""
    found = Dispatch.objects.filter(case=case, stage=case.stage, round=case.round)
    return found.exclude(state__in=(State.CANCELLED, State.ANSWERED)).first()


def answers(dispatch: Dispatch) -> list[DispatchAnswer]:
    """Newest first."""
    return list(dispatch.answers.select_related("by__person").order_by("-id"))


def answer(dispatch: Dispatch, dedupe: str) -> DispatchAnswer | None:
    """The one that came under this name."""
    return DispatchAnswer.objects.filter(dispatch=dispatch, dedupe=dedupe).first()


def answer_of_job(job_key: str) -> DispatchAnswer | None:
    """The one that this job applies."""
    found = DispatchAnswer.objects.select_related("dispatch__case", "by")
    return found.filter(job=job_key).first() if job_key else None
