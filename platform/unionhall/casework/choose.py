"""Pick a row of a lookup (X1-40…46): the server reads it again, fills what it brings."""

from __future__ import annotations

from datetime import datetime

from unionhall.casework import picking, turn
from unionhall.casework.answers import Saved, draft_problems, editable, keep, saved_again
from unionhall.casework.sentences import refused
from unionhall.casework.settling import Material, material, settle
from unionhall.engine.shapes import Entry
from unionhall.people.models import User

VERB = "choose"


@turn.command(VERB, saved_again)
def choose(
    case_key: str,
    path: str,
    row: str,
    version: int | None = None,
    *,
    source: str = picking.SEARCH,
    by: User,
    now: datetime,
    key: str | None = None,
) -> Saved:
    """`row` is the key of a row, `source` the list it was picked from, or "search".

    Only the key is taken from the caller. Raises NotYours, Conflict, Refused: unknown-lookup,
    not-found-row, consent-needed, required-column (in the definition's words), locked-field.
    """
    context = editable(case_key, version, verb=VERB, key=key, by=by, now=now)
    held = material(context)

    lookup = picking.lookup_of(context.process, path)
    field = settle(context, held).state.fields.get(path)
    if field is None or field.read_only or not field.visible:
        raise refused("locked-field")
    within = picking.limits(context, lookup)
    found = picking.row_of(context, lookup, source, row, by, within)
    picking.check(lookup, found)

    values, origins = picking.filled(lookup, found, held, context)
    chosen = Material(values, origins, held.unlocked, held.submitted)
    settled = settle(context, chosen, fills=True)

    entry = Entry("chosen", values={"path": path, "row": row, "source": source})
    keep(context, settled, [entry], by=by)
    turn.finish(context.case, VERB, key, by=by, now=now)
    return Saved(context.case, draft_problems(context, settled), settled.state)
