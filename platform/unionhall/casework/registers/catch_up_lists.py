"""Make the cells that lists need, for records made before a definition asked for them."""

from __future__ import annotations

from datetime import datetime

from unionhall.definitions import selectors as definitions
from unionhall.people.models import User
from unionhall.registers import indexing


def catch_up_lists(*, by: User, now: datetime) -> int:
    """A portion of each register. Returns how many records were given theirs; safe to run twice."""
    if not by.is_system or now.tzinfo is None:
        raise ValueError("cells are made by the system, at a moment with its time zone")
    return sum(indexing.catch_up(register) for register in definitions.registers())
