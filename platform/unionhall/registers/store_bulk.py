"""Many writes to one register in a few statements: what `store.apply` does one by one.

All or nothing, inside the caller's transaction: when one of them cannot be done everything is
refused, and the caller does them one by one to learn which. No two of them may be about one record.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from django.db import IntegrityError, transaction

from unionhall.engine.shapes import RegisterWrite
from unionhall.language.model import Register
from unionhall.organisation.models import Union
from unionhall.people.models import Person
from unionhall.registers import cells, columns, indexed, store, terms
from unionhall.registers.models import Record, RecordCell, RecordChange, RecordKey, RecordTerm
from unionhall.registers.selectors import STATE, find
from unionhall.registers.store import Ambiguous, KeyTaken, NotFound
from unionhall.registers.update_each import update_each

BATCH = 500


class Item(NamedTuple):
    """A write and who owns the record when its columns do not say."""

    write: RegisterWrite
    union: Union | None
    person: Person | None


class _Changed(NamedTuple):
    record: Record
    plain: Mapping[str, Any]
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
    return [record.outcome for record in records]


def _prepared(
    item: Item,
    found: Record | None,
    register: Register,
    by: Any,
    now: datetime,
    case_number: str,
) -> tuple[Record, _Changed | None]:
    write = item.write
    columns.check(register, write.values)
    if found is None and write.do not in {"create", "upsert"}:
        raise NotFound(register.key, match=dict(write.match))
    values = store.values_of(write, found is None)
    record = found or store.new(register, values, union=item.union, person=item.person, now=now)
    before, was = dict(record.values), record.state if found else ""
    state = store.state_of(write, register, record.state)
    ends = store.is_end(write, register, state)
    plain = store.change(record, register, values, state=state, ends=ends, now=now)
    if plain is None:
        return record, None
    history = store.remembered(record, before, was, by, now, {"case_number": case_number})
    return record, _Changed(record, plain, history)


def _matched(writes: Sequence[RegisterWrite], register: Register) -> list[Record | None]:
    """The one open record of each write that looks for one, locked in the order of their ids."""
    wanted = [_terms(write, register) for write in writes]
    digests = {digest for one in wanted for digest in one}
    if not digests:
        return [None] * len(writes)
    rarest = _rarest(wanted)
    open_ = find(register.key, {}).values("pk")
    hits = RecordTerm.objects.filter(digest__in=rarest, record__in=open_)
    near = sorted(set(hits.values_list("record_id", flat=True)))
    # until they are ours somebody may have closed one, or changed what it is found by
    rows = Record.objects.filter(pk__in=near, closed_at__isnull=True).select_for_update(
        of=("self",)
    )
    locked = {row.pk: row for row in rows.select_related("union", "person").order_by("pk")}
    held: dict[int, set[str]] = {}
    terms_ = RecordTerm.objects.filter(record__in=list(locked), digest__in=digests)
    for pk, digest in terms_.values_list("record_id", "digest"):
        held.setdefault(pk, set()).add(digest)
    by_rare: dict[str, list[int]] = {}
    for pk, some in held.items():
        for digest in some & rarest:
            by_rare.setdefault(digest, []).append(pk)
    found = [
        _one(write, register, one, by_rare, held, locked)
        for write, one in zip(writes, wanted, strict=True)
    ]
    _check_new(wanted, found, register)
    return found


def _one(
    write: RegisterWrite,
    register: Register,
    wanted: frozenset[str],
    by_rare: Mapping[str, list[int]],
    held: Mapping[int, set[str]],
    locked: Mapping[int, Record],
) -> Record | None:
    if write.do == "create":
        return None
    if not wanted:
        raise NotFound(register.key, match=dict(write.match))
    near = {pk for digest in wanted for pk in by_rare.get(digest, ())}
    found = [pk for pk in near if wanted <= held[pk] and pk in locked]
    if len(found) > 1:
        raise Ambiguous(register.key, match=dict(write.match))
    return locked[found[0]] if found else None


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
    wanted: Sequence[frozenset[str]], found: Sequence[Record | None], register: Register
) -> None:
    """Two that look for one record which is not there yet would make two of it."""
    new = [one for one, record in zip(wanted, found, strict=True) if one and record is None]
    if len(new) != len(set(new)):
        raise Ambiguous(register.key, match={})


def _save(changed: Sequence[_Changed], register: Register) -> None:
    """Records, then what hangs on them. Raises KeyTaken."""
    new = [one.record for one in changed if one.record.outcome == "created"]
    old = [one.record for one in changed if one.record.outcome != "created"]
    Record.objects.bulk_create(new, batch_size=BATCH)
    fields = ["values", "state", "closed_at", "updated_at", "version", "union", "person"]
    update_each(old, fields)
    found: list[RecordTerm] = []
    copied: list[RecordCell] = []
    keys: list[RecordKey] = []
    for record, plain, _history in changed:
        found += indexed.terms_of(record, register, plain)
        copied += cells.cells_of(record, register, plain)
        keys += indexed.keys_of(record, register, plain)
    known = [record.pk for record in old]
    found = _missing(RecordTerm, found, ("digest",), known)
    copied = _missing(RecordCell, copied, ("column", "union_id", "text"), known)
    RecordKey.objects.filter(record__in=known).delete()
    RecordTerm.objects.bulk_create(found, batch_size=BATCH)
    RecordCell.objects.bulk_create(copied, batch_size=BATCH)
    RecordChange.objects.bulk_create([one.history for one in changed], batch_size=BATCH)
    # in one order, so that two imports of the same people never wait for each other in a ring
    keys.sort(key=lambda key: (key.name, key.digest))
    try:
        with transaction.atomic():
            RecordKey.objects.bulk_create(keys, batch_size=BATCH)
    except IntegrityError as collision:
        raise KeyTaken(register.key, keys[0].name) from collision


def _missing(
    model: type[Any], wanted: Sequence[Any], names: tuple[str, ...], known: Sequence[int]
) -> list[Any]:
    """Of these rows those that are not there yet; those nobody wants any more go. Most of what
    hangs on a record stays as it is when the record changes."""
    rows = model.objects.filter(record__in=known).values_list("pk", "record_id", *names)
    held = {tuple(row[1:]): row[0] for row in rows} if known else {}
    fresh = []
    for row in wanted:
        key = (row.record_id, *(getattr(row, name) for name in names))
        if held.pop(key, None) is None:
            fresh.append(row)
    if held:
        model.objects.filter(pk__in=list(held.values())).delete()
    return fresh
