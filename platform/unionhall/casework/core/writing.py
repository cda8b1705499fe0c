"""From a write of a definition to the core table it means."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from unionhall.casework.core import account, membership, person, union, upserting
from unionhall.casework.core.ground import Ground
from unionhall.engine.shapes import RegisterWrite


def _person(write: RegisterWrite, ground: Ground) -> None:
    """Of whoever has a document, or of a person who is known."""
    if write.do == "upsert":
        upserting.upsert(write, ground)
    else:
        person.write(write, ground)


CORE: Mapping[str, Callable[[RegisterWrite, Ground], None]] = {
    "membership": membership.write,
    "union": union.write,
    "person": _person,
    "account": account.write,
}


def is_core(register: str) -> bool:
    return register in CORE


def apply(write: RegisterWrite, ground: Ground) -> None:
    """Raises Refused (the table's own reasons), registers.columns.BadValue for a column the
    table has not or a value it cannot hold, registers.store.NotFound."""
    CORE[write.register](write, ground)
