"""Copy a past application as a new draft (X1-25): what was typed, not what was filled in."""

from __future__ import annotations

from datetime import datetime

from unionhall.cases import sealed, selectors, store
from unionhall.cases.models import Case
from unionhall.casework import turn
from unionhall.casework.answers import again, keep
from unionhall.casework.context import Context
from unionhall.casework.refusals import NotYours
from unionhall.casework.sentences import refused
from unionhall.casework.settling import Material, settle
from unionhall.casework.start import may_start
from unionhall.definitions.selectors import NotPublished, current_process, process_of
from unionhall.engine.shapes import Entry
from unionhall.people.models import User

VERB = "copy_case"


@turn.command(VERB, again)
def copy_case(case_key: str, *, by: User, now: datetime, key: str | None = None) -> Case:
    """Answers only: no files, no agreements; registered values are asked for anew.

    Raises NotYours, Refused: not-offered, not-a-starter.
    """
    turn.once(VERB, key, by=by)
    past = selectors.loaded(case_key) if selectors.is_key(case_key) else None
    if past is None or past.starter_id != by.pk:
        raise NotYours
    try:
        revision, process = current_process(past.process)
    except NotPublished as missing:
        raise refused("not-offered") from missing
    if not may_start(process, by):
        raise refused("not-a-starter")

    old = process_of(past.revision)
    latest = selectors.latest_submission(past)
    source = latest or past.draft
    if latest is not None:
        old = process_of(latest.revision)
    values = sealed.unsealed(old, source.answers)
    origins = sealed.unsealed_origins(old, source.origins)

    fields = {
        "process": process.key,
        "matter_group": process.matter_group,
        "title": process.title,
    }
    case = store.create(revision, fields, by=by, now=now)
    context = Context(case, now, process)
    settled = settle(context, Material(values, origins, None, None), fills=True)
    started = [Entry("started"), Entry("copied", values={"number": past.number})]
    keep(context, settled, started, by=by)
    turn.finish(case, VERB, key, by=by, now=now)
    return case
