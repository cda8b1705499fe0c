"""What approving, returning and rejecting do to a case.

Comes after `actions` has established that the event is allowed. Pure like all of the engine.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from unionhall.engine import stage_form
from unionhall.engine.effects import writes_of
from unionhall.engine.plan import plan_of
from unionhall.engine.route import Journey, Reached, back_to, leave
from unionhall.engine.shapes import (
    APPLICANT,
    MATERIAL,
    CaseState,
    Entry,
    Outcome,
    Refused,
    RegisterWrite,
    TaskId,
    TaskState,
    UserId,
)
from unionhall.language.model import Action, Process, Stage

StageValues = Mapping[str, Mapping[str, Any]]


@dataclass(frozen=True, slots=True)
class Event:
    """One decision of one person on one task."""

    stage: Stage
    task: TaskState
    action: Action
    by: UserId
    values: Mapping[str, Any]
    reason: str
    items: Sequence[str]
    to: str | None

    def entry(self, kind: str, journey: Journey, **more: Any) -> Entry:
        values = {"round": journey.round, "reason": self.reason, **more}
        return Entry(kind, self.stage.key, self.task.union, values)


def approve(journey: Journey, state: CaseState, event: Event) -> Outcome:
    """Counts an approval; the last one needed of all actors leaves the stage.

    `quorum` different people of each actor group must approve. Raises Refused.
    """
    stage, task = event.stage, event.task
    journey = replace(journey, world=replace(journey.world, stages=state.stages))
    decided = stage_form.decided(
        journey.process, stage, event.values, journey.answers, journey.world
    )
    stages = dict(state.stages)
    if stage.form is not None:
        stages[stage.key] = {**stages.get(stage.key, {}), **decided}
    entry = event.entry("approved", journey)
    is_met = len({*task.approvals, event.by}) >= task.quorum
    if not is_met or len(state.tasks) > 1:
        done = (task.id,) if is_met else ()
        return Outcome(
            state.status, state.stage, state.round, done, entries=(entry,), stages=stages
        )
    journey = replace(journey, world=replace(journey.world, stages=stages))
    writes = writes_of(journey.process, stage, "approve", journey.answers, journey.world)
    return arrived(leave(journey, stage), journey, state, (entry,), stages, writes)


def give_back(journey: Journey, state: CaseState, event: Event) -> Outcome:
    """Returns to the applicant, where only `items` unlock, or to an earlier stage.

    Decisions of the stage that follows again, and of all after it, no longer count. Raises
    Refused: not-a-target, unknown-item, no-actor.
    """
    stage, action = event.stage, event.action
    target = event.to or (action.to[0] if action.to else APPLICANT)
    if target not in (action.to or (APPLICANT,)):
        raise Refused("not-a-target", to=target)
    writes = writes_of(journey.process, stage, action.key, journey.answers, journey.world)
    if target == APPLICANT:
        items = _known_items(journey.process, event.items)
        reenter = stage.key if action.reenter == "returner" else ""
        entry = event.entry("returned", journey, to=APPLICANT, reenter=reenter, items=list(items))
        kept = before(journey.process, state.stages, reenter)
        return Outcome(
            "returned", reenter, state.round, _ids(state), (), writes, (entry,), items or None, kept
        )
    kept = before(journey.process, state.stages, target)
    world = replace(journey.world, stages=kept)
    journey = replace(journey, round=journey.round + 1, world=world)
    reached = back_to(journey, journey.process.stage(target))
    entry = event.entry("returned", journey, to=target)
    return arrived(reached, journey, state, (entry,), kept, writes)


def reject(journey: Journey, state: CaseState, event: Event) -> Outcome:
    """Ends the case for good."""
    stage = event.stage
    writes = writes_of(journey.process, stage, event.action.key, journey.answers, journey.world)
    entry = event.entry("rejected", journey)
    return Outcome(
        "rejected", stage.key, state.round, _ids(state), (), writes, (entry,), None, state.stages
    )


def arrived(
    reached: Reached,
    journey: Journey,
    state: CaseState,
    entries: tuple[Entry, ...],
    stages: StageValues,
    writes: tuple[RegisterWrite, ...] = (),
) -> Outcome:
    """The outcome of having moved: all open tasks end, those of the stage reached begin."""
    return Outcome(
        status=reached.status,
        stage=reached.stage.key if reached.stage else "",
        round=journey.round,
        done_tasks=_ids(state),
        tasks=reached.tasks,
        writes=(*writes, *reached.writes),
        entries=(*entries, *reached.entries),
        stages=stages,
    )


def before(process: Process, stages: StageValues, key: str) -> StageValues:
    """Decided values of the stages before `key`: what was taken back decides nothing."""
    kept: dict[str, Mapping[str, Any]] = {}
    for stage in process.stages:
        if stage.key == key or not key:
            break
        if stage.key in stages:
            kept[stage.key] = stages[stage.key]
    return kept


def _known_items(process: Process, items: Iterable[str]) -> tuple[str, ...]:
    """Field paths and `material:<key>`, as given, doubles removed. Raises unknown-item."""
    paths = plan_of(process, process.form).by_path.keys()
    materials = {material.key for material in process.materials}
    chosen = tuple(dict.fromkeys(items))
    for item in chosen:
        is_material = item.startswith(MATERIAL)
        if is_material and item.removeprefix(MATERIAL) in materials:
            continue
        if is_material or item not in paths:
            raise Refused("unknown-item", item=item)
    return chosen


def _ids(state: CaseState) -> tuple[TaskId, ...]:
    return tuple(task.id for task in state.tasks)
