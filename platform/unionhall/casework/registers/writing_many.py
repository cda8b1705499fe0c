"""Many writes of definitions to one register in a few statements, its checks asked for them all.

Runs inside the transaction of whoever decided, as `writing.write` does one by one.
"""

from __future__ import annotations

from collections.abc import Sequence

from django.db import transaction

from unionhall.casework.core.ground import Ground
from unionhall.casework.registers import holding
from unionhall.language.model import Register
from unionhall.registers import store_bulk as bulk


class Broken(Exception):
    """A check of the register does not hold for some of them; `places` in the order given."""

    def __init__(self, places: Sequence[int]) -> None:
        super().__init__(places)
        self.places = tuple(places)


def write_many(items: Sequence[bulk.Item], register: Register, ground: Ground) -> list[str]:
    """What became of each: created, updated or unchanged. All or nothing: raises Broken, or as
    `store_bulk.apply_many`; then they are to be written one by one, to say what is wrong."""
    with transaction.atomic():
        holding.wait_for(register, ground.union)
        put = bulk.put_many(
            items, register, by=ground.by, now=ground.now, case_number=ground.number
        )
        places = holding.broken(register, put, ground.now)
        if places:
            raise Broken(places)
    return [record.outcome for record in put]
