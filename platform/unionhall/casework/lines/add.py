"""Put people on the list of a draft: those that were ticked, or all that the picker finds."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from unionhall.cases import line_store, sealed, store
from unionhall.cases.line_store import NewLine
from unionhall.cases.models import Case, CommandKey
from unionhall.casework import lengthy, turn
from unionhall.casework.answers import editable
from unionhall.casework.context import Context
from unionhall.casework.lines import records, sheet, wording
from unionhall.casework.lines.records import Filters, Pick
from unionhall.casework.lines.sheet import Sheet
from unionhall.casework.sentences import refused
from unionhall.engine.lines import subject_of
from unionhall.engine.many import Item
from unionhall.engine.paths import read
from unionhall.engine.shapes import LINES, Entry
from unionhall.organisation import naming
from unionhall.people import selectors as people
from unionhall.people.models import User

VERB, VERB_ALL = "add_lines", "add_all_lines"
MOST_TICKED, MOST_NAMED = 500, 10


@dataclass(frozen=True, slots=True)
class Added:
    """`there`: how many were on the list already; `refused`: (name, why) of the first that cannot
    be chosen, `refused_count` of all of them; `left`: rows that were not taken, of those that were
    pasted or imported."""

    case: Case
    added: int
    there: int = 0
    refused: tuple[tuple[str, str], ...] = ()
    refused_count: int = 0
    left: tuple[int, ...] = ()


def again(used: CommandKey) -> Added:
    return Added(turn.reloaded(used), 0)


@turn.command(VERB, again)
def add(
    case_key: str,
    keys: Sequence[str],
    version: int | None = None,
    *,
    by: User,
    now: datetime,
    key: str | None = None,
) -> Added:
    """`keys` of records, ticked one by one. Those that are locked are left out and named.

    Raises NotYours, Conflict, Refused: locked-lines (a return left them shut), no-union,
    not-your-list, too-many-ticked, too-many-lines.
    """
    found = opened(case_key, version, verb=VERB, key=key, by=by, now=now)
    if len(keys) > MOST_TICKED:
        raise refused("too-many-ticked")
    some = records.chosen(found, keys)
    if len(some) < len(set(keys)):
        raise refused("not-found-row")
    return put(found, [some], VERB, key, by=by)


@turn.command(VERB_ALL, again)
def add_all(
    case_key: str,
    filters: Filters,
    q: str = "",
    version: int | None = None,
    *,
    by: User,
    now: datetime,
    key: str | None = None,
) -> Added:
    """Everybody the picker finds with these filters who is not locked; no keys are posted.

    Raises as `add`.
    """
    found = opened(case_key, version, verb=VERB_ALL, key=key, by=by, now=now)
    count = records.count(found, filters, q)
    lengthy.begin(count)
    every = lengthy.portions(records.everything(found, filters, q), count)
    return put(found, every, VERB_ALL, key, by=by)


def opened(
    case_key: str, version: int | None, *, verb: str, key: str | None, by: User, now: datetime
) -> Sheet:
    """First, second and third paragraph of a verb that changes which lines there are."""
    found = begun(case_key, version, verb=verb, key=key, by=by, now=now)
    if not is_unlocked(found.context):
        raise refused("locked-lines")
    return found


def begun(
    case_key: str, version: int | None, *, verb: str, key: str | None, by: User, now: datetime
) -> Sheet:
    """The same, whatever a return left open."""
    context = editable(case_key, version, verb=verb, key=key, by=by, now=now)
    found = sheet.of_draft(context)
    sheet.check_may_pick(context, by)
    return found


def is_unlocked(context: Context) -> bool:
    """A return that named what is to be corrected opens the lines when it named them."""
    unlocked = context.case.draft.unlocked
    return unlocked is None or LINES in unlocked


def put(
    found: Sheet, portions: Iterable[Sequence[Pick]], verb: str, key: str | None, *, by: User
) -> Added:
    """Fourth and fifth paragraph. Raises Refused("too-many-lines")."""
    context = found.context
    refusals: list[tuple[str, str]] = []
    free = 0

    def rows() -> Iterator[NewLine]:
        nonlocal free
        for some in portions:
            refusals.extend((name_of(found, p.values), p.locked) for p in some if p.locked)
            able = [pick for pick in some if not pick.locked]
            free += len(able)
            yield from lines_of(found, able)

    try:
        added = line_store.add(context.case, rows(), found.lines.most)
    except line_store.TooMany as many:
        raise wording.refused_many(found.lines) from many
    listed(context, by, added=added)
    turn.finish(context.case, verb, key, by=by, now=context.now)
    return Added(context.case, added, free - added, tuple(refusals[:MOST_NAMED]), len(refusals))


def lines_of(found: Sheet, picks: Sequence[Pick]) -> Iterator[NewLine]:
    """Lines not stored yet; whom they are about is asked once for all of them."""
    process = found.context.process
    keys = [subject_of(found.asking, Item(pick.values)) for pick in picks]
    known = people.ids_by_key([key for key in keys if key])
    for pick, person in zip(picks, keys, strict=True):
        yield NewLine(
            pick.digest,
            sealed.sealed_line(process, pick.values),
            naming.search_line(name_of(found, pick.values)),
            pick.key[:32],
            known.get(person or ""),
        )


def name_of(found: Sheet, values: Mapping[str, Any]) -> str:
    """How a line is called: its `name`, or what its first column shows."""
    path = "name" if "name" in found.asking.leaves else found.lines.columns[0].key
    return str(read(values, path) or "")


def listed(context: Context, by: User, **told: Any) -> None:
    """One entry of the journal however many lines there are."""
    total = context.case.line_count
    entry = Entry("listed", values={**told, "total": total})
    fields = {"saved_at": context.now}
    store.change_draft(context.case.draft, **fields)
    store.record(context.case, [entry], by=by, now=context.now)
