"""Agree to a text (X1-42): which words, for what, when and from where is kept."""

from __future__ import annotations

from datetime import datetime

from unionhall.cases import store
from unionhall.cases.models import Case
from unionhall.casework import agreeing, turn
from unionhall.casework.answers import again, editable
from unionhall.casework.sentences import refused
from unionhall.people.models import User

VERB = "consent"


@turn.command(VERB, again)
def consent(
    case_key: str,
    consent_key: str,
    *,
    address: str | None = None,
    agent: str = "",
    by: User,
    now: datetime,
    key: str | None = None,
) -> Case:
    """Raises NotYours, Conflict, Refused: unknown-consent, text-missing."""
    context = editable(case_key, None, verb=VERB, key=key, by=by, now=now)

    asked = next((one for one in context.process.consents if one.key == consent_key), None)
    if asked is None:
        raise refused("unknown-consent")

    entry = agreeing.record(context, asked, by=by, address=address, agent=agent)
    case = context.case
    store.record(case, [entry], by=by, now=now)
    turn.finish(case, VERB, key, by=by, now=now)
    return case
