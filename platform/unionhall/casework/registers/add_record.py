"""Add a record to a register: of a union, or of nobody where the register allows it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from permissions import gate
from unionhall.casework.core.sentences import refused as core_refused
from unionhall.casework.refusals import NotYours
from unionhall.casework.registers import commands, reach
from unionhall.casework.registers.acting import add_to, asked
from unionhall.casework.registers.selection import action_of, register_of
from unionhall.casework.registers.sentences import refused
from unionhall.language.model import RecordAction, Register
from unionhall.organisation.models import Union
from unionhall.organisation.selectors import is_findable, union_by_key
from unionhall.people.models import User


def add_record(
    register_key: str,
    action_key: str,
    union_key: str | None = None,
    answers: Mapping[str, Any] | None = None,
    reason: str = "",
    *,
    by: User,
    now: datetime,
    key: str | None = None,
) -> str:
    """The key of the new record, "" in a core table. Without `union_key` it is of the one union
    for which he may, or of nobody where the register allows that.

    Raises NotYours; Invalid (its form, a key that is taken, a rule of the register); Refused:
    not-your-union, union-closed, not-now, reason-required, ...
    """
    commands.check(by, now, key)
    register = register_of(register_key)
    action = action_of(register, action_key)
    if action.do != "add":
        raise NotYours
    try:
        with transaction.atomic():
            commands.once(by, key)
            union = _place(register, action, union_key, by)
            wish = asked(register, action, answers or {}, reason, by, now)
            record = add_to(wish, union)
            commands.finish(by, key, record)
            return record.key if record else ""
    except commands.Repeated as repeated:
        return repeated.record.key if repeated.record else ""


def _place(register: Register, action: RecordAction, key: str | None, by: User) -> Union | None:
    rights = gate.fresh(by)
    union = union_by_key(key) if key and is_findable(key) else None
    if key and union is None:
        raise refused("not-your-union")
    if union is None and "platform" not in register.owners:
        mine = reach.places(register, action, by)
        union = mine[0] if len(mine) == 1 else None
        if union is None:
            raise refused("not-your-union") if mine else NotYours
    if union is not None and not union.is_active:
        raise core_refused("union-closed")
    if not reach.may_act_at(register, action, union, rights):
        raise refused("not-your-union") if _has_part(register, rights) else NotYours
    return union


def _has_part(register: Register, rights: gate.Rights) -> bool:
    """Whether he may know that there is such a register."""
    return register.matter_group in rights.matter_groups
