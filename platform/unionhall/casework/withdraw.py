"""Take an application back while its stage allows it (X1-61)."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from unionhall.cases import line_store, selectors, store
from unionhall.cases.models import Case
from unionhall.casework import turn
from unionhall.casework.answers import again
from unionhall.casework.context import Context
from unionhall.casework.outcome import store_outcome
from unionhall.casework.refusals import Conflict
from unionhall.engine import actions
from unionhall.engine.shapes import Refused as EngineRefused
from unionhall.people.models import User

VERB = "withdraw"


@turn.command(VERB, again)
def withdraw(
    case_key: str,
    version: int | None = None,
    *,
    by: User,
    now: datetime,
    key: str | None = None,
) -> Case:
    """The draft opens again with everything that was typed; the number stays. Where the definition
    says so, the case is deleted at once: it disappears from every list, sets its exclusive keys
    free and stays in the archive with its journal.

    Raises NotYours, Conflict: not-withdrawable, naming what happened.
    """
    case = turn.take_own(case_key, version, verb=VERB, key=key, by=by)
    context = Context(case, now)
    tasks = selectors.open_tasks(case)

    state = selectors.state_of(case, tasks, context.stage_values)
    try:
        outcome = actions.withdraw(context.process, state)
    except EngineRefused as refusal:
        raise Conflict(refusal.code, turn.first_sentence(case, by)) from refusal

    store.stop_awaiting(case)
    gone: dict[str, Any] = {"deleted_at": now} if actions.deletes(context.process) else {}
    store_outcome(context, outcome, by=by, **gone)
    if gone:
        store.release_keys(case)
        line_store.release_keys(case)
    turn.finish(case, VERB, key, by=by, now=now)
    return case
