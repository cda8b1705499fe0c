"""Background tasks: thin; each finds what is due in the database and calls the verb for it."""

from __future__ import annotations

import structlog
from django.contrib.sessions.models import Session
from django.utils import timezone

from unionhall.cases.files import storage
from unionhall.config.celery import app

log = structlog.get_logger(__name__)


@app.task(name="unionhall.tick")
def tick() -> None:
    """Once a minute: drop what has expired. Safe to run twice or never."""
    sessions, _ = Session.objects.filter(expire_date__lt=timezone.now()).delete()
    log.info("tick", sessions=sessions)


@app.task(name="unionhall.sweep")
def sweep() -> None:
    """Once an hour: delete files that no attachment names (safety.md I7)."""
    gone = storage.sweep(timezone.now())
    log.info("sweep", files=len(gone))
