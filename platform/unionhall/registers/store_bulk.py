"""Many writes to one register in a few statements: what `store.apply` does one by one.

All or nothing, inside the caller's transaction: when one of them cannot be done everything is
refused, and the caller does them one by one to learn which. No two of them may be about one record.
What hangs on a record (terms, cells, keys) is written where it changes: most of it stays.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from django.db import IntegrityError, transaction
from django.db.models import Model

from unionhall.engine.shapes import RegisterWrite
from unionhall.language.model import Register
from unionhall.organisation.models import Union
from unionhall.people.models import Person
from unionhall.registers import cells, columns, indexed, store, terms
from unionhall.registers.insert_each import insert_each
from unionhall.registers.models import Record, RecordCell, RecordChange, RecordKey, RecordTerm
from unionhall.registers.selectors import STATE
from unionhall.registers.store import Ambiguous, KeyTaken, NotFound
from unionhall.registers.update_each import update_each

BATCH = 500
Row = tuple[Any, ...]


class Item(NamedTuple):
    """A write and who owns the record when its columns do not say."""

    write: RegisterWrite
    union: Union | None
    person: Person | None


class _Known(NamedTuple):
    """A record that is there, locked: its values in clear, and what it is found by."""

    record: Record
    plain: Mapping[str, Any]
    values: Mapping[str, Any]


class _State(NamedTuple):
    """What rows beside a record are made of: `values` is what it is found by."""

    plain: Mapping[str, Any]
    values: Mapping[str, Any]
    state: str
    union_id: int | None


class _Changed(NamedTuple):
    """`was`: None for a new one."""

    record: Record
    now: _State
    was: _State | None
    history: RecordChange


def apply_many(
    items: Sequence[Item],
    register: Register,
    *,
    by: Any,
    now: datetime,
    case_number: str = "",
) -> list[str]:
    """What became of each: created, updated or unchanged. Raises as `store.apply` does."""
    put = put_many(items, register, by=by, now=now, case_number=case_number)
    return [record.outcome for record in put]


def put_many(
    items: Sequence[Item],
    register: Register,
    *,
    by: Any,
    now: datetime,
    case_number: str = "",
) -> list[Record]:
    """The same; the record of each, as it stands now."""
    with transaction.atomic():
        known = _matched([item.write for item in items], register)
        records: list[Record] = []
        changed: list[_Changed] = []
        for item, found in zip(items, known, strict=True):
            record, done = _prepared(item, found, register, by, now, case_number)
            records.append(record)
            if done is not None:
                changed.append(done)
        _check_distinct(records, register)
        _save(changed, register)
    return records


def _prepared(
    item: Item,
    found: _Known | None,
    register: Register,
    by: Any,
    now: datetime,
    case_number: str,
) -> tuple[Record, _Changed | None]:
    write = item.write
    if found is None and write.do not in {"create", "upsert"}:
        raise NotFound(register.key, match=dict(write.match))
    values = store.values_of(write, found is None)
    if found is None:
        record = store.new(register, values, union=item.union, person=item.person, now=now)
    else:
        record = found.record
    before, state = record.values, store.state_of(write, register, record.state)
    was = found and _State(found.plain, found.values, record.state, record.union_id)
    ends = store.is_end(write, register, state)
    known = found.plain if found else {}
    plain = store.change(record, register, values, state=state, ends=ends, now=now, was=known)
    if plain is None:
        return record, None
    story = {"case_number": case_number}
    history = store.remembered(record, before, was.state if was else "", by, now, story)
    own = _State(plain, indexed.findable(record, plain), record.state, record.union_id)
    return record, _Changed(record, own, was, history)


def _matched(writes: Sequence[RegisterWrite], register: Register) -> list[_Known | None]:
    """The one open record of each write that looks for one, locked in the order of their ids."""
    if len(writes) == 1 and writes[0].do != "create":
        # there is no telling which of its values is rare
        only = store.matched(writes[0], register)
        return [_known(only, register) if only else None]
    wanted = [_terms(write, register) for write in writes]
    rarest = _rarest(wanted)
    if not rarest:
        return [None] * len(writes)
    # until they are ours somebody may have closed one, or changed what it is found by
    rows = Record.objects.filter(pk__in=_near(rarest), closed_at__isnull=True).select_for_update(
        of=("self",)
    )
    near = [_known(row, register) for row in rows.select_related("union", "person").order_by("pk")]
    paths = {path for write in writes for path in write.match}
    # by the digest of each value, the records that have it
    held: dict[str, set[int]] = {}
    for place, one in enumerate(near):
        for path in paths:
            if terms.is_findable(value := one.values.get(path)):
                held.setdefault(terms.term(register.key, path, value), set()).add(place)
    found = [
        _one(write, register, one, held, near) for write, one in zip(writes, wanted, strict=True)
    ]
    _check_new(wanted, found, register)
    return found


def _near(digests: Collection[str]) -> list[int]:
    """Ids of open records that have one of these. By a join: asked for those "in" the open ones,
    SQLite tries each of them with each digest."""
    hits = RecordTerm.objects.filter(digest__in=digests, record__closed_at__isnull=True)
    return sorted(set(hits.values_list("record_id", flat=True)))


def _known(record: Record, register: Register) -> _Known:
    plain = columns.unsealed(register, record.values)
    return _Known(record, plain, indexed.findable(record, plain))


def _one(
    write: RegisterWrite,
    register: Register,
    wanted: frozenset[str],
    held: Mapping[str, set[int]],
    near: Sequence[_Known],
) -> _Known | None:
    if write.do == "create":
        return None
    if not wanted:
        raise NotFound(register.key, match=dict(write.match))
    rare, *others = sorted((held.get(digest, set()) for digest in wanted), key=len)
    found = [place for place in rare if all(place in some for some in others)]
    if len(found) > 1:
        raise Ambiguous(register.key, match=dict(write.match))
    return near[found[0]] if found else None


def _terms(write: RegisterWrite, register: Register) -> frozenset[str]:
    if write.do == "create":
        return frozenset()
    if STATE in write.match or not all(terms.is_findable(v) for v in write.match.values()):
        raise NotFound(register.key, match=dict(write.match))  # one by one they are understood
    return frozenset(terms.term(register.key, path, v) for path, v in write.match.items())


def _rarest(wanted: Sequence[frozenset[str]]) -> set[str]:
    """Of each write the value that fewest of the others look for."""
    counts: dict[str, int] = {}
    for one in wanted:
        for digest in one:
            counts[digest] = counts.get(digest, 0) + 1
    return {min(one, key=lambda digest: (counts[digest], digest)) for one in wanted if one}


def _check_distinct(records: Sequence[Record], register: Register) -> None:
    known = [record.pk for record in records if record.pk is not None]
    if len(known) != len(set(known)):
        raise Ambiguous(register.key, match={})


def _check_new(
    wanted: Sequence[frozenset[str]], found: Sequence[_Known | None], register: Register
) -> None:
    """Two that look for one record which is not there yet would make two of it."""
    new = [one for one, known in zip(wanted, found, strict=True) if one and known is None]
    if len(new) != len(set(new)):
        raise Ambiguous(register.key, match={})


def _save(changed: Sequence[_Changed], register: Register) -> None:
    """Records, then what hangs on them. Raises KeyTaken."""
    new = [one.record for one in changed if one.was is None]
    old = [one.record for one in changed if one.was is not None]
    Record.objects.bulk_create(new, batch_size=BATCH)
    fields = ["values", "state", "closed_at", "updated_at", "version", "union", "person"]
    update_each(old, fields)
    _save_terms(changed, register)
    _save_cells(changed, register)
    RecordChange.objects.bulk_create([one.history for one in changed], batch_size=BATCH)
    _save_keys(changed, register)


def _save_terms(changed: Sequence[_Changed], register: Register) -> None:
    wanted: list[Row] = []
    held: list[Row] = []
    for one in changed:
        before, values = one.was.values if one.was else {}, one.now.values
        paths = [path for path in {**before, **values} if _differs(before, values, path)]
        for rows, some in ((wanted, values), (held, before)):
            its = {path: some[path] for path in paths if path in some}
            rows += [(one.record.pk, digest) for digest in indexed.terms_of(register, its)]
    _exchange(RecordTerm, indexed.TERM, wanted, held)


def _save_cells(changed: Sequence[_Changed], register: Register) -> None:
    wanted: list[Row] = []
    held: list[Row] = []
    for one in changed:
        for rows, its in ((wanted, one.now), (held, one.was)):
            if its is not None:
                found = cells.cells_of(register, its.plain, its.state)
                rows += [(one.record.pk, its.union_id, column, text) for column, text in found]
    _exchange(RecordCell, indexed.CELL, wanted, held)


def _exchange(
    model: type[Model], names: Sequence[str], wanted: Sequence[Row], held: Sequence[Row]
) -> None:
    """Rows that are there (`held`) and not wanted any more go, those that are not there come."""
    kept = set(held)
    gone = kept.difference(wanted)
    if gone:
        # by their records alone: asked by both, SQLite tries each record with each digest
        rows = model._default_manager.filter(record__in={row[0] for row in gone})
        found = rows.values_list("pk", *names)
        ids = [pk for pk, *row in found if tuple(row) in gone]
        model._default_manager.filter(pk__in=ids).delete()
    insert_each(model, names, [row for row in wanted if row not in kept])


def _save_keys(changed: Sequence[_Changed], register: Register) -> None:
    """In one order, so that two imports of the same people never wait for each other in a ring."""
    gone: list[int] = []
    fresh: list[RecordKey] = []
    for one in changed:
        wanted = indexed.keys_of(register, one.now.values, one.now.state)
        if one.was is not None:
            if wanted == indexed.keys_of(register, one.was.values, one.was.state):
                continue
            gone.append(one.record.pk)
        fresh += [
            RecordKey(record=one.record, register=register.key, name=name, digest=digest)
            for name, digest in wanted
        ]
    RecordKey.objects.filter(record__in=gone).delete()
    fresh.sort(key=lambda key: (key.name, key.digest))
    try:
        with transaction.atomic():
            RecordKey.objects.bulk_create(fresh, batch_size=BATCH)
    except IntegrityError as collision:
        raise KeyTaken(register.key, fresh[0].name) from collision


def _differs(before: Mapping[str, Any], after: Mapping[str, Any], path: str) -> bool:
    """Also in its type: 1 and true are equal in Python only."""
    was, now = before.get(path), after.get(path)
    return was != now or type(was) is not type(now)
