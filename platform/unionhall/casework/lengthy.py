"""Verbs on applications with very many lines: asked for now, done by the worker in a moment.

Such a verb says where its cheap checks end (`begin`): what is wrong with the wish itself was told
by then. From there on nobody should wait for the page, so the transaction is rolled back, the wish
becomes a job, and the worker runs the same verb, in one transaction like any other, for whoever
asked. While the job is open nobody else changes the case; `Case.work` names it.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import datetime
from time import monotonic
from typing import Any, Final, TypeVar

from unionhall.cases import store
from unionhall.cases.models import Case
from unionhall.casework.jobs import notes
from unionhall.casework.jobs.enqueue import enqueue
from unionhall.engine.shapes import LineWrites, Outcome
from unionhall.jobs import selectors
from unionhall.jobs.handlers import Cancelled
from unionhall.jobs.models import Job
from unionhall.people import sealing
from unionhall.people.models import User

KIND: Final = "case"
# With more lines than this the worker does it: so many take about a second
AT_ONCE: Final = 1_000
# Seconds between two notes of how far it is
EVERY: Final = 1.0
GIVEN: Final = "given"
One = TypeVar("One")


class TooLong(Exception):
    """Not while somebody waits for the page."""


@dataclass
class _Work:
    """The job this process does now, and when it last told how far it is."""

    job: Job
    told: float = 0.0


_now_at: ContextVar[_Work | None] = ContextVar("lengthy", default=None)


def begin(count: int) -> None:
    """From here on the verb looks at `count` lines. Raises TooLong: the worker shall do it."""
    if count > AT_ONCE and _now_at.get() is None:
        raise TooLong


def begin_writing(outcome: Outcome, count: int) -> None:
    """The same where an outcome writes for each line; otherwise however many lines are quick."""
    if any(isinstance(one, LineWrites) for one in outcome.writes):
        begin(count)


def portions(some: Iterable[Sequence[One]], total: int) -> Iterator[Sequence[One]]:
    """The same portions; between them the worker tells how far it is. Raises Cancelled."""
    done = 0
    for portion in some:
        yield portion
        done += len(portion)
        _tell(done, total)


def postpone(case: Case, verb: str, given: Mapping[str, Any], *, by: User, now: datetime) -> Job:
    """Within the turn: let the worker do it. `given` are JSON values, kept sealed."""
    text = json.dumps(dict(given), ensure_ascii=False, default=list)
    job = enqueue(
        KIND,
        by=by,
        now=now,
        about=f"case:{case.key}",
        union=case.union,
        values={
            "verb": verb,
            "title": case.number or case.title,
            **sealing.seal_values({GIVEN: text}, [GIVEN]),
        },
        total=case.line_count,
    )
    store.change(case, work=job.key)
    return job


def given_of(job: Job) -> dict[str, Any]:
    """What the verb was given. Raises sealing.Unreadable."""
    found: dict[str, Any] = json.loads(sealing.unseal_values(job.values, [GIVEN])[GIVEN])
    return found


def is_busy(case: Case) -> bool:
    """Whether a job is at it that is not this process's own. No query for most cases."""
    return bool(case.work) and not is_own(case) and selectors.is_open(case.work)


def is_own(case: Case) -> bool:
    own = _now_at.get()
    return own is not None and own.job.key == case.work


@contextmanager
def at(job: Job) -> Iterator[None]:
    """The worker does the job of a case."""
    token = _now_at.set(_Work(job))
    try:
        yield
    finally:
        _now_at.reset(token)
        notes.drop(job)


def _tell(done: int, total: int) -> None:
    own = _now_at.get()
    if own is None or monotonic() - own.told < EVERY:
        return
    own.told = monotonic()
    notes.put(own.job, done, total)
    if selectors.is_cancel_asked(own.job.key):
        raise Cancelled
