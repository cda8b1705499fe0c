"""Writing what cases hand to outside systems. Called by `casework` alone."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db.models import F

from unionhall.cases.models import Case, Dispatch, DispatchAnswer
from unionhall.engine.shapes import DispatchSpec
from unionhall.messages import wake
from unionhall.people.models import User

State = Dispatch.State
STANDING = (State.WAITING, State.SENT, State.DEAD)


def create(case: Case, spec: DispatchSpec, round_: int, now: datetime) -> Dispatch:
    """The worker hands it over after the commit."""
    dispatch = Dispatch.objects.create(
        case=case, stage=spec.stage, round=round_, hook=spec.hook, created_at=now, due_at=now
    )
    wake.worker()
    return dispatch


def cancel(case: Case, now: datetime) -> int:
    """The case left without an answer: what comes later is not taken."""
    standing = Dispatch.objects.filter(case=case, state__in=STANDING)
    return standing.update(state=State.CANCELLED, due_at=None, ended_at=now)


def claim(dispatch: Dispatch, *, until: datetime) -> bool:
    """Take a due one for one try. False: somebody else was first, or it was cancelled."""
    taken = Dispatch.objects.filter(
        pk=dispatch.pk, state=State.WAITING, tries=dispatch.tries, due_at=dispatch.due_at
    ).update(tries=F("tries") + 1, due_at=until)
    if taken:
        dispatch.tries += 1
        dispatch.due_at = until
    return taken == 1


def sent(dispatch: Dispatch, *, now: datetime, due: datetime) -> bool:
    """It arrived; an answer is expected until `due`. False: cancelled, answered or taken over."""
    return _end_try(dispatch, state=State.SENT, sent_at=now, due_at=due, problem="")


def failed(dispatch: Dispatch, problem: str, *, due: datetime | None) -> bool:
    """It did not arrive; `due` is when to try again, None: never by itself."""
    state = State.DEAD if due is None else State.WAITING
    return _end_try(dispatch, state=state, due_at=due, problem=problem[:80])


def repeat(dispatch: Dispatch, *, now: datetime) -> bool:
    """Begin anew with one that never arrived, with all its tries."""
    dead = Dispatch.objects.filter(pk=dispatch.pk, state=State.DEAD)
    changed = dead.update(state=State.WAITING, tries=0, due_at=now, problem="")
    if changed:
        wake.worker()
    return changed == 1


def remind(dispatch: Dispatch, *, due: datetime | None) -> bool:
    """An answer was missed once more; `due` is when it is missed next, None: enough was said."""
    missed = Dispatch.objects.filter(
        pk=dispatch.pk, state=State.SENT, reminders=dispatch.reminders, due_at=dispatch.due_at
    )
    return missed.update(reminders=F("reminders") + 1, due_at=due) == 1


def answered(dispatch: Dispatch, now: datetime) -> None:
    """Everything asked has its answer."""
    Dispatch.objects.filter(pk=dispatch.pk).update(
        state=State.ANSWERED, due_at=None, ended_at=now, sent_at=dispatch.sent_at or now
    )


def add_answer(
    dispatch: Dispatch, dedupe: str, fields: Mapping[str, Any], *, by: User, now: datetime
) -> DispatchAnswer:
    """Raises IntegrityError when this very answer was kept before."""
    return DispatchAnswer.objects.create(dispatch=dispatch, dedupe=dedupe, by=by, at=now, **fields)


def hold_answer(answer: DispatchAnswer) -> None:
    """Nobody else changes it until the end of the transaction; as it stands now."""
    DispatchAnswer.objects.filter(pk=answer.pk).update(dedupe=answer.dedupe)
    answer.refresh_from_db()


def change_answer(answer: DispatchAnswer, **fields: Any) -> None:
    """How far it is; in the transaction of what was done."""
    for name, value in fields.items():
        setattr(answer, name, value)
    answer.save(update_fields=list(fields))


def _end_try(dispatch: Dispatch, **fields: Any) -> bool:
    held = Dispatch.objects.filter(
        pk=dispatch.pk, state=State.WAITING, tries=dispatch.tries, due_at=dispatch.due_at
    )
    return held.update(**fields) == 1
