"""Telling the worker that something waits. Only a wake-up: what is due stands in the database,
and the worker's tick finds whatever nobody was told of.
"""

from __future__ import annotations

from functools import partial
from typing import Final

import structlog
from django.db import transaction
from django.dispatch import Signal

log = structlog.get_logger(__name__)
# What waits
MESSAGES: Final = "messages"
JOBS: Final = "jobs"
# Sent after a commit that left something for the worker, with what; the root package listens.
work_waits = Signal()


def worker(what: str = MESSAGES) -> None:
    """Wake the worker when the running transaction has committed."""
    transaction.on_commit(partial(_send, what), robust=True)


def _send(what: str) -> None:
    for _, failure in work_waits.send_robust(what):
        if isinstance(failure, Exception):
            log.warning("worker-not-woken", error=type(failure).__name__)
