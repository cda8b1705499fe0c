"""Lists of records for pages: filtered, searched, sorted, a page at a time.

One interface over the registers of packs and the core tables. `scope` says which records somebody
may see at all; it is made by `casework.registers.reach`. Sealed columns leave here sealed.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from django.db.models import Q

from unionhall.language.model import RecordList, Register
from unionhall.organisation.selectors import is_findable
from unionhall.registers import core_lists, finding
from unionhall.registers.models import Record
from unionhall.registers.rows import Change, Page, Row, cursor
from unionhall.registers.selectors import history as changes_of
from unionhall.registers.wanting import Filters, wanted

__all__ = ["Change", "Page", "Row", "history", "matching", "page", "record", "row_of"]

SIZE = 20
_BATCH = 500


def page(
    register: Register,
    listing: RecordList,
    scope: Q,
    *,
    filters: Filters | None = None,
    q: str = "",
    sort: str = "",
    after: str = "",
    size: int = SIZE,
) -> Page:
    """A page of a list. `filters`: column -> values; `state` and `union` (a key) are known to every
    list, other columns only where it names them. `sort`: a column of the list, "-" for downwards.

    What an address brings and nobody could have chosen matches nothing or is passed over.
    """
    sort = sort if sort.removeprefix("-") in listing.sort else ""
    if register.table:
        return core_lists.page(register, listing, scope, filters or {}, q, sort, after, size)
    asked = wanted(register, listing, filters or {}, q)
    found = finding.find(register, scope, asked, sort, after, size)
    shown = found.ids[:size]
    records = Record.objects.select_related("union", "person").in_bulk(shown)
    rows = [row_of(records[pk]) for pk in shown if pk in records]
    following = cursor(found.texts.get(shown[-1]), shown[-1]) if len(found.ids) > size else ""
    return Page(rows, following, found.count, found.is_capped)


def matching(
    register: Register,
    listing: RecordList,
    scope: Q,
    filters: Filters | None = None,
    q: str = "",
) -> Iterator[str]:
    """Keys of everything a list shows with these filters, in the order in which it was made."""
    if register.table:
        yield from core_lists.matching(register, listing, scope, filters or {}, q)
        return
    batch: list[int] = []
    for pk in finding.every(register, scope, wanted(register, listing, filters or {}, q)):
        batch.append(pk)
        if len(batch) == _BATCH:
            yield from _keys(batch)
            batch = []
    yield from _keys(batch)


def record(register: Register, key: object, scope: Q) -> Row | None:
    """One record within a scope."""
    if not is_findable(key):
        return None
    if register.table:
        return core_lists.record(register, str(key), scope)
    rows = Record.objects.select_related("union", "person")
    found = rows.filter(scope, register=register.key, key=key).first()
    return row_of(found) if found else None


def elsewhere(register: Register, keys: Sequence[str], scope: Q) -> set[str]:
    """Those of the keys whose records are there, but not within the scope. One query."""
    known = [key for key in keys if is_findable(key)]
    if register.table:
        return core_lists.elsewhere(register.table, known, scope)
    outside = Record.objects.filter(register=register.key, key__in=known).exclude(scope)
    return set(outside.values_list("key", flat=True))


def row_of(record: Record) -> Row:
    return Row(
        key=record.key,
        values=record.values,
        state=record.state,
        union=record.union,
        person=record.person,
        version=record.version,
        updated_at=record.updated_at,
        source=record,
    )


def history(register: Register, row: Row) -> list[Change]:
    """Every change of a record, the newest last."""
    if register.table:
        return core_lists.history(register, row)
    return [
        Change(
            at=one.at,
            by_name="" if one.by.is_system else str(one.by),
            action=one.action,
            reason=one.reason,
            case_number=one.case_number,
            state_before=one.state_before,
            state_after=one.state,
            before=one.before,
            after=one.after,
        )
        for one in changes_of(row.source)
    ]


def _keys(ids: list[int]) -> list[str]:
    known = dict(Record.objects.filter(pk__in=ids).values_list("pk", "key"))
    return [known[pk] for pk in ids if pk in known]
