"""The core tables behind the same interface as registers: lists, single rows, histories.

They have no version; that of a row is a sum over its columns, so a change that somebody has not
seen is noticed all the same.
"""

from __future__ import annotations

import json
import zlib
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Q, QuerySet

from unionhall.language.model import RecordList, Register
from unionhall.organisation import naming
from unionhall.organisation.models import Union
from unionhall.people import history as of_person
from unionhall.people.models import Membership, Person
from unionhall.registers.core_columns import SHOWN
from unionhall.registers.rows import MOST_COUNTED, Change, Page, Row, cursor, position
from unionhall.registers.tables import TABLES
from unionhall.registers.wanting import NOTHING, Filters, typed

_BATCH = 500
# Rows of these belong to a person and have no key of their own.
OF_PERSON = ("membership", "post")


def page(
    register: Register,
    listing: RecordList,
    scope: Q,
    filters: Filters,
    q: str,
    sort: str,
    after: str,
    size: int,
) -> Page:
    """See `listing.page`."""
    shown = SHOWN[register.table]
    rows = _rows(register, listing, scope, filters, q)
    count = rows.order_by().values("pk")[: MOST_COUNTED + 1].count()
    path = shown.sorts.get(sort.removeprefix("-"), "")
    down = not path or sort.startswith("-")
    side, sign = ("lt", "-") if down else ("gt", "")
    place = position(after)
    if place is not None and path and not _may_stand_at(rows, path, place[0]):
        place = None
    if place is not None and path and isinstance(place[0], str):
        behind = Q(**{f"{path}__{side}": place[0]}) | Q(**{f"pk__{side}": place[1]})
        rows = rows.filter(Q(**{f"{path}__{side}e": place[0]}) & behind)
    elif place is not None:
        rows = rows.filter(**{f"pk__{side}": place[1]})
    order = [f"{sign}{path}"] if path else []
    found = list(shown.rows(rows.order_by(*order, f"{sign}pk"))[: size + 1])
    last = found[size - 1] if len(found) > size else None
    following = cursor(_at(last, path) if path else None, last.pk) if last is not None else ""
    return Page(
        [row_of(register, one) for one in found[:size]],
        following,
        min(count, MOST_COUNTED),
        count > MOST_COUNTED,
    )


def matching(
    register: Register, listing: RecordList, scope: Q, filters: Filters, q: str
) -> Iterator[str]:
    rows, last = _rows(register, listing, scope, filters, q), 0
    related = ("person",) if register.table in OF_PERSON else ()
    while True:
        later = rows.filter(pk__gt=last).order_by("pk").select_related(*related)
        batch = list(later[:_BATCH])
        yield from (key_of(register.table, one) for one in batch)
        if len(batch) < _BATCH:
            return
        last = batch[-1].pk


def record(register: Register, key: str, scope: Q) -> Row | None:
    found = by_key(register.table, key, scope)
    return row_of(register, found) if found is not None else None


def by_key(table: str, key: str, scope: Q) -> Any:
    rows = SHOWN[table].rows(TABLES[table].rows().filter(scope))
    if table not in OF_PERSON:
        return rows.filter(key=key).first()
    person, _, pk = key.rpartition("-")
    is_number = pk.isascii() and pk.isdecimal() and len(pk) < 19
    return rows.filter(person__key=person, pk=int(pk)).first() if is_number else None


def elsewhere(table: str, keys: Iterable[str], scope: Q) -> set[str]:
    """Those of the keys whose rows are there, but not within the scope."""
    wanted = list(keys)
    rows = TABLES[table].rows().exclude(scope)
    if table not in OF_PERSON:
        return set(rows.filter(key__in=wanted).values_list("key", flat=True))
    numbers = (key.rpartition("-")[2] for key in wanted)
    known = [int(one) for one in numbers if one.isascii() and one.isdecimal() and len(one) < 19]
    found = rows.filter(pk__in=known).select_related("person")
    return {key_of(table, one) for one in found}.intersection(wanted)


def key_of(table: str, row: Any) -> str:
    return f"{row.person.key}-{row.pk}" if table in OF_PERSON else str(row.key)


def row_of(register: Register, source: Any) -> Row:
    table, shown = TABLES[register.table], SHOWN[register.table]
    own = table.read(source)
    values = own | {name: read(source) for name, read in shown.reads.items()}
    return Row(
        key=key_of(register.table, source),
        values=values,
        state=str(own.get("state") or ""),
        union=source if isinstance(source, Union) else getattr(source, "union", None),
        person=source if isinstance(source, Person) else getattr(source, "person", None),
        version=version_of(own),
        source=source,
    )


def version_of(values: Mapping[str, Any]) -> int:
    return zlib.crc32(json.dumps(values, sort_keys=True, default=str).encode())


def history(register: Register, row: Row) -> list[Change]:
    """Of a membership, what happened to it; the other tables keep theirs elsewhere."""
    if not isinstance(row.source, Membership) or row.person is None:
        return []
    found = []
    for one in reversed(of_person.of(row.person, 500)):
        if one.field != "membership":
            continue
        before, after = _facts(one.before), _facts(one.after)
        if (after or before).get("union") == row.source.union.key:
            found.append(
                Change(
                    at=one.at,
                    by_name="" if one.by.is_system else str(one.by),
                    reason=one.basis,
                    state_before=str(before.get("state", "")),
                    state_after=str(after.get("state", "")),
                    before={k: v for k, v in before.items() if after.get(k) != v},
                    after={k: v for k, v in after.items() if before.get(k) != v},
                )
            )
    return found


def _rows(
    register: Register, listing: RecordList, scope: Q, filters: Filters, q: str
) -> QuerySet[Any]:
    table = TABLES[register.table]
    condition = scope
    states = [str(one) for one in filters.get("state", ()) if one]
    if listing.states or states:
        allowed = [s for s in states or listing.states if s in (listing.states or states)]
        allowed = [s for s in allowed if naming.is_findable(s)]
        condition &= table.columns["state"][0](list(allowed)) if "state" in table.columns else Q()
    for path, values in listing.where.items():
        condition &= _condition(register, path, list(values))
    for path, given in filters.items():
        is_known = path in listing.filters or path == "union"
        if path != "state" and is_known and any(given) and path in table.columns:
            condition &= _condition(register, path, list(typed(register, path, given)))
    if q.strip():
        condition &= _search(register, listing, q)
    return table.rows().filter(condition).order_by()


def _condition(register: Register, path: str, values: list[Any]) -> Q:
    columns = TABLES[register.table].columns
    return columns[path][0](values) if path in columns and values else NOTHING


def _search(register: Register, listing: RecordList, q: str) -> Q:
    if not naming.is_findable(q):
        return NOTHING
    shown, hit = SHOWN[register.table], NOTHING
    for column in listing.search:
        for path in shown.parts.get(column, ()):
            is_name = path.endswith(("name", "title"))
            text = q.strip() if is_name else naming.plain(q)
            how = "startswith" if path.endswith("initials") else "contains"
            hit |= Q(**{f"{path}__{how}": text})
        if column in shown.whole:
            hit |= shown.whole[column](q.strip())
    return hit


def _may_stand_at(rows: QuerySet[Any], path: str, value: Any) -> bool:
    """Whether a column can hold what a cursor says; one that somebody made up may be no date."""
    try:
        rows.filter(**{path: value})
    except (ValidationError, ValueError, TypeError):
        return False
    return True


def _at(row: Any, path: str) -> str:
    for name in path.split("__"):
        row = getattr(row, name)
    return str(row)


def _facts(text: str) -> dict[str, Any]:
    try:
        found = json.loads(text) if text else {}
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}
