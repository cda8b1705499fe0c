"""Events of a case: who may do what now, and what comes of it.

Pure: (definition, state, event) -> Outcome or Refused. Whether somebody holds a grant is asked
again by `permissions`; here `staffing` is the list of holders the caller has read.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from unionhall.engine.barring import Deciders, barred, forbid
from unionhall.engine.decide import Event, approve, arrived, before, give_back, reject
from unionhall.engine.route import Journey, back_to, start, verb_of
from unionhall.engine.shapes import (
    APPLICANT,
    EXTERNAL,
    CaseState,
    Entry,
    Outcome,
    Refused,
    RegisterWrite,
    Staffing,
    TaskId,
    TaskSpec,
    TaskState,
    UserId,
)
from unionhall.engine.world import World
from unionhall.language.model import Action, Process, Stage

__all__ = [
    "CaseState",
    "Entry",
    "Outcome",
    "Refused",
    "RegisterWrite",
    "TaskSpec",
    "TaskState",
    "act",
    "applicant_actions",
    "staff_actions",
    "submit",
    "withdraw",
]

EDITABLE = ("draft", "returned", "withdrawn")
EVENTS = {"approve": approve, "return": give_back, "reject": reject}


def applicant_actions(process: Process, state: CaseState) -> tuple[str, ...]:
    """Of `edit`, `submit`, `hand_in`, `withdraw`, `delete` (X1-24, X1-29, X1-61)."""
    if state.status in EDITABLE:
        return ("edit", "submit", "delete")
    due = ("hand_in",) if is_due(process, state) else ()
    return (*due, "withdraw") if _is_withdrawable(process, state) else due


def is_due(process: Process, state: CaseState) -> bool:
    """Whether the case stands at a stage at which the applicant hands something in."""
    return _stands_at(process, state, APPLICANT)


def is_outside(process: Process, state: CaseState) -> bool:
    """Whether the case waits for an answer of an outside system."""
    return _stands_at(process, state, EXTERNAL)


def staff_actions(
    process: Process, state: CaseState, task: TaskState, user: UserId
) -> tuple[Action, ...]:
    """What the definition offers this user on this task; grants are not looked at."""
    if state.status != "in_progress" or all(task.id != other.id for other in state.tasks):
        return ()
    stage = process.stage(task.stage)
    if user in task.approvals or user in barred(process, stage, *_people(state)):
        return ()
    return tuple(action for action in stage.actions if _is_for_staff(stage, action.key))


def submit(
    process: Process,
    state: CaseState,
    answers: Mapping[str, Any],
    world: World,
    staffing: Staffing,
) -> Outcome:
    """Hands a case in. `answers` are the relevant ones and already valid.

    A returned case re-enters where the return said. Raises Refused: illegal-action, no-actor,
    no-branch, expression-failed.
    """
    if state.status not in EDITABLE:
        raise Refused("illegal-action", action="submit", status=state.status)
    back = (state.returned_from or state.stage) if state.status == "returned" else ""
    kept = before(process, state.stages, back)
    known = with_stages(world, kept)
    journey = journey_of(process, state, answers, known, staffing, state.round + 1)
    reached = back_to(journey, process.stage(back)) if back else start(journey)
    submitted = Entry("submitted", values={"round": journey.round})
    return arrived(reached, journey, state, (submitted,), kept)


def withdraw(process: Process, state: CaseState) -> Outcome:
    """Takes a case back while its stage allows it (X1-61). Raises Refused("not-withdrawable")."""
    if not _is_withdrawable(process, state):
        raise Refused("not-withdrawable", status=state.status, stage=state.stage)
    entries = [Entry("withdrawn", state.stage, values={"round": state.round})]
    if deletes(process):
        entries.append(Entry("deleted"))
    done = tuple(task.id for task in state.tasks)
    return Outcome("withdrawn", "", state.round, done, entries=tuple(entries))


def deletes(process: Process) -> bool:
    """Whether a case that is withdrawn is deleted at once."""
    return process.withdrawal == "delete"


def act(
    process: Process,
    state: CaseState,
    *,
    task: TaskState | TaskId,
    action: str,
    by: UserId,
    answers: Mapping[str, Any],
    world: World,
    staffing: Staffing,
    values: Mapping[str, Any] | None = None,
    reason: str | None = None,
    items: Sequence[str] = (),
    to: str | None = None,
) -> Outcome:
    """Decides on one open task.

    Raises Refused: already-decided, illegal-action, own-case, decided-before, not-your-task,
    reason-required, invalid-values (params: problems), lines-open, not-a-target, unknown-item,
    no-actor, no-branch, expression-failed.
    """
    current = _open_task(state, task)
    stage = may_act(process, state, current, by, staffing)
    chosen = stage.action(action)
    if chosen is None or not _is_for_staff(stage, action):
        raise Refused("illegal-action", action=action, stage=stage.key)
    written = (reason or "").strip()
    if chosen.reason == "required" and not written:
        raise Refused("reason-required", action=action)
    event = Event(stage, current, chosen, by, values or {}, written, items or (), to)
    known = with_stages(world, state.stages)
    journey = journey_of(process, state, answers, known, staffing, state.round)
    return EVENTS[action](journey, state, event)


def may_act(
    process: Process, state: CaseState, task: TaskState, by: UserId, staffing: Staffing
) -> Stage:
    """The stage of an open task that this user may decide. Raises Refused: already-decided,
    own-case, decided-before, not-your-task."""
    current = _open_task(state, task)
    stage = process.stage(current.stage)
    forbid(process, stage, by, *_people(state))
    if by in current.approvals:
        raise Refused("already-decided", stage=stage.key)
    if by not in staffing.get((current.union, verb_of(process, current.permission)), ()):
        raise Refused("not-your-task", stage=stage.key, union=current.union)
    return stage


def _open_task(state: CaseState, task: TaskState | TaskId) -> TaskState:
    key = task.id if isinstance(task, TaskState) else task
    for other in state.tasks:
        if other.id == key and state.status == "in_progress":
            return other
    raise Refused("already-decided", stage=state.stage, status=state.status)


def _people(state: CaseState) -> tuple[UserId, UserId, Deciders]:
    return state.starter, state.beneficiary, state.deciders


def journey_of(
    process: Process,
    state: CaseState,
    answers: Mapping[str, Any],
    world: World,
    staffing: Staffing,
    number: int,
) -> Journey:
    return Journey(process, answers, world, staffing, state.starter, number, *_people(state)[1:])


def _is_for_staff(stage: Stage, action: str) -> bool:
    """What an outside system has to answer, nobody approves in its place."""
    return action in EVENTS and not (stage.kind == EXTERNAL and action == "approve")


def _stands_at(process: Process, state: CaseState, kind: str) -> bool:
    is_somewhere = state.status == "in_progress" and bool(state.stage)
    return is_somewhere and process.stage(state.stage).kind == kind


def _is_withdrawable(process: Process, state: CaseState) -> bool:
    return (
        state.status == "in_progress"
        and bool(state.stage)
        and process.stage(state.stage).withdrawable
    )


def with_stages(world: World, stages: Mapping[str, Mapping[str, Any]]) -> World:
    """Decided values are those of the state, whatever the caller left in his world."""
    return replace(world, stages=stages)
