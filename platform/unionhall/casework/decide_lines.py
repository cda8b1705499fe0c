"""Say yes or no to ticked lines of an application at a stage where each has its own verdict."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from unionhall.cases import selectors, store
from unionhall.cases.models import Case, Task
from unionhall.casework import turn
from unionhall.casework.answers import again
from unionhall.casework.context import Context
from unionhall.casework.decide import LONGEST_REASON, decided_by, task_of
from unionhall.casework.lines import verdicts
from unionhall.casework.lines.verdicts import Verdict
from unionhall.casework.sentences import from_engine, refused
from unionhall.engine import waiting
from unionhall.engine.shapes import Entry
from unionhall.engine.shapes import Refused as EngineRefused
from unionhall.people.models import User

VERB = "decide_lines"
MOST = 500
PASS, FAIL = "passed", "failed"


@turn.command(VERB, again)
def decide_lines(
    case_key: str,
    task_id: int,
    verdict: str,
    lines: Collection[str],
    version: int,
    reason: str = "",
    *,
    digest: str | None = None,
    by: User,
    now: datetime,
    key: str | None = None,
) -> Case:
    """`verdict`: passed or failed; `lines`: keys of those ticked. The last verdict is the approval
    of the stage, unless its form asks for more or several have to approve.

    Raises NotYours, Conflict (already decided, changed, materials changed), Refused: own-case,
    not-your-task, not-per-line, reason-required, no-lines, too-many-lines, lines-changed, ...
    """
    case = turn.take(case_key, version, verb=VERB, key=key, by=by)
    context = Context(case, now)
    tasks = selectors.open_tasks(case)

    task = task_of(case, tasks, task_id, by)
    _check(context, tasks, task, by)
    written = reason.strip()
    if verdict not in (PASS, FAIL):
        raise refused("illegal-action")
    if verdict == FAIL and not written:
        raise refused("reason-required")
    if len(written) > LONGEST_REASON:
        raise refused("reason-too-long")
    if not lines:
        raise refused("no-lines-chosen")
    if len(lines) > MOST:
        raise refused("too-many-lines-chosen")

    told = [Verdict(one, verdict == PASS, written) for one in dict.fromkeys(lines)]
    made = verdicts.apply(context, told, by=by)
    if made.unknown or made.ignored:
        raise refused("lines-changed")
    values = {"round": case.round, verdict: made.applied, "reason": written}
    entry = Entry("lines_decided", task.stage, task.union.key, values)
    store.record(case, [entry], {task.union.key: task.union}, by=by, now=now)
    stage = context.process.stage(task.stage)
    if waiting.ends_with_lines(stage, task.quorum, context.world()):
        decided_by(context, tasks, task, "approve", by, digest=digest)
    turn.finish(case, VERB, key, by=by, now=now)
    return case


def _check(context: Context, tasks: list[Task], task: Task, by: User) -> None:
    state = context.state(tasks)
    current = next(one for one in state.tasks if one.id == task.pk)
    try:
        waiting.may_decide_lines(context.process, state, current, by.pk, context.staffing())
    except EngineRefused as refusal:
        raise from_engine(refusal) from refusal
