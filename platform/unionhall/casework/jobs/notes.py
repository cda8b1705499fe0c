"""How far a job is that works in one transaction: its row cannot tell before the commit.

A note in the shared cache, for whoever watches. Nothing depends on it; it is lost without harm.
"""

from __future__ import annotations

from django.core.cache import caches

from unionhall.jobs.models import Job

KEPT = 600
Note = tuple[int, int]


def put(job: Job, done: int, total: int) -> None:
    caches["progress"].set(_key(job), (done, total), KEPT)


def read(job: Job) -> Note | None:
    """(done, total) of the present try; None: nothing was told."""
    note: Note | None = caches["progress"].get(_key(job))
    return note


def drop(job: Job) -> None:
    caches["progress"].delete(_key(job))


def _key(job: Job) -> str:
    return f"job:{job.key}:{job.tries}"
