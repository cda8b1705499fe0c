"""Take registers as they stood at midnight, and let them be read from the hour they name.

Called every minute; each call does a portion, so that nobody waits for two million rows. A machine
that slept takes the midnight it woke after: the history undoes what happened since.
"""

from __future__ import annotations

from datetime import datetime, time

import structlog
from django.utils import timezone

from unionhall.definitions import selectors as definitions
from unionhall.language.model import Register
from unionhall.people.models import User
from unionhall.registers import snapshots

log = structlog.get_logger(__name__)
# Portions of one call, over all registers.
MOST = 30


def publish_snapshots(*, by: User, now: datetime, most: int = MOST) -> int:
    """Returns how many snapshots became complete. Safe to run twice and at the same time."""
    if not by.is_system:
        raise ValueError("snapshots are taken by the system")
    left, published = most, 0
    for register in definitions.registers():
        if not register.snapshot:
            continue
        left, is_done = _take(register, now, left)
        published += is_done
        snapshots.drop_old(register.key, now)
    return published


def _take(register: Register, now: datetime, left: int) -> tuple[int, bool]:
    """(portions left, whether it became complete)."""
    midnight = timezone.localtime(now).replace(hour=0, minute=0, second=0, microsecond=0)
    snapshot = snapshots.begin(register, midnight)
    if snapshot.published_at is not None:
        return left, False
    while left > 0:
        left -= 1
        if snapshots.carry_on(snapshot, register):
            hour = time.fromisoformat(register.snapshot)
            at = max(midnight.replace(hour=hour.hour, minute=hour.minute), now)
            is_done = snapshots.publish(snapshot, at)
            if is_done:
                log.info("snapshot", register=register.key, rows=snapshot.rows, at=at)
            return left, is_done
    return left, False
