"""The turn on a record: who comes second waits here, and then sees what the first one did.

Unions before people, people before records, as everybody does (see `organisation.store`).
"""

from __future__ import annotations

from contextlib import suppress

from unionhall.casework.core import writing as core
from unionhall.casework.registers import holding
from unionhall.definitions import selectors as definitions
from unionhall.language.model import RecordAction, Register
from unionhall.organisation import store as tree
from unionhall.people import store as people
from unionhall.registers import store as records
from unionhall.registers.rows import Row


def wait(register: Register, action: RecordAction, row: Row) -> None:
    """Until the transaction ends nobody else acts on this record. Read it again afterwards."""
    if register.table or any(core.is_core(one.register) for one in action.effects):
        if row.union is not None:
            tree.lock_union(row.union)
        # who begins a membership elsewhere waits for that union next: people come after it
        begins = any(one.do in ("create", "upsert") for one in action.effects)
        if row.person is not None and not begins:
            people.lock(row.person)
    if not register.table:
        for key in dict.fromkeys(one.register for one in action.effects if one.register):
            _wait_for_totals(key, row)
        holding.wait_for(register, row.union)
        records.locked(row.source.pk)


def _wait_for_totals(key: str, row: Row) -> None:
    """Of a register the action writes to besides: its union, too, comes before this record."""
    if not core.is_core(key):
        with suppress(definitions.NotPublished):
            holding.wait_for(definitions.register(key), row.union)
