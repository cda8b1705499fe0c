"""Save what is typed of one step (X1-26). A draft takes anything that can be stored."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from unionhall.casework import turn
from unionhall.casework.answers import (
    Saved,
    draft_problems,
    editable,
    keep,
    saved_again,
    step_problems,
)
from unionhall.casework.settling import material, settle
from unionhall.engine.normalise import normalise
from unionhall.engine.shapes import Entry
from unionhall.people.models import User

VERB = "save"


@turn.command(VERB, saved_again)
def save(
    case_key: str,
    answers: Mapping[str, Any],
    step: str = "",
    version: int | None = None,
    *,
    by: User,
    now: datetime,
    key: str | None = None,
) -> Saved:
    """Lay `answers` (nested, as posted) over the draft; what is not among them stays.

    None clears a value. Values nothing can store are refused by name and leave the stored ones;
    everything else is kept, however wrong, and told in `problems`. Raises NotYours, Conflict.
    """
    context = editable(case_key, version, verb=VERB, key=key, by=by, now=now)
    held = material(context)

    normal = normalise(context.process.form, answers)
    settled = settle(context, held, normal.values)

    keep(context, settled, [Entry("saved", values={"step": step[:80]})], by=by, step=step)
    turn.finish(context.case, VERB, key, by=by, now=now)
    told = settled.state, settled.world
    return Saved(
        context.case,
        (*normal.problems, *draft_problems(context, settled)),
        settled.state,
        (*normal.problems, *step_problems(context.process, *told, step)) if step else (),
    )
