"""Stages at which no officer decides: something is due from the applicant, or an outside system
answers.

Pure like all of the engine; who may hand in and who may answer is the caller's business.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from unionhall.engine import stage_form
from unionhall.engine.actions import is_due, is_outside, journey_of, may_act, with_stages
from unionhall.engine.checklist import Item, checklist, missing
from unionhall.engine.decide import Event, arrived, give_back, has_open_lines, reject
from unionhall.engine.effects import done_of
from unionhall.engine.problem import Problem
from unionhall.engine.route import Journey, leave
from unionhall.engine.shapes import (
    CaseState,
    Entry,
    Outcome,
    Refused,
    Staffing,
    TaskState,
    UserId,
)
from unionhall.engine.world import World
from unionhall.language.model import Process, Stage


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back from outside, already counted: verdicts that were new, and those that were
    not (`ignored`) or named nobody (`unknown`). `is_passed`: the verdict on the whole case, where
    it has no lines."""

    passed: int = 0
    failed: int = 0
    ignored: int = 0
    unknown: int = 0
    is_passed: bool | None = None
    reason: str = ""

    @property
    def counts(self) -> dict[str, int]:
        found = {
            "passed": self.passed,
            "failed": self.failed,
            "ignored": self.ignored,
            "unknown": self.unknown,
        }
        return {name: count for name, count in found.items() if count}


def items_due(
    process: Process, stage: Stage, answers: Mapping[str, Any], world: World
) -> tuple[Item, ...]:
    """The materials that apply at a stage, `world.stages` as decided before it."""
    return checklist(process, answers, world, stage.materials)


def hand_in(
    process: Process,
    state: CaseState,
    answers: Mapping[str, Any],
    world: World,
    staffing: Staffing,
    *,
    values: Mapping[str, Any],
    files: Mapping[str, int],
) -> Outcome:
    """The applicant gives what the stage asks for: `values` of its form, `files` per material.

    Raises Refused: illegal-action, invalid-values (params: all problems at once), no-actor,
    no-branch, expression-failed.
    """
    if not is_due(process, state):
        raise Refused("illegal-action", action="hand_in", status=state.status)
    stage = process.stage(state.stage)
    known = with_stages(world, state.stages)
    decided = _valid(process, stage, answers, known, values, files)
    stages = dict(state.stages)
    if stage.form is not None:
        stages[stage.key] = decided
    journey = journey_of(process, state, answers, with_stages(world, stages), staffing, state.round)
    entry = Entry("handed_in", stage.key, values={"round": journey.round})
    return _left(journey, state, stage, stages, (entry,))


def answered(
    process: Process,
    state: CaseState,
    answers: Mapping[str, Any],
    world: World,
    staffing: Staffing,
    answer: Answer,
) -> Outcome:
    """What an answer does to the case once its verdicts stand: when every line has one, the stage
    is left. `world.lines` counts as they stand now.

    Of a case without lines the verdict decides: yes leaves the stage, no takes its `return` to the
    stage it names first, or its `reject`. Raises Refused: illegal-action, no-verdict, no-actor,
    no-branch, expression-failed.
    """
    if not is_outside(process, state):
        raise Refused("illegal-action", action="answer", status=state.status)
    stage = process.stage(state.stage)
    journey = journey_of(
        process, state, answers, with_stages(world, state.stages), staffing, state.round
    )
    told = {"round": journey.round, **answer.counts}
    entry = Entry("answered", stage.key, values=told)
    if stage.lines:
        if has_open_lines(stage, journey.world):
            return _stays(state, entry)
        return _left(journey, state, stage, state.stages, (entry,))
    if answer.is_passed is None:
        raise Refused("no-verdict", stage=stage.key)
    entry = replace(entry, values={**told, "is_passed": answer.is_passed, "reason": answer.reason})
    if answer.is_passed:
        return _left(journey, state, stage, state.stages, (entry,))
    return _refused_outside(journey, state, stage, entry)


def overdue(process: Process, state: CaseState) -> Outcome:
    """The answer is late: nothing moves, somebody is told. Raises Refused("illegal-action")."""
    if not is_outside(process, state):
        raise Refused("illegal-action", action="overdue", status=state.status)
    return _stays(state, Entry("overdue", state.stage))


def may_decide_lines(
    process: Process, state: CaseState, task: TaskState, by: UserId, staffing: Staffing
) -> Stage:
    """Whether this user may say yes or no to lines at the task; the stage it is about.

    Raises Refused: already-decided, own-case, decided-before, not-your-task, not-per-line.
    """
    stage = may_act(process, state, task, by, staffing)
    if not stage.lines:
        raise Refused("not-per-line", stage=stage.key)
    return stage


def ends_with_lines(stage: Stage, quorum: int, world: World) -> bool:
    """Whether the last verdict is the approval: nothing else is asked of who gave it."""
    return stage.form is None and quorum <= 1 and not has_open_lines(stage, world)


def _valid(
    process: Process,
    stage: Stage,
    answers: Mapping[str, Any],
    world: World,
    values: Mapping[str, Any],
    files: Mapping[str, int],
) -> Mapping[str, Any]:
    found: tuple[Problem, ...] = ()
    decided: Mapping[str, Any] = {}
    try:
        decided = stage_form.decided(process, stage, values, answers, world)
    except Refused as refused:
        if refused.code != "invalid-values":
            raise
        found = refused.params["problems"]
    after = with_stages(world, {**world.stages, stage.key: decided})
    lacking = missing(items_due(process, stage, answers, after), files)
    if found or lacking:
        raise Refused("invalid-values", problems=(*found, *lacking))
    return decided


def _left(
    journey: Journey,
    state: CaseState,
    stage: Stage,
    stages: Mapping[str, Mapping[str, Any]],
    entries: tuple[Entry, ...],
) -> Outcome:
    done = done_of(journey.process, stage, "approve", journey.answers, journey.world)
    return arrived(leave(journey, stage), journey, state, entries, stages, done)


def _stays(state: CaseState, entry: Entry) -> Outcome:
    return Outcome(state.status, state.stage, state.round, entries=(entry,), stages=state.stages)


def _refused_outside(journey: Journey, state: CaseState, stage: Stage, entry: Entry) -> Outcome:
    """The outside said no. Without a way for it the stage stays, for somebody to look at it."""
    for key, does in (("return", give_back), ("reject", reject)):
        action = stage.action(key)
        if action is not None:
            event = Event(stage, None, action, None, {}, str(entry.values["reason"]), (), None)
            outcome = does(journey, state, event)
            return replace(outcome, entries=(entry, *outcome.entries))
    return _stays(state, entry)
