"""One action on one record: lock, load, may it, decide, store. The middle of the verbs here.

To be called inside a transaction, which the caller rolls back when this raises.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from permissions import gate
from unionhall import audit
from unionhall.casework.core import person, upserting
from unionhall.casework.core import writing as core
from unionhall.casework.core.ground import Ground
from unionhall.casework.refusals import Conflict, Invalid, NotYours, Refused
from unionhall.casework.registers import holding, locking, reach, telling, writing
from unionhall.casework.registers.sentences import refused, sentence
from unionhall.casework.registers.surroundings import clear, names_of_row, world
from unionhall.engine.records import Deed, deed_of, why_not
from unionhall.engine.shapes import Refused as EngineRefused
from unionhall.engine.shapes import RegisterWrite
from unionhall.language.model import RecordAction, Register
from unionhall.language.tables import TABLES
from unionhall.organisation import store as tree
from unionhall.organisation.models import Union
from unionhall.people.models import User
from unionhall.registers import columns, listing
from unionhall.registers import selectors as registers
from unionhall.registers import store as records
from unionhall.registers.models import Record
from unionhall.registers.rows import Row

LONGEST_REASON = 1000
Answers = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Asked:
    """What somebody wants to do: with which answers and reason, who, when."""

    register: Register
    action: RecordAction
    answers: Answers
    reason: str
    by: User
    now: datetime

    @property
    def change(self) -> dict[str, str]:
        return {"action": self.action.key, "reason": self.reason}


def asked(
    register: Register, action: RecordAction, answers: Answers, reason: str, by: User, now: datetime
) -> Asked:
    """Raises Refused: reason-required, reason-too-long."""
    said = "".join(one for one in reason.strip() if one.isprintable() or one == "\n")
    if action.reason == "required" and not said:
        raise refused("reason-required")
    if len(said) > LONGEST_REASON:
        raise refused("reason-too-long")
    return Asked(register, action, answers, said if action.reason != "none" else "", by, now)


def act_on(wish: Asked, key: str, version: int | None) -> Row:
    """Do it to the record of this key, which was `version` when he saw it (None: as it is now).

    Raises NotYours; Conflict when somebody was first; Invalid (its form, a key that is taken, a
    rule of the register); Refused: not-your-record, bad-state, not-now, ...
    """
    register, action, by = wish.register, wish.action, wish.by
    rights = gate.fresh(by)
    scope = reach.scope_of(register, reach.VIEW, rights)
    seen = listing.record(register, key, scope)
    if seen is None:
        raise NotYours
    if not reach.may_act(register, action, seen, rights):
        raise refused("not-your-record")
    locking.wait(register, action, seen)
    row = listing.record(register, key, scope)
    if row is None:
        raise NotYours
    if version is not None and row.version != version:
        raise Conflict("changed", telling.who_was_first(register, row, by))
    around = world(reach.union_of(row), wish.now, names_of_row(register, row))
    refusal = why_not(register, action, around, registers.answer, row.state)
    if refusal is not None:
        raise told(refusal)
    deed = _deed(wish, clear(register, row), around)
    if register.table:
        _write_all(wish, [_core_write(wish, row, deed), *deed.writes], row)
    else:
        _store(wish, row.source, deed)
        _write_all(wish, list(deed.writes), row)
    _tell(wish, row)
    return listing.record(register, key, scope) or row


def add_to(wish: Asked, union: Union | None) -> Record | None:
    """A new record of this union (None: of nobody); None for one of a core table. Raises as
    `act_on`."""
    register = wish.register
    around = world(union, wish.now)
    refusal = why_not(register, wish.action, around, registers.answer)
    if refusal is not None:
        raise told(refusal)
    if register.table and union is not None:
        tree.lock_union(union)  # the effects lock people, and unions come before them
    holding.wait_for(register, union)
    deed = _deed(wish, {}, around)
    record = None if register.table else _added(wish, deed, union)
    row = listing.row_of(record) if record else Row("", {}, "", union, None, 0)
    first = _core_new(wish, deed) if register.table else None
    _write_all(wish, [first, *deed.writes], row)
    _tell(wish, row)
    return record


def _added(wish: Asked, deed: Deed, union: Union | None) -> Record:
    is_named = "union" in wish.register.schema.get("required", ())
    if union is not None and is_named and columns.is_reference(wish.register, "union"):
        # a column that must say whose it is says so also when the form does not ask
        deed = replace(deed, values={"union": union.key} | dict(deed.values))
    try:
        fresh = records.new(wish.register, deed.values, union=union, person=None, now=wish.now)
    except records.BadOwner as nobody:
        raise refused("not-your-union") from nobody
    if fresh.union_id not in (None, union.pk if union else None):
        raise refused("not-your-union")  # the form named another one
    return _store(wish, fresh, deed)


def _tell(wish: Asked, row: Row) -> None:
    values = {"register": wish.register.key, "action": wish.action.key}
    about = f"record:{row.key}"
    audit.record("record", by=wish.by, now=wish.now, about=about, values=values)


def told(refusal: EngineRefused) -> Refused:
    """The engine's "no" in words."""
    if refusal.code == "invalid-values":
        return Invalid("invalid-values", sentence(refusal.code), refusal.params["problems"])
    return refused(refusal.code, str(refusal.params.get("text") or ""))


def _deed(wish: Asked, stored: Mapping[str, Any], around: Any) -> Deed:
    try:
        return deed_of(wish.register, wish.action, stored, wish.answers, around, registers.answer)
    except EngineRefused as refusal:
        raise told(refusal) from refusal


def _store(wish: Asked, record: Record, deed: Deed) -> Record:
    """Write the record, then ask the rules that count it."""
    register, was = wish.register, record.union_id
    last = register.states[-1]
    state = deed.state or (last if deed.ends else record.state)
    ends = deed.ends or (
        records.is_last(register, state) if deed.state else record.closed_at is not None
    )
    values = dict(deed.values)
    try:
        put = records.put(
            record,
            register,
            values,
            state=state,
            ends=ends,
            by=wish.by,
            now=wish.now,
            **wish.change,
        )
    except records.KeyTaken as taken:
        raise telling.key_taken(register, taken.key) from taken
    except columns.BadValue as bad:
        raise telling.bad_value(register, bad) from bad
    except records.BadOwner as nobody:
        raise refused("not-your-union") from nobody
    if wish.action.do == "edit" and put.union_id != was and not _may_place(wish, put):
        raise refused("not-your-union")  # what is typed gives no record to somebody else
    holding.check(register, put, wish.now, wish.action, wish.answers)
    return put


def _may_place(wish: Asked, record: Record) -> bool:
    rights = gate.fresh(wish.by)
    return reach.may_act_at(wish.register, wish.action, record.union, rights)


def _core_write(wish: Asked, row: Row, deed: Deed) -> RegisterWrite | None:
    """What the action writes to the row of the core table itself, beside its effects."""
    table = wish.register.table
    values = dict(deed.values) | ({"state": deed.state} if deed.state else {})
    if not values and not deed.ends:
        return None
    if wish.reason and "reason" in TABLES[table].written:
        values.setdefault("reason", wish.reason[:200])
    match = {"union": row.key} if table == "union" else {}
    if row.person is not None:
        match = {"person": row.person.key}
    return RegisterWrite("close" if deed.ends else "update", table, match, values)


def _core_new(wish: Asked, deed: Deed) -> RegisterWrite | None:
    values = dict(deed.values) | ({"state": deed.state} if deed.state else {})
    return RegisterWrite("create", wish.register.table, {}, values) if values else None


def _write_all(wish: Asked, writes: list[RegisterWrite | None], row: Row) -> None:
    basis = f"{wish.register.title} · {wish.action.title}"
    ground = Ground(
        wish.by, wish.now, basis, union=row.union, person=row.person, number=wish.register.key[:40]
    )
    for write in writes:
        if write is None:
            continue
        if write.register in TABLES and not core.is_core(write.register):
            raise refused("register")
        if write.register == person.TABLE and write.do == "upsert":
            ground = _about(write, ground)
        else:
            writing.write(write, ground)


def _about(write: RegisterWrite, ground: Ground) -> Ground:
    """Whoever is found or made by this write is whom the writes after it are about."""
    try:
        return replace(ground, person=upserting.upsert(write, ground)[0])
    except columns.BadValue as failure:
        raise refused("register") from failure
