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

from unionhall.engine.shapes import RegisterWrite
from unionhall.language.model import Register
from unionhall.organisation.models import Union
from unionhall.people.models import Person
from unionhall.registers import cells, columns, indexed, store, terms
from unionhall.registers.models import Record, RecordCell, RecordChange, RecordKey, RecordTerm
from unionhall.registers.selectors import STATE
from unionhall.registers.store import Ambiguous, KeyTaken, NotFound
from unionhall.registers.update_each import update_each

BATCH = 500


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


class _Changed(NamedTuple):
    """`before`: what it was found by, None for a new one; `was`: its state then."""

    record: Record
    plain: Mapping[str, Any]
    values: Mapping[str, Any]
    before: Mapping[str, Any] | None
    was: str
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
    before, was = record.values, record.state if found else ""
    state = store.state_of(write, register, record.state)
    ends = store.is_end(write, register, state)
    known = found.plain if found else {}
    plain = store.change(record, register, values, state=state, ends=ends, now=now, was=known)
    if plain is None:
        return record, None
    history = store.remembered(record, before, was, by, now, {"case_number": case_number})
    values = indexed.findable(record, plain)
    return record, _Changed(record, plain, values, found and found.values, was, history)


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
    new = [one.record for one in changed if one.before is None]
    old = [one.record for one in changed if one.before is not None]
    Record.objects.bulk_create(new, batch_size=BATCH)
    fields = ["values", "state", "closed_at", "updated_at", "version", "union", "person"]
    update_each(old, fields)
    _save_terms(changed, register)
    _save_cells(changed, register)
    RecordChange.objects.bulk_create([one.history for one in changed], batch_size=BATCH)
    _save_keys(changed, register)


def _save_terms(changed: Sequence[_Changed], register: Register) -> None:
    fresh: list[indexed.TermRow] = []
    gone: set[indexed.TermRow] = set()
    for one in changed:
        before = one.before or {}
        paths = [p for p in {**before, **one.values} if _differs(before, one.values, p)]
        wanted = set(indexed.terms_of(register, _only(one.values, paths)))
        held = set(indexed.terms_of(register, _only(before, paths)))
        fresh += indexed.term_rows(one.record, sorted(wanted - held))
        gone.update(indexed.term_rows(one.record, held - wanted))
    if gone:
        rows = RecordTerm.objects.filter(record__in={record for record, _digest in gone})
        found = rows.values_list("pk", "record_id", "digest")
        RecordTerm.objects.filter(pk__in=[pk for pk, *row in found if tuple(row) in gone]).delete()
    indexed.add_terms(fresh)


def _save_cells(changed: Sequence[_Changed], register: Register) -> None:
    """All cells of a record anew where one of them changes; they are few."""
    fresh: list[indexed.CellRow] = []
    gone: list[int] = []
    paths = (*cells.sorted_by(register), *cells.searched(register))
    for one in changed:
        if one.before is not None:
            is_same = one.was == one.record.state and not any(
                _differs(one.before, one.values, path) for path in (*paths, *indexed.OWNERS)
            )
            if is_same:
                continue
            gone.append(one.record.pk)
        found = cells.cells_of(register, one.plain, one.record.state)
        fresh += indexed.cell_rows(one.record, found)
    RecordCell.objects.filter(record__in=gone).delete()
    indexed.add_cells(fresh)


def _save_keys(changed: Sequence[_Changed], register: Register) -> None:
    """In one order, so that two imports of the same people never wait for each other in a ring."""
    gone: list[int] = []
    fresh: list[RecordKey] = []
    for one in changed:
        wanted = indexed.keys_of(register, one.values, one.record.state)
        if one.before is not None:
            if wanted == indexed.keys_of(register, one.before, one.was):
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


def _only(values: Mapping[str, Any], paths: Sequence[str]) -> dict[str, Any]:
    return {path: values[path] for path in paths if path in values}
