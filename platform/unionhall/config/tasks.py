"""Background tasks: thin; each finds what is due in the database and calls the verb for it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from time import monotonic

import structlog
from django.contrib.sessions.models import Session
from django.utils import timezone

from unionhall.audit import chain
from unionhall.cases.files import storage
from unionhall.casework.accounts.deliver_links import deliver_links
from unionhall.casework.jobs import claim, runner
from unionhall.casework.jobs.sweep import sweep as sweep_jobs
from unionhall.casework.outside import send as outside
from unionhall.casework.registers.catch_up_lists import catch_up_lists
from unionhall.casework.registers.publish_snapshots import publish_snapshots
from unionhall.config import waking
from unionhall.config.celery import app
from unionhall.messages import wake
from unionhall.notices import work as notices
from unionhall.people.models import User

log = structlog.get_logger(__name__)
MINUTE = 60.0
_last_duties = 0.0


@app.task(name="unionhall.tick")
def tick() -> None:
    """Once a minute: drop what has expired, do what nobody was woken for. Safe to run twice."""
    duties()
    deliver()
    if claim.is_due(timezone.now()):
        _wake()


def duties() -> None:
    """What has to happen every minute, also while a long job works; each by itself, so that one
    that fails keeps none of the others waiting."""
    global _last_duties
    _last_duties = monotonic()
    by, counts = User.objects.system(), {}
    every: Mapping[str, Callable[[], int]] = {
        "sessions": _expired_sessions,
        "sealed": chain.seal,
        "links": lambda: deliver_links(by=by, now=timezone.now()),
        "snapshots": lambda: publish_snapshots(by=by, now=timezone.now()),
        "cells": lambda: catch_up_lists(by=by, now=timezone.now()),
        "reminders": lambda: outside.remind_due(timezone.now),
    }
    for name, duty in every.items():
        try:
            counts[name] = duty()
        except Exception:
            log.exception("duty-failed", duty=name)
    log.info("tick", **counts)


def _expired_sessions() -> int:
    return Session.objects.filter(expire_date__lt=timezone.now()).delete()[0]


@app.task(name="unionhall.deliver")
def deliver() -> None:
    """Right after a commit that somebody has to hear of: write messages, send what waits."""
    told, sent = notices.tell(timezone.now), notices.send(timezone.now)
    handed_over = outside.send_due(timezone.now)
    log.info("deliver", told=told, sent=sent, handed_over=handed_over)


@app.task(name="unionhall.work")
def work() -> None:
    """Right after a commit that left a job: messages first, then jobs for a while.

    A worker that has more to do wakes itself again, so that other tasks get between.
    """
    deliver()
    if runner.run(timezone.now, relief=relieve):
        _wake()


def relieve() -> None:
    """Between two steps of a long job: a few messages, and once a minute what a tick does."""
    notices.tell(timezone.now)
    notices.send(timezone.now, longest=notices.SHORT_RUN)
    outside.send_due(timezone.now, longest=notices.SHORT_RUN)
    if monotonic() - _last_duties >= MINUTE:
        duties()


def _wake() -> None:
    try:
        waking.send(wake.JOBS)
    except Exception as failure:  # whatever the broker's client raises; the next tick wakes again
        log.warning("worker-not-woken", error=type(failure).__name__)


@app.task(name="unionhall.sweep")
def sweep() -> None:
    """Once an hour: delete files that nothing names, or whose time is over (safety.md I7)."""
    gone = storage.sweep(timezone.now())
    jobs = sweep_jobs(by=User.objects.system(), now=timezone.now())
    log.info("sweep", files=len(gone), jobs=jobs)
