"""Fill the list of a draft from the newest published state of its register (T+1)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from itertools import islice
from typing import Any

from django.db.models import Q, QuerySet
from django.utils import timezone

from unionhall.cases import line_store
from unionhall.cases.models import Case
from unionhall.casework import lengthy, turn
from unionhall.casework.answers import again
from unionhall.casework.context import Context
from unionhall.casework.lines import records, sheet, wording
from unionhall.casework.lines.add import lines_of, listed, opened
from unionhall.casework.lines.records import PORTION, Pick
from unionhall.casework.lines.sheet import Sheet
from unionhall.casework.sentences import refused
from unionhall.people.models import User
from unionhall.registers import columns, snapshots
from unionhall.registers.models import Snapshot, SnapshotRow

VERB = "fill_lines"
SNAPSHOT = "snapshot"


@turn.command(VERB, again)
def fill(
    case_key: str,
    version: int | None = None,
    *,
    by: User,
    now: datetime,
    key: str | None = None,
) -> Case:
    """Replace the list by everybody of the newest published snapshot whom the picker lets through.

    Raises NotYours, Conflict, Refused: no-snapshot, locked-lines, no-union, not-your-list,
    too-many-lines.
    """
    found = opened(case_key, version, verb=VERB, key=key, by=by, now=now)
    snapshot = snapshots.newest(found.register.key, now)
    if snapshot is None:
        raise refused("no-snapshot")
    count = _count(found, snapshot)
    lengthy.begin(count)
    _put(found, snapshot, count, by)
    turn.finish(found.context.case, VERB, key, by=by, now=now)
    return found.context.case


def begin(context: Context, by: User) -> None:
    """A new draft whose list nobody picks begins with it, when there is one to fill it with."""
    lines = context.process.lines
    if lines is None or lines.fill != SNAPSHOT or not sheet.may_pick(context, by):
        return
    found = sheet.of_draft(context)
    snapshot = snapshots.newest(found.register.key, context.now)
    if snapshot is None:
        return
    count = _count(found, snapshot)
    try:
        lengthy.begin(count)
    except lengthy.TooLong:
        lengthy.postpone(context.case, VERB, {}, by=by, now=context.now)
    else:
        _put(found, snapshot, count, by)


def _put(found: Sheet, snapshot: Snapshot, count: int, by: User) -> None:
    """`count`: how many rows there are to look at."""
    case = found.context.case
    line_store.remove(case, Q())
    every = lengthy.portions(_picks(found, snapshot), count)
    picks = (pick for some in every for pick in some if not pick.locked)

    def rows() -> Iterator[line_store.NewLine]:
        while some := list(islice(picks, PORTION)):
            yield from lines_of(found, some)

    try:
        filled = line_store.add(case, rows(), found.lines.most)
    except line_store.TooMany as many:
        raise wording.refused_many(found.lines) from many
    listed(found.context, by, filled=filled, as_of=_day(snapshot))


def _picks(found: Sheet, snapshot: Snapshot) -> Iterator[list[Pick]]:
    wanted = _rows(found, snapshot)
    if wanted is None:
        return
    rows = wanted.iterator(PORTION)
    while some := list(islice(rows, PORTION)):
        yield records.picks_of(found, [(row.record, _clear(found, row)) for row in some])


def _rows(found: Sheet, snapshot: Snapshot) -> QuerySet[SnapshotRow] | None:
    """Those of the case's union within the limits of the picker; None: nothing can be chosen."""
    within, union = records.limits(found), found.context.place.union
    if within is None or union is None:
        return None
    return snapshots.rows(snapshot, None, {**within, "union": union.key})


def _count(found: Sheet, snapshot: Snapshot) -> int:
    wanted = _rows(found, snapshot)
    return wanted.count() if wanted is not None else 0


def _clear(found: Sheet, row: SnapshotRow) -> dict[str, Any]:
    return {
        **columns.unsealed(found.register, row.values),
        "id": row.record,
        "state": row.state,
        "union": row.union.key if row.union else None,
        "person": row.person.key if row.person else None,
    }


def _day(snapshot: Snapshot) -> str:
    """The last day it knows: midnight belongs to the day that ends then."""
    last = timezone.localtime(snapshot.as_of - timedelta(seconds=1))
    return last.date().isoformat()
