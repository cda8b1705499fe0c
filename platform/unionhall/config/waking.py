"""Waking the worker through the broker. Lost wake-ups cost a minute: the tick finds the work."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from unionhall.messages import wake

TASK: Final = "unionhall.deliver"
TASKS: Final[Mapping[str, str]] = {wake.MESSAGES: TASK, wake.JOBS: "unionhall.work"}
# Not taken in this time: the tick has done it.
SECONDS: Final = 55


def listen() -> None:
    wake.work_waits.connect(_send, dispatch_uid=TASK)


def send(what: str) -> None:
    """One message without waiting for a broker that is down; a failure is the caller's to log."""
    from unionhall.config.celery import app  # a process that never wakes needs no Celery

    app.send_task(TASKS[what], expires=SECONDS, retry=False, ignore_result=True)


def _send(sender: Any, **_: Any) -> None:
    send(sender)
