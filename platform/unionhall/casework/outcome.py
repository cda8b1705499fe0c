"""Storing what the engine decided: the last paragraph of submit, withdraw and decide."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from unionhall.cases import outside_store, sealed, selectors, store
from unionhall.cases.models import CaseStatus
from unionhall.casework import derived, due, hooks
from unionhall.casework.context import Context
from unionhall.casework.core.ground import Ground
from unionhall.casework.lines import verdicts
from unionhall.casework.lines.follow import follow
from unionhall.casework.lines.writing import write_all
from unionhall.casework.refusals import Invalid
from unionhall.casework.sentences import sentence
from unionhall.engine import exclusive
from unionhall.engine.problem import Problem
from unionhall.engine.shapes import Outcome
from unionhall.language.model import Process
from unionhall.people.models import User

CLOSED = (CaseStatus.COMPLETED, CaseStatus.REJECTED)


def store_outcome(
    context: Context,
    outcome: Outcome,
    *,
    by: User,
    answers: Mapping[str, Any] | None = None,
    decided: Mapping[int, str] | None = None,
    **fields: Any,
) -> None:
    """Write tasks, register records, exclusive keys, draft, case and journal.

    `answers` in clear (None: those of the newest submission, read when a key has to change);
    `decided`: the action by the task it ended; `fields`: further columns of the case. Raises
    Invalid (an exclusive key is taken), Refused (a register said no): then roll back.
    """
    case, process, now = context.case, context.process, context.now
    keys = (task.union for task in outcome.tasks)
    unions = context.unions([*keys, *(entry.union for entry in outcome.entries)])
    _end_tasks(context, outcome, decided or {})
    # before tasks refer to unions: a write that moves one waits for the tree first, then for it
    if outcome.writes:
        write_all(context, outcome.writes, _ground(context, by))
    for asked in outcome.calls:
        hooks.call(context, asked, by=by)
    entries = (*outcome.entries, *derived.begin_all(context, outcome.starts))
    if outcome.tasks:
        store.open_tasks(case, outcome.tasks, unions, outcome.round, now)
    _hand_over(context, outcome)
    _hold_keys(context, outcome, answers)
    follow(context, outcome)
    _begin_lines(context, outcome)
    if outcome.status == CaseStatus.RETURNED or case.draft.unlocked is not None:
        unlocked = None if outcome.unlocked is None else list(outcome.unlocked)
        store.change_draft(case.draft, unlocked=unlocked)
    store.record(
        case,
        entries,
        unions,
        by=by,
        now=now,
        status=outcome.status,
        stage=outcome.stage,
        is_due=_stage_due(context, outcome),
        round=outcome.round,
        stage_values=sealed.sealed_stages(process, outcome.stages),
        closed_at=now if outcome.status in CLOSED else None,
        **fields,
    )


def _end_tasks(context: Context, outcome: Outcome, decided: Mapping[int, str]) -> None:
    """The task somebody decided keeps the action; the others of the stage just end."""
    returned = outcome.status == CaseStatus.RETURNED or _is_back(context, outcome)
    for task_id, action in decided.items():
        if task_id in outcome.done_tasks:
            store.end_tasks([task_id], context.now, outcome=action, is_awaited=returned)
    others = [task for task in outcome.done_tasks if task not in decided]
    store.end_tasks(others, context.now)


def _ground(context: Context, by: User) -> Ground:
    case = context.case
    place, number = context.place.union, case.number or ""
    return Ground(by, context.now, case.key, case.key, place, case.person, number)


def _stage_due(context: Context, outcome: Outcome) -> bool:
    """Whether something is due from the applicant where it is now."""
    return due.stage_of(context.process, outcome.status, outcome.stage) is not None


def _is_back(context: Context, outcome: Outcome) -> bool:
    """Whether it was given back to such a stage."""
    back = any(entry.kind == "returned" for entry in outcome.entries)
    return back and _stage_due(context, outcome)


def _hand_over(context: Context, outcome: Outcome) -> None:
    """What still stands with the outside is called off where the case leaves it; what it comes to
    goes out after the commit."""
    case = context.case
    is_outside = any(stage.outside is not None for stage in context.process.stages)
    if is_outside and (outcome.stage, outcome.round) != (case.stage, case.round):
        outside_store.cancel(case, context.now)
    if outcome.dispatch is not None:
        outside_store.create(case, outcome.dispatch, outcome.round, context.now)


def _begin_lines(context: Context, outcome: Outcome) -> None:
    """Where each line has a verdict of its own, all that go on begin without one."""
    case = context.case
    moved = (outcome.stage, outcome.round) != (case.stage, case.round)
    if not (moved and case.stage and outcome.stage and outcome.status == CaseStatus.IN_PROGRESS):
        return
    if context.process.stage(outcome.stage).lines:
        is_back = any(entry.kind == "returned" for entry in outcome.entries)
        verdicts.begin(context, again=is_back)


def _hold_keys(context: Context, outcome: Outcome, answers: Mapping[str, Any] | None) -> None:
    """Exclusive keys follow the status; nothing is written while they stay the same."""
    case, process = context.case, context.process
    if not process.exclusive:
        return
    if answers is None:
        if _names(process, case.status) == _names(process, outcome.status):
            return
        latest = selectors.latest_submission(case)
        answers = sealed.unsealed(process, latest.answers) if latest else {}
    wanted = exclusive.keys(process, answers, outcome.status)
    try:
        store.hold_keys(case, wanted)
    except store.CaseKeyTaken as taken:
        found = (exclusive_problem(process, taken.name),)
        raise Invalid("exclusive", found[0].text or sentence("exclusive"), found) from taken


def exclusive_problem(process: Process, name: str) -> Problem:
    rule = next(rule for rule in process.exclusive if rule.key == name)
    params = {"key": rule.key, "paths": rule.paths}
    return Problem("exclusive", rule.paths[0] if rule.paths else "", params, rule.message)


def _names(process: Process, status: str) -> set[str]:
    return {rule.key for rule in process.exclusive if status in rule.statuses}
