"""Act on one record of a register: edit it, end it, or what else its definition offers."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from unionhall.casework.refusals import NotYours
from unionhall.casework.registers import commands, reach
from unionhall.casework.registers.acting import act_on, asked
from unionhall.casework.registers.selection import action_of, register_of
from unionhall.language.model import Register
from unionhall.people.models import User
from unionhall.registers import listing
from unionhall.registers.models import Record
from unionhall.registers.rows import Row


def act(
    register_key: str,
    action_key: str,
    record_key: str,
    answers: Mapping[str, Any] | None = None,
    reason: str = "",
    *,
    version: int | None = None,
    by: User,
    now: datetime,
    key: str | None = None,
) -> Row:
    """`answers`: the form of the action as posted. `version`: of the record on the screen.

    Raises NotYours; Conflict (somebody was first, named); Invalid (`problems` at fields of the
    form or columns); Refused: not-your-record, bad-state, not-now, reason-required, ...
    """
    commands.check(by, now, key)
    register = register_of(register_key)
    action = action_of(register, action_key)
    if action.do == "add":
        raise NotYours
    try:
        with transaction.atomic():
            commands.once(by, key)
            wish = asked(register, action, answers or {}, reason, by, now)
            row = act_on(wish, record_key, version)
            record = row.source if isinstance(row.source, Record) else None
            commands.finish(by, key, record)
            return row
    except commands.Repeated:
        return _again(register, record_key, by)


def _again(register: Register, record_key: str, by: User) -> Row:
    """The record of a command that ran before, as it is now."""
    row = listing.record(register, record_key, reach.scope(register, None, by))
    if row is None:
        raise NotYours
    return row
