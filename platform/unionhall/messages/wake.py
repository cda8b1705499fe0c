"""Telling the worker that something waits. Only a wake-up: what is due stands in the database,
and the worker's tick finds whatever nobody was told of.
"""

from __future__ import annotations

import structlog
from django.db import transaction
from django.dispatch import Signal

log = structlog.get_logger(__name__)
# Sent after a commit that left something for the worker; the root package listens.
work_waits = Signal()


def worker() -> None:
    """Wake the worker when the running transaction has committed."""
    transaction.on_commit(_send, robust=True)


def _send() -> None:
    for _, failure in work_waits.send_robust(None):
        if isinstance(failure, Exception):
            log.warning("worker-not-woken", error=type(failure).__name__)
