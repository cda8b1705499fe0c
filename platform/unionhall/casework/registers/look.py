"""Look at the sensitive columns of a record in clear. Each look is recorded."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction

from permissions import gate
from unionhall import audit
from unionhall.casework.refusals import NotYours
from unionhall.casework.registers import commands, reach
from unionhall.casework.registers.selection import register_of
from unionhall.casework.registers.sentences import refused
from unionhall.casework.registers.surroundings import clear
from unionhall.people.models import User
from unionhall.registers import columns, listing

HANDLE = "handle"


def look(register_key: str, record_key: str, *, by: User, now: datetime) -> dict[str, Any]:
    """Column -> value in clear, of the sensitive columns that have one. For whoever handles the
    matter group at the union of the record. Raises NotYours, Refused("not-your-record")."""
    commands.check(by, now, None)
    register = register_of(register_key)
    with transaction.atomic():
        rights = gate.fresh(by)
        row = listing.record(register, record_key, reach.scope_of(register, reach.VIEW, rights))
        if row is None:
            raise NotYours
        union = reach.union_of(row)
        held = rights.scope(reach.codename(register, HANDLE))
        if union is None or not held.covers(union.pk, union.path):
            raise refused("not-your-record")
        values = clear(register, row)
        shown = {path: values[path] for path in columns.sensitive(register) if values.get(path)}
        about = f"record:{row.key}"
        told = {"register": register.key, "columns": ",".join(shown)}
        audit.record("reveal", by=by, now=now, about=about, values=told)
    return shown
