"""When what did not succeed is tried again: one rule for messages, batches and long work."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Final

# For what leaves the house: the first pause comes after the first try, after the last it is dead.
GATEWAY: Final = (
    timedelta(minutes=1),
    timedelta(minutes=5),
    timedelta(minutes=30),
    timedelta(hours=2),
    timedelta(hours=6),
    timedelta(hours=12),
)


def next_try(
    tries: int,
    now: datetime,
    *,
    pauses: Sequence[timedelta] = GATEWAY,
    wait: timedelta | None = None,
    is_final: bool = False,
) -> datetime | None:
    """After `tries` tries (1 or more), at least after `wait`; None: never by itself."""
    if is_final or tries > len(pauses):
        return None
    return now + max(pauses[tries - 1], wait or timedelta())
