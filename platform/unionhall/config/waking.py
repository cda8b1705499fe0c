"""Waking the worker through the broker. Lost wake-ups cost a minute: the tick finds the work."""

from __future__ import annotations

from typing import Any

from unionhall.messages import wake

TASK = "unionhall.deliver"
# Not taken in this time: the tick has done it.
SECONDS = 55


def listen() -> None:
    wake.work_waits.connect(_send, dispatch_uid=TASK)


def _send(sender: Any, **_: Any) -> None:
    """One message without waiting for a broker that is down; a failure is logged by the caller."""
    from unionhall.config.celery import app  # a process that never wakes needs no Celery

    app.send_task(TASK, expires=SECONDS, retry=False, ignore_result=True)
