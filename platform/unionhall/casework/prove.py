"""Keep that a mobile number of the form was proven by the code sent to it."""

from __future__ import annotations

from datetime import datetime

from unionhall.cases import store
from unionhall.casework import proving, turn
from unionhall.casework.answers import Saved, draft_problems, editable, keep, saved_again
from unionhall.casework.sentences import refused
from unionhall.casework.settling import material, settle
from unionhall.engine.shapes import Entry
from unionhall.people import codes
from unionhall.people.models import User

VERB = "prove"


def prove(
    case_key: str,
    path: str,
    mobile: str,
    code: str,
    *,
    bound_to: str,
    by: User,
    now: datetime,
    key: str | None = None,
) -> Saved:
    """The number goes into the draft together with its proof.

    The code is spent before the turn is taken: a wrong one has to stay counted. Raises NotYours,
    Conflict, Refused: not-provable, locked-field, bad-mobile, wrong-code.
    """
    plain = proving.provable(case_key, path, mobile, by)
    if not codes.spend(plain, proving.PURPOSE, bound_to, code, now):
        raise refused("wrong-code")
    saved: Saved = _prove(case_key, path, plain, by=by, now=now, key=key)
    return saved


@turn.command(VERB, saved_again)
def _prove(
    case_key: str, path: str, mobile: str, *, by: User, now: datetime, key: str | None = None
) -> Saved:
    context = editable(case_key, None, verb=VERB, key=key, by=by, now=now)
    draft = context.case.draft
    proofs = {**draft.proofs, path: proving.proof(path, mobile, now)}

    store.change_draft(draft, proofs=proofs)
    settled = settle(context, material(context), proving.nested(path, mobile))
    keep(context, settled, [Entry("proved", values={"path": path})], by=by)
    turn.finish(context.case, VERB, key, by=by, now=now)
    return Saved(context.case, draft_problems(context, settled), settled.state)
