"""Give what a stage asks of the applicant: kept while it is typed, handed in when complete."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from unionhall.cases import sealed, selectors, store
from unionhall.cases.models import Attachment, Case
from unionhall.casework import lengthy, turn
from unionhall.casework.answers import again
from unionhall.casework.context import Context
from unionhall.casework.due import Due, counts, due_of
from unionhall.casework.outcome import store_outcome
from unionhall.casework.refusals import Conflict
from unionhall.casework.sentences import from_engine
from unionhall.engine import waiting
from unionhall.engine.normalise import normalise
from unionhall.engine.paths import is_absent
from unionhall.engine.shapes import Entry
from unionhall.engine.shapes import Refused as EngineRefused
from unionhall.people.models import User

KEEP, VERB = "keep_due", "hand_in"


@turn.command(KEEP, again)
def keep(
    case_key: str,
    stage: str,
    values: Mapping[str, Any],
    version: int | None = None,
    *,
    by: User,
    now: datetime,
    key: str | None = None,
) -> Case:
    """Lay `values` (as posted) over what was typed of a stage before; None clears a value.

    What nothing can store is left out, everything else is kept, however wrong. Raises NotYours,
    Conflict (somebody was first, or nothing is due there any more).
    """
    due = _due(case_key, stage, version, verb=KEEP, key=key, by=by, now=now)
    case, form = due.context.case, due.stage.form

    typed = normalise(form, values).values if form is not None else {}
    kept = {path: value for path, value in {**due.stored, **typed}.items() if not is_absent(value)}

    stored = {**case.draft.due, stage: sealed.sealed(due.context.process, kept, stage)}
    store.change_draft(case.draft, due=stored, saved_at=now)
    store.record(case, [Entry("saved", stage, values={"step": stage})], by=by, now=now)
    turn.finish(case, KEEP, key, by=by, now=now)
    return case


@turn.command(VERB, again)
def hand_in(
    case_key: str,
    stage: str,
    version: int | None = None,
    *,
    by: User,
    now: datetime,
    key: str | None = None,
) -> Case:
    """Hand in what was kept and attached. It is pinned beside what was applied for.

    Raises NotYours, Conflict, Invalid (all problems at once: fields, checks, materials), Refused:
    no-actor, no-branch, expression-failed.
    """
    due = _due(case_key, stage, version, verb=VERB, key=key, by=by, now=now)
    context, case = due.context, due.context.case
    files = selectors.attachments(case)

    try:
        outcome = waiting.hand_in(
            context.process,
            context.state(()),
            due.answers,
            due.world,
            context.staffing(),
            values=due.stored,
            files=counts(files),
        )
    except EngineRefused as refusal:
        raise from_engine(refusal) from refusal

    lengthy.begin_writing(outcome, case.line_count)
    number = _pin(due, files, outcome.stages.get(stage, {}))
    store.stop_awaiting(case)
    store_outcome(context, outcome, by=by, last_submission=number)
    turn.finish(case, VERB, key, by=by, now=now)
    return case


def _due(
    case_key: str,
    stage: str,
    version: int | None,
    *,
    verb: str,
    key: str | None,
    by: User,
    now: datetime,
) -> Due:
    case = turn.take_own(case_key, version, verb=verb, key=key, by=by)
    due = due_of(Context(case, now))
    if due is None or due.stage.key != stage:
        raise Conflict("not-due", turn.first_sentence(case, by))
    return due


def _pin(due: Due, files: list[Attachment], values: Mapping[str, Any]) -> int:
    """A submission of its own: the answers as they stood, what this stage added, all files."""
    context, before = due.context, due.submission
    number = context.case.last_submission + 1
    fields = {
        "revision": context.case.revision,
        "answers": before.answers,
        "origins": before.origins,
        "facts": before.facts,
        "eligibility": before.eligibility,
        "materials_digest": selectors.materials_digest(files),
        "stage": due.stage.key,
        "stage_values": sealed.sealed(context.process, values, due.stage.key),
        "submitted_at": context.now,
    }
    store.add_submission(context.case, number, fields)
    if any(not file.frozen for file in files):
        store.freeze_attachments(context.case)
    return number
