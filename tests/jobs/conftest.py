"""Handlers of tests, a worker that runs now, and files below the test's own folder."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from unionhall.casework.jobs import runner
from unionhall.casework.jobs.enqueue import enqueue
from unionhall.jobs import handlers
from unionhall.jobs.models import Job
from unionhall.people.models import User

NOW = datetime(2026, 3, 9, 2, 30, tzinfo=UTC)


@pytest.fixture(autouse=True)
def files_of_this_test(settings, tmp_path):
    settings.STORAGES = settings.STORAGES | {
        "jobs": {
            "BACKEND": "django.core.files.storage.FileSystemStorage",
            "OPTIONS": {"location": str(tmp_path / "jobs")},
        }
    }


@pytest.fixture(autouse=True)
def every_beat_counts(monkeypatch):
    monkeypatch.setattr(runner, "EVERY", 0.0)


@pytest.fixture
def clerk(db) -> User:
    return User.objects.create(username="clerk")


class Time:
    """A clock that stands still until it is set."""

    def __init__(self, now: datetime = NOW) -> None:
        self.now = now

    def __call__(self) -> datetime:
        return self.now

    def passes(self, **how: float) -> None:
        self.now += timedelta(**how)


@pytest.fixture
def time() -> Time:
    return Time()


@pytest.fixture
def kind(monkeypatch) -> Callable[[handlers.Handler], str]:
    """Register a handler for the length of the test; its kind."""
    known: list[str] = []

    def add(handler: handlers.Handler, name: str = "") -> str:
        name = name or f"test-{len(known)}"
        handlers.register(name, handler)
        known.append(name)
        return name

    yield add
    for name in known:
        handlers.forget(name)


@pytest.fixture
def ask(clerk, time) -> Callable[..., Job]:
    def asked(kind: str, **more: Any) -> Job:
        return enqueue(kind, by=clerk, now=time(), **more)

    return asked


def state(job: Job) -> tuple[str, int, int]:
    """(state, done, failures) as they stand."""
    job.refresh_from_db()
    return job.state, job.done, job.failures
