"""The records that lines are picked from: those of the case's union which the picker lets through.

Used by the picker (one page) and by the verbs (all that match, in portions). Writes nothing.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any

from django.db.models import Q

from unionhall.casework.lines.sheet import Sheet
from unionhall.casework.lines.wording import told
from unionhall.engine import lines as engine
from unionhall.engine.many import Item
from unionhall.engine.names import FAILURES, Names, ask
from unionhall.engine.paths import is_absent
from unionhall.language.model import RecordList
from unionhall.organisation.selectors import is_findable
from unionhall.people.documents import readings
from unionhall.registers import columns, listing, terms
from unionhall.registers.models import Record
from unionhall.registers.rows import Row

STATE = "state"
PORTION = 500
Filters = Mapping[str, Sequence[Any]]


@dataclass(frozen=True, slots=True)
class Pick:
    """A record that could become a line. `record` in clear; `values` of the line it would be;
    `locked`: why it cannot be chosen, blank when it can; `is_there`: it is in the case."""

    key: str
    record: Mapping[str, Any]
    values: Mapping[str, Any]
    digest: str
    locked: str = ""
    is_there: bool = False


def limits(sheet: Sheet) -> dict[str, list[Any]] | None:
    """Columns and the values they must have, by the answers as they stand; None: nothing can be
    chosen, because one of them is not known or errs."""
    names = Names(sheet.answers, sheet.world)
    found: dict[str, list[Any]] = {}
    for column, source in sheet.lines.picker.where.items():
        try:
            value = ask(sheet.context.process, source, names)
        except FAILURES:
            return None
        if is_absent(value):
            return None
        found[column] = value if isinstance(value, list) else [value]
    return found


def page(
    sheet: Sheet, filters: Filters, q: str = "", after: str = "", size: int = 20
) -> tuple[list[Pick], str, int]:
    """(records, cursor of what follows, how many match). Facts of all of them asked at once."""
    wanted = _list_of(sheet)
    if wanted is None:
        return [], "", 0
    found = listing.page(
        sheet.register, wanted, _scope(sheet), filters=filters, q=q, after=after, size=size
    )
    return _picks(sheet, found.rows), found.after, found.count


def count(sheet: Sheet, filters: Filters, q: str = "") -> int:
    """How many match, counted no further than a list counts."""
    return page(sheet, filters, q, size=1)[2]


def everything(sheet: Sheet, filters: Filters, q: str = "") -> Iterator[list[Pick]]:
    """All that match, a portion at a time."""
    wanted = _list_of(sheet)
    if wanted is None:
        return
    keys = listing.matching(sheet.register, wanted, _scope(sheet), filters, q)
    while some := list(islice(keys, PORTION)):
        yield _picks(sheet, rows_of(sheet, some))


def chosen(sheet: Sheet, keys: Sequence[str]) -> list[Pick]:
    """The records with these keys as they are now; those outside the picker's limits are none."""
    wanted = _list_of(sheet)
    if wanted is None:
        return []
    rows = rows_of(sheet, list(dict.fromkeys(keys)))
    return _picks(sheet, [row for row in rows if _fits(wanted, row)])


def named(sheet: Sheet, texts: Collection[str]) -> dict[str, list[str]]:
    """Keys of the records of the case's union that bear one of these texts in a column of
    `picker.match`, by text; however the number was written."""
    register, digests = sheet.register, defaultdict[str, set[str]](set)
    for text in texts:
        for path in sheet.lines.picker.match:
            for reading in {text, *readings(text)}:
                if is_findable(reading):
                    digests[terms.term(register.key, path, reading)].add(text)
    mine = Record.objects.filter(_scope(sheet), register=register.key)
    if STATE not in sheet.lines.picker.where:
        mine = mine.filter(closed_at__isnull=True)
    found: dict[str, list[str]] = {}
    wanted = iter(digests)
    while some := list(islice(wanted, PORTION)):
        rows = mine.filter(terms__digest__in=some).order_by("pk")
        for digest, key in rows.values_list("terms__digest", "key"):
            for text in digests[digest]:
                if key not in found.setdefault(text, []):
                    found[text].append(key)
    return found


def rows_of(sheet: Sheet, keys: Sequence[str]) -> list[Row]:
    """Records of the case's union by their keys, in this order."""
    if sheet.register.table:
        rows = [listing.record(sheet.register, key, _scope(sheet)) for key in keys]
        return [row for row in rows if row is not None]
    known = [key for key in keys if is_findable(key)]
    # by their keys alone: a planner that knows the union, too, may walk all it has for each portion
    records = Record.objects.select_related("union", "person").filter(key__in=known)
    found = {one.key: one for one in records if _is_within(sheet, one)}
    return [listing.row_of(found[key]) for key in known if key in found]


def picks_of(sheet: Sheet, records: Sequence[tuple[str, Mapping[str, Any]]]) -> list[Pick]:
    """The same for records read elsewhere (a snapshot): key and values in clear."""
    values = [engine.values_of(sheet.picks, record) for _key, record in records]
    judged = sheet.judge([Item(one) for one in values], final=False)
    found: list[Pick] = []
    for (key, record), mine, problems in zip(records, values, judged, strict=True):
        locked = engine.lock_of(sheet.picks, record)
        blocking = [problem for problem in problems if problem.is_blocking]
        if not locked and blocking:
            locked = told(blocking[0])["text"]
        found.append(Pick(key, record, mine, sheet.digest(mine, key), locked))
    return found


def _picks(sheet: Sheet, rows: Sequence[Row]) -> list[Pick]:
    return picks_of(sheet, [(row.key, _clear(sheet, row)) for row in rows])


def _clear(sheet: Sheet, row: Row) -> dict[str, Any]:
    return {
        **columns.unsealed(sheet.register, row.values),
        "id": row.key,
        STATE: row.state,
        "union": row.union.key if row.union else None,
        "person": row.person.key if row.person else None,
    }


def _list_of(sheet: Sheet) -> RecordList | None:
    within = limits(sheet)
    if within is None:
        return None
    picker, register = sheet.lines.picker, sheet.register
    searched = dict.fromkeys(path for one in register.lists for path in one.search)
    return RecordList(
        key="picker",
        title=sheet.lines.title,
        columns=picker.columns,
        states=tuple(str(one) for one in within.get(STATE, ())),
        where={column: tuple(values) for column, values in within.items() if column != STATE},
        filters=picker.filters,
        search=tuple(searched),
    )


def _fits(wanted: RecordList, row: Row) -> bool:
    if wanted.states and row.state not in wanted.states:
        return False
    return all(row.values.get(column) in values for column, values in wanted.where.items())


def _is_within(sheet: Sheet, record: Record) -> bool:
    union = sheet.context.place.union
    is_own = union is not None and record.union_id == union.pk
    return is_own and record.register == sheet.register.key


def _scope(sheet: Sheet) -> Q:
    return Q(union=sheet.context.place.union)
