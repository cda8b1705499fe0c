"""Decide on one task: approve, return, reject. One decision, one clear refusal for the loser."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any

from permissions import gate
from unionhall import audit
from unionhall.cases import entries, sealed, selectors, store
from unionhall.cases.models import Case, Submission, Task
from unionhall.casework import lengthy, turn
from unionhall.casework.answers import again
from unionhall.casework.context import Context
from unionhall.casework.outcome import store_outcome
from unionhall.casework.refusals import Conflict, NotYours
from unionhall.casework.sentences import from_engine, refused, sentence
from unionhall.engine import actions
from unionhall.engine.shapes import Outcome
from unionhall.engine.shapes import Refused as EngineRefused
from unionhall.people.models import User

VERB = "decide"
LONGEST_REASON = 1000
Verdicts = Mapping[str, tuple[bool, str]]


@turn.command(VERB, again)
def decide(
    case_key: str,
    task_id: int,
    action: str,
    version: int,
    values: Mapping[str, Any] | None = None,
    reason: str = "",
    items: Collection[str] = (),
    to: str | None = None,
    *,
    digest: str | None = None,
    verdicts: Verdicts | None = None,
    by: User,
    now: datetime,
    key: str | None = None,
) -> Case:
    """`values`: the stage's form as posted. `items`: what a return unlocks (field paths and
    `material:<key>`). `digest`: that of the materials on the screen. `verdicts` on materials:
    (is accepted, reason) by key.

    Raises NotYours, Conflict (already decided, changed, materials changed), Invalid (the stage's
    form), Refused: own-case, reason-required, not-a-target, no-actor, key-taken, ...
    """
    case = turn.take(case_key, version, verb=VERB, key=key, by=by)
    context = Context(case, now)
    tasks = selectors.open_tasks(case)

    task = task_of(case, tasks, task_id, by)
    if len(reason) > LONGEST_REASON:
        raise refused("reason-too-long")
    event = {"values": values, "reason": reason, "items": tuple(items), "to": to}
    decided_by(context, tasks, task, action, by, digest=digest, verdicts=verdicts, **event)
    turn.finish(case, VERB, key, by=by, now=now)
    return case


def decided_by(
    context: Context,
    tasks: list[Task],
    task: Task,
    action: str,
    by: User,
    *,
    digest: str | None = None,
    verdicts: Verdicts | None = None,
    **event: Any,
) -> None:
    """The decision itself, within the turn of a verb that found out that he may take it."""
    case, now, reason = context.case, context.now, str(event.get("reason") or "")
    submission = _submission(case, digest)
    outcome = _outcome(context, tasks, submission, task, action, by, event)
    lengthy.begin_writing(outcome, case.line_count)

    stage_values = outcome.stages.get(task.stage, {}) if action == "approve" else {}
    made = {
        "action": action,
        "reason": reason.strip(),
        "items": list(event.get("items", ())),
        "values": sealed.sealed(context.process, stage_values, task.stage),
    }
    store.add_decision(task, made, by=by, now=now)
    if verdicts:
        handed_in = (one.materials for one in context.process.stages)
        every = (context.process.materials, *handed_in)
        known = {material.key for some in every for material in some}
        store.put_verdicts(case, _cut(verdicts, known), by=by, now=now)
    store_outcome(context, outcome, by=by, decided={task.pk: action})
    _tell(context, task, action, by)


def task_of(case: Case, tasks: list[Task], task_id: int, by: User) -> Task:
    """The open task this user may decide. Strangers learn nothing (NotYours)."""
    task = next((one for one in tasks if one.pk == task_id), None)
    if task is None:
        if not gate.may_view(by, case).allowed:
            raise NotYours
        decisive = (*entries.DECISIONS, "withdrawn", "deleted")
        raise Conflict("already-decided", turn.first_sentence(case, by, decisive))
    verdict = gate.may_decide(by, task)
    if verdict.allowed:
        return task
    if case.starter_id == by.pk or gate.may_view(by, case).allowed:
        raise refused("own-case" if case.starter_id == by.pk else "not-your-task")
    raise NotYours


def _submission(case: Case, digest: str | None) -> Submission:
    """What is decided about; its materials have to be those handed in, and those on the screen."""
    submission = selectors.latest_submission(case)
    if submission is None:
        raise NotYours
    standing = selectors.materials_digest(selectors.attachments(case))
    if submission.materials_digest != standing or (digest or standing) != standing:
        raise Conflict("materials-changed", sentence("materials-changed"))
    return submission


def _outcome(
    context: Context,
    tasks: list[Task],
    submission: Submission,
    task: Task,
    action: str,
    by: User,
    event: Mapping[str, Any],
) -> Outcome:
    """Answers and facts are those that were handed in, whatever the registers say today."""
    process = context.process
    try:
        return actions.act(
            process,
            context.state(tasks),
            task=task.pk,
            action=action,
            by=by.pk,
            answers=sealed.unsealed(process, submission.answers),
            world=context.world(submission.facts),
            staffing=context.staffing(),
            **event,
        )
    except EngineRefused as refusal:
        raise from_engine(refusal) from refusal


def _tell(context: Context, task: Task, action: str, by: User) -> None:
    case, stage = context.case, context.process.stage(task.stage)
    told = {"number": case.number, "stage": stage.title, "action": action, "union": task.union.key}
    audit.record("decision", by=by, now=context.now, about=f"case:{case.key}", values=told)


def _cut(verdicts: Verdicts, known: set[str]) -> Verdicts:
    return {
        material: (accepted, reason.strip()[:500])
        for material, (accepted, reason) in verdicts.items()
        if material in known
    }
