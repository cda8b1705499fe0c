"""A due notice with its words and the people it goes to."""

from __future__ import annotations

from dataclasses import dataclass

from unionhall.engine.notices import Due
from unionhall.people.models import User


@dataclass(frozen=True, slots=True)
class Wanted:
    """`mobiles` without an account."""

    due: Due
    title: str
    text: str
    users: tuple[User, ...] = ()
    mobiles: tuple[str, ...] = ()
