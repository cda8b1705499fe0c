"""Give a register the records its definition starts it with; they belong to the platform."""

from __future__ import annotations

from datetime import datetime

from unionhall.engine.shapes import RegisterWrite
from unionhall.language.model import Register
from unionhall.people.models import User
from unionhall.registers import store
from unionhall.registers.models import Record


def seed_register(register: Register, *, by: User, now: datetime) -> int:
    """Create what is not there yet and return how many that were.

    A record that was there once is not made again, even if somebody closed it since. To be called
    inside a transaction, under the lock of whoever publishes the register.
    """
    if not register.seed:
        return 0
    owned = Record.objects.filter(register=register.key, union=None, person=None)
    known = list(owned.values_list("values", flat=True))
    missing = [values for values in register.seed if dict(values) not in known]
    for values in missing:
        write = RegisterWrite("create", register.key, {}, dict(values))
        store.apply(write, register, union=None, by=by, now=now)
    return len(missing)
