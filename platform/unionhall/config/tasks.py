"""Background tasks: thin; each finds what is due in the database and calls the verb for it."""

from __future__ import annotations

import structlog
from django.contrib.sessions.models import Session
from django.utils import timezone

from unionhall.audit import chain
from unionhall.cases.files import storage
from unionhall.casework.accounts.deliver_links import deliver_links
from unionhall.config.celery import app
from unionhall.notices import work
from unionhall.people.models import User

log = structlog.get_logger(__name__)


@app.task(name="unionhall.tick")
def tick() -> None:
    """Once a minute: drop what has expired, do what nobody was woken for. Safe to run twice."""
    sessions, _ = Session.objects.filter(expire_date__lt=timezone.now()).delete()
    sealed = chain.seal()
    links = deliver_links(by=User.objects.system(), now=timezone.now())
    log.info("tick", sessions=sessions, sealed=sealed, links=links)
    deliver()


@app.task(name="unionhall.deliver")
def deliver() -> None:
    """Right after a commit that somebody has to hear of: write messages, send what waits."""
    told, sent = work.tell(timezone.now), work.send(timezone.now)
    log.info("deliver", told=told, sent=sent)


@app.task(name="unionhall.sweep")
def sweep() -> None:
    """Once an hour: delete files that no attachment names (safety.md I7)."""
    gone = storage.sweep(timezone.now())
    log.info("sweep", files=len(gone))
