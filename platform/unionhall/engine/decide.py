"""What approving, returning and rejecting do to a case.

Comes after `actions` has established that the event is allowed. Pure like all of the engine.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from unionhall.engine import stage_form
from unionhall.engine.effects import done_of
from unionhall.engine.plan import plan_of
from unionhall.engine.route import Journey, Reached, back_to, leave
from unionhall.engine.shapes import (
    APPLICANT,
    LINES,
    MATERIAL,
    CaseState,
    Done,
    Entry,
    Outcome,
    Refused,
    TaskId,
    TaskState,
    UserId,
)
from unionhall.engine.world import World
from unionhall.language.model import Action, Process, Stage

NOTHING = Done()
StageValues = Mapping[str, Mapping[str, Any]]


@dataclass(frozen=True, slots=True)
class Event:
    """One decision of one person on one task; that of an outside system has neither."""

    stage: Stage
    task: TaskState | None
    action: Action
    by: UserId
    values: Mapping[str, Any]
    reason: str
    items: Sequence[str]
    to: str | None

    def entry(self, kind: str, journey: Journey, **more: Any) -> Entry:
        values = {"round": journey.round, "reason": self.reason, **more}
        union = self.task.union if self.task else None
        return Entry(kind, self.stage.key, union, values)


def approve(journey: Journey, state: CaseState, event: Event) -> Outcome:
    """Counts an approval; the last one needed of all actors leaves the stage.

    `quorum` different people of each actor group must approve. Raises Refused: lines-open while
    the stage has lines without a verdict.
    """
    stage, task = event.stage, event.task
    assert task is not None
    if has_open_lines(stage, journey.world):
        raise Refused("lines-open", stage=stage.key, count=journey.world.lines["open"])
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
        ended = (task.id,) if is_met else ()
        return Outcome(
            state.status, state.stage, state.round, ended, entries=(entry,), stages=stages
        )
    agreed = {*task.approvals, event.by, *state.deciders.get(stage.key, ())}
    journey = replace(
        journey,
        world=replace(journey.world, stages=stages),
        deciders={**state.deciders, stage.key: frozenset(agreed)},
    )
    done = done_of(journey.process, stage, "approve", journey.answers, journey.world)
    return arrived(leave(journey, stage), journey, state, (entry,), stages, done)


def give_back(journey: Journey, state: CaseState, event: Event) -> Outcome:
    """Returns to the applicant, where only `items` unlock, or to an earlier stage.

    Decisions of the stage that follows again, and of all after it, no longer count. Raises
    Refused: not-a-target, unknown-item, no-actor.
    """
    stage, action = event.stage, event.action
    target = event.to or (action.to[0] if action.to else APPLICANT)
    if target not in (action.to or (APPLICANT,)):
        raise Refused("not-a-target", to=target)
    done = done_of(journey.process, stage, action.key, journey.answers, journey.world)
    if target == APPLICANT:
        items = _known_items(journey.process, event.items)
        reenter = stage.key if action.reenter == "returner" else ""
        entry = event.entry("returned", journey, to=APPLICANT, reenter=reenter, items=list(items))
        kept = before(journey.process, state.stages, reenter)
        entries = (entry, *_called(stage, done))
        return Outcome(
            "returned", reenter, state.round, _ids(state), (), done.writes, entries,
            items or None, kept, done.calls, done.starts,
        )  # fmt: skip
    kept = before(journey.process, state.stages, target)
    world = replace(journey.world, stages=kept)
    journey = replace(journey, round=journey.round + 1, world=world)
    reached = back_to(journey, journey.process.stage(target))
    entry = event.entry("returned", journey, to=target)
    return arrived(reached, journey, state, (entry,), kept, done)


def reject(journey: Journey, state: CaseState, event: Event) -> Outcome:
    """Ends the case for good."""
    stage = event.stage
    done = done_of(journey.process, stage, event.action.key, journey.answers, journey.world)
    entries = (event.entry("rejected", journey), *_called(stage, done))
    return Outcome(
        "rejected", stage.key, state.round, _ids(state), (), done.writes, entries,
        None, state.stages, done.calls, done.starts,
    )  # fmt: skip


def arrived(
    reached: Reached,
    journey: Journey,
    state: CaseState,
    entries: tuple[Entry, ...],
    stages: StageValues,
    done: Done = NOTHING,
) -> Outcome:
    """The outcome of having moved: all open tasks end, those of the stage reached begin."""
    done += reached.done
    return Outcome(
        status=reached.status,
        stage=reached.stage.key if reached.stage else "",
        round=reached.round,
        done_tasks=_ids(state),
        tasks=reached.tasks,
        writes=done.writes,
        entries=(*entries, *_called(reached.stage, done), *reached.entries),
        stages=stages,
        calls=done.calls,
        starts=done.starts,
        dispatch=reached.dispatch,
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


def has_open_lines(stage: Stage, world: World) -> bool:
    """Whether lines that each need a verdict at this stage wait for one."""
    return bool(stage.lines) and world.lines.get("open", 0) > 0


def _called(stage: Stage | None, done: Done) -> tuple[Entry, ...]:
    """The journal tells that something was called, never with what."""
    key = stage.key if stage else ""
    return tuple(Entry("called", key, values={"hook": call.hook}) for call in done.calls)


def _known_items(process: Process, items: Iterable[str]) -> tuple[str, ...]:
    """Field paths, `material:<key>` and `lines`, as given, doubles removed. Raises unknown-item."""
    paths = {*plan_of(process, process.form).by_path, *([LINES] if process.lines else [])}
    handed_in = (process.materials, *(stage.materials for stage in process.stages))
    materials = {material.key for some in handed_in for material in some}
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
