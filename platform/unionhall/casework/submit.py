"""Hand an application in (X1-52): everything is checked again, then it is pinned for ever."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from datetime import datetime
from typing import Any

from unionhall.cases import numbers, selectors, store
from unionhall.cases.models import Attachment, Case, CaseStatus
from unionhall.casework import agreeing, lengthy, turn
from unionhall.casework.answers import again, described, editable
from unionhall.casework.complete import Judged, judged, pinned
from unionhall.casework.context import Context
from unionhall.casework.lines.check import Blocked, hand_in, keep
from unionhall.casework.outcome import store_outcome
from unionhall.casework.refusals import Invalid
from unionhall.casework.sentences import from_engine, sentence
from unionhall.casework.settling import material
from unionhall.engine import actions
from unionhall.engine.shapes import Entry, Outcome
from unionhall.engine.shapes import Refused as EngineRefused
from unionhall.people.models import User

VERB = "submit"


def submit(case_key: str, version: int, consents: Collection[str] = (), **given: Any) -> Case:
    """`consents`: keys of the agreements ticked on the check page. `given`: `by`, `now`, `key`, and
    `address` and `agent` of the request.

    Raises NotYours, Conflict, Invalid (all problems at once: fields, checks, eligibility,
    materials, consents, exclusive keys, lines), Refused: no-actor, no-branch, expression-failed.
    """
    try:
        return _submit(case_key, version, consents, **given)
    except Blocked as blocked:
        keep(case_key, blocked)
        raise


@turn.command(VERB, again)
def _submit(
    case_key: str,
    version: int,
    consents: Collection[str] = (),
    *,
    address: str | None = None,
    agent: str = "",
    by: User,
    now: datetime,
    key: str | None = None,
) -> Case:
    context = editable(case_key, version, verb=VERB, key=key, by=by, now=now)
    case = context.case
    files = selectors.attachments(case)
    held = material(context)

    found = judged(context, held, files, consents)
    if found.is_blocked:
        raise Invalid("submission", sentence("submission"), found.problems)
    lengthy.begin(case.line_count)
    hand_in(context, found.settled)

    was_returned = case.status == CaseStatus.RETURNED
    agreed = agreeing.agree(context, "submit", consents, by=by, address=address, agent=agent)
    if case.number is None:  # before the stages are asked: what they write may name it
        case.number = numbers.next_number(context.process, context.today)
    outcome = _outcome(context, found)
    handed_in = (*agreed, *_numbered(outcome.entries, case))
    _store(context, found, files, _with(outcome, handed_in), by=by)
    if was_returned:
        store.stop_awaiting(case)
    turn.finish(case, VERB, key, by=by, now=now)
    return case


def _outcome(context: Context, found: Judged) -> Outcome:
    state, world = context.state(()), found.settled.world
    try:
        return actions.submit(
            context.process,
            state,
            found.settled.state.answers,
            replace(world, case={**world.case, "number": context.case.number}),
            context.staffing(),
        )
    except EngineRefused as refusal:
        raise from_engine(refusal) from refusal


def _store(
    context: Context, found: Judged, files: list[Attachment], outcome: Outcome, *, by: User
) -> None:
    case = context.case
    number = case.last_submission + 1
    store.add_submission(case, number, pinned(context, found, files))
    if any(not file.frozen for file in files):
        store.freeze_attachments(case)
    store_outcome(
        context,
        outcome,
        by=by,
        answers=found.settled.state.answers,
        union=context.place.union,
        number=case.number,
        submitted_at=context.now,
        last_submission=number,
        **described(context, found.settled),
    )


def _numbered(entries: Collection[Entry], case: Case) -> list[Entry]:
    """The entry of the submission names the number and which submission it is."""
    more = {"number": case.number, "submission": case.last_submission + 1}
    return [
        Entry(one.kind, one.stage, one.union, {**one.values, **more})
        if one.kind == "submitted"
        else one
        for one in entries
    ]


def _with(outcome: Outcome, entries: tuple[Entry, ...]) -> Outcome:
    return replace(outcome, entries=entries)
