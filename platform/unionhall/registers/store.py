"""Writing registers, inside the transaction of whoever decides.

Values are checked against the columns of the definition, sensitive ones are sealed, unique keys
are rows under a plain unique index while their condition holds, and every change leaves its
history. Whether the write is allowed is decided before.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction

from unionhall.engine.shapes import RegisterWrite
from unionhall.language.model import Register
from unionhall.organisation.models import Union
from unionhall.organisation.selectors import union_by_key
from unionhall.people.models import Person
from unionhall.people.selectors import person_by_key
from unionhall.registers import cells, columns, indexed
from unionhall.registers.indexed import OWNERS
from unionhall.registers.models import (
    Record,
    RecordCell,
    RecordChange,
    RecordKey,
    RecordTerm,
)
from unionhall.registers.selectors import STATE, find


class RegisterError(Exception):
    """A write that cannot be done; nothing was changed. `register` and `params` say what."""

    def __init__(self, register: str, **params: Any) -> None:
        super().__init__(f"{register}: {params}")
        self.register = register
        self.params = params


class KeyTaken(RegisterError):
    """Another record holds a unique key already. `key` is the constraint's key."""

    def __init__(self, register: str, key: str) -> None:
        super().__init__(register, key=key)
        self.key = key


class NotFound(RegisterError):
    """No open record matches an update or close."""


class Ambiguous(RegisterError):
    """Several open records match; guessing would change the wrong one."""


class BadOwner(RegisterError):
    """The record would belong to nobody its register allows."""


def apply(
    write: RegisterWrite,
    register: Register,
    *,
    union: Union | None,
    by: Any,
    now: datetime,
    person: Person | None = None,
    case_number: str = "",
) -> Record:
    """Do one write. `union` and `person` own the record when its columns do not name an owner.

    `create` and a new `upsert` take values; `update`, `upsert` and `close` find one open record
    by `match`; in a change None clears a column. `close` sets the last state of the definition
    (or `state` in values). Raises KeyTaken, NotFound, Ambiguous, BadOwner, columns.BadValue.
    """
    columns.check(register, write.values)
    with transaction.atomic():
        record = None if write.do == "create" else matched(write, register)
        if record is None and write.do not in {"create", "upsert"}:
            raise NotFound(register.key, match=dict(write.match))
        is_new = record is None
        if record is None:
            record = new(register, values_of(write, True), union=union, person=person, now=now)
        state = state_of(write, register, record.state)
        return put(
            record,
            register,
            values_of(write, is_new),
            state=state,
            ends=is_end(write, register, state),
            by=by,
            now=now,
            case_number=case_number,
        )


def put(
    record: Record,
    register: Register,
    values: Mapping[str, Any],
    *,
    state: str,
    ends: bool,
    by: Any,
    now: datetime,
    **history: str,
) -> Record:
    """Store a record, new or locked by the caller, with changed values: None clears a column.

    `ends`: it is closed. `history`: `case_number`, `action` and `reason` for its history. What
    changes nothing is not stored; `record.outcome` says what it was. Raises KeyTaken, BadOwner,
    columns.BadValue.
    """
    is_new, before, was = record.pk is None, dict(record.values), record.state
    plain = change(record, register, values, state=state, ends=ends, now=now)
    if plain is None:
        return record
    with transaction.atomic():
        record.save()
        _index(record, register, plain)
        remembered(record, before, "" if is_new else was, by, now, history).save()
    return record


def change(
    record: Record,
    register: Register,
    values: Mapping[str, Any],
    *,
    state: str,
    ends: bool,
    now: datetime,
    was: Mapping[str, Any] | None = None,
) -> dict[str, Any] | None:
    """Change a record, not yet stored; its values in clear, or None when nothing changes.

    `was`: its values before in clear, where the caller has them. Raises BadOwner,
    columns.BadValue."""
    columns.check(register, values)
    is_new, before = record.pk is None, dict(record.values)
    was = columns.unsealed(register, before) if was is None else was
    plain = {path: value for path, value in {**was, **values}.items() if value is not None}
    columns.check_complete(register, plain)
    after = columns.sealed(register, plain, before, was)
    closed_at = (record.closed_at or now) if ends else None
    if not is_new and (after, state, closed_at) == (before, record.state, record.closed_at):
        record.outcome = "unchanged"
        return None
    record.values, record.state, record.closed_at = after, state, closed_at
    _follow_owner(record, register, plain)
    record.updated_at = now
    record.version += 1
    record.outcome = "created" if is_new else "updated"
    return plain


def take_turn(record: Record, version: int) -> bool:
    """Lock a record that still is the version somebody saw; False when it is not."""
    rows = Record.objects.filter(pk=record.pk, version=version)
    return rows.update(version=version) == 1  # the write locks the row on both databases


def locked(pk: int) -> Record:
    """The record as it is now; whoever changes it next waits until the transaction ends."""
    found: Record = (
        Record.objects.select_for_update(of=("self",)).select_related("union", "person").get(pk=pk)
    )
    return found


def matched(write: RegisterWrite, register: Register) -> Record | None:
    if not write.match:
        raise NotFound(register.key, match={})
    found = list(find(register.key, write.match).select_for_update().order_by("pk")[:2])
    if len(found) > 1:
        raise Ambiguous(register.key, match=dict(write.match))
    return found[0] if found else None


def new(
    register: Register,
    values: Mapping[str, Any],
    *,
    union: Union | None,
    person: Person | None,
    now: datetime,
) -> Record:
    """A record of its owner, not yet stored. Raises BadOwner."""
    given: dict[str, Any] = {"union": union, "person": person}
    for name in OWNERS:
        if columns.is_reference(register, name) and values.get(name) is not None:
            held = given[name]
            if held is None or held.key != values[name]:  # known already: not asked for again
                given[name] = _owner(name, values[name])
    # what belongs to somebody is never made everybody's, whatever the definition lists first
    for owner in sorted(register.owners, key=lambda one: one == "platform"):
        if owner == "platform" or given.get(owner) is not None:
            owned = {owner: given[owner]} if owner in OWNERS else {}
            return Record(register=register.key, state=register.states[0], created_at=now, **owned)
    raise BadOwner(register.key, owners=register.owners)


def _owner(name: str, key: Any) -> Any:
    return union_by_key(key) if name == "union" else person_by_key(key)


def _follow_owner(record: Record, register: Register, plain: Mapping[str, Any]) -> None:
    """A record belongs to whom its column names, also when that is somebody else now."""
    for name in OWNERS:
        held, key = getattr(record, name), plain.get(name)
        if held is None or key in (None, held.key) or not columns.is_reference(register, name):
            continue
        found = _owner(name, key)
        if found is None:
            raise BadOwner(register.key, owners=register.owners)
        setattr(record, name, found)


def values_of(write: RegisterWrite, is_new: bool) -> dict[str, Any]:
    """What is to be written; a new record of an upsert also has what it was looked for by."""
    values = {**write.match, **write.values} if is_new and write.do == "upsert" else write.values
    return {path: value for path, value in values.items() if path != STATE}


def state_of(write: RegisterWrite, register: Register, current: str) -> str:
    default = register.states[-1] if write.do == "close" else current
    state = str(write.values.get(STATE) or default)
    if state not in register.states:
        raise columns.BadValue(register.key, STATE, "choice")
    return state


def is_end(write: RegisterWrite, register: Register, state: str) -> bool:
    """A record ends when it is closed, or set to the last state of several by an update."""
    return write.do == "close" or is_last(register, state)


def is_last(register: Register, state: str) -> bool:
    """Whether a record in this state is closed: the last of several."""
    return len(register.states) > 1 and state == register.states[-1]


def _index(record: Record, register: Register, plain: Mapping[str, Any]) -> None:
    """Write anew how the record is found and which keys it takes. Raises KeyTaken."""
    values = indexed.findable(record, plain)
    RecordTerm.objects.filter(record=record).delete()
    indexed.add_terms(record, indexed.terms_of(register, values))
    RecordCell.objects.filter(record=record).delete()
    indexed.add_cells([(record, cells.cells_of(register, plain, record.state))])
    RecordKey.objects.filter(record=record).delete()
    for name, digest in indexed.keys_of(register, values, record.state):
        key = RecordKey(record=record, register=register.key, name=name, digest=digest)
        _take(key, register)


def reindex(record: Record, register: Register) -> None:
    """Compute the hashes of a record again: the key they were made with is another one now."""
    with transaction.atomic():
        _index(record, register, columns.unsealed(register, record.values))


def _take(key: RecordKey, register: Register) -> None:
    try:
        with transaction.atomic():
            key.save()
    except IntegrityError as collision:
        raise KeyTaken(register.key, key.name) from collision


def remembered(
    record: Record,
    before: Mapping[str, Any],
    was: str,
    by: Any,
    now: datetime,
    history: Mapping[str, str],
) -> RecordChange:
    """Its history, not yet saved: the changed columns only; sealed values stay sealed there too."""
    paths = [p for p in {**before, **record.values} if before.get(p) != record.values.get(p)]
    return RecordChange(
        record=record,
        at=now,
        by=by,
        state_before=was,
        state=record.state,
        before={path: before[path] for path in paths if path in before},
        after={path: record.values[path] for path in paths if path in record.values},
        **history,
    )
