"""Background tasks: thin; each finds what is due in the database and calls the verb for it."""

from __future__ import annotations

import structlog
from django.contrib.sessions.models import Session
from django.utils import timezone

from unionhall.config.celery import app

log = structlog.get_logger(__name__)


@app.task(name="unionhall.tick")
def tick() -> None:
    """Once a minute: drop what has expired. Safe to run twice or never."""
    now = timezone.now()
    sessions, _ = Session.objects.filter(expire_date__lt=now).delete()
    log.info("tick", sessions=sessions)
