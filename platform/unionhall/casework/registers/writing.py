"""One write of a definition, to a register of a pack or to a core table.

Runs inside the transaction of whoever decided (a case, an import, a row action), after it was
decided whether it may be done.
"""

from __future__ import annotations

from django.db import transaction

from unionhall.casework.core import writing
from unionhall.casework.core.ground import Ground
from unionhall.casework.refusals import Refused
from unionhall.casework.registers import holding
from unionhall.casework.sentences import refused
from unionhall.definitions import selectors as definitions
from unionhall.engine.shapes import RegisterWrite
from unionhall.language.model import Register
from unionhall.registers import columns
from unionhall.registers import store as registers


def write(write: RegisterWrite, ground: Ground) -> str:
    """What it did: created, updated or unchanged. Raises Refused: key-taken (in the words of the
    register, where it has some), register, checks (a rule over many records does not hold), and
    the reasons of the core tables. Nothing was changed then, the caller rolls back."""
    register: Register | None = None
    try:
        if writing.is_core(write.register):
            writing.apply(write, ground)
            return "created" if write.do == "create" else "updated"
        register = definitions.register(write.register)
        with transaction.atomic():
            return _write(write, register, ground)
    except registers.KeyTaken as taken:
        raise key_taken(taken, register) from taken
    except (registers.RegisterError, columns.BadValue, definitions.NotPublished) as failure:
        raise refused("register") from failure


def key_taken(taken: registers.KeyTaken, register: Register | None) -> Refused:
    own = register.key_messages.get(taken.key) if register else None
    return Refused("key-taken", own) if own else refused("key-taken")


def _write(write: RegisterWrite, register: Register, ground: Ground) -> str:
    holding.wait_for(register, ground.union)
    record = registers.apply(
        write,
        register,
        union=ground.union,
        person=ground.person,
        by=ground.by,
        now=ground.now,
        case_number=ground.number,
    )
    holding.check(register, record, ground.now)
    return record.outcome
