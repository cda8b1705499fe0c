"""Accounts that no process may hand to another mobile: who holds the platform in his hand."""

from __future__ import annotations

from typing import Final

from permissions import gate
from unionhall.people.models import User

RIGHT: Final = "manage_staff"


def is_administrator(user: User) -> bool:
    """Who manages the staff of a union without a union above it."""
    rights = gate.fresh(user)
    tops = {union.pk for union in rights.unions if union.depth == 1}
    return bool(rights.scope(RIGHT).ids & tops)
