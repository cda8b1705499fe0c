"""What the worker does: take a job that is due, let its handler work, write down how it went.

May run anywhere, any number of times at once. One run takes jobs for a while; the caller asks for
the next run when it says that more waits. A job that works longer than its share while others
wait is put back behind them, and goes on where its ledger ends.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from time import monotonic

import structlog
from django.db import connection

from unionhall.casework.jobs import claim as turns
from unionhall.casework.refusals import Refused
from unionhall.jobs import handlers
from unionhall.jobs.handlers import Cancelled, Done, GiveUp, Later, Lost, TimeUp
from unionhall.jobs.models import Job
from unionhall.people.models import User

log = structlog.get_logger(__name__)
Clock = Callable[[], datetime]
# Seconds a job works on, counted from its first progress, before others that wait get their turn
SLICE = 20.0
# Seconds a run goes on taking jobs
LONGEST_RUN = 20.0
# Seconds between two renewals, and between two looks at the worker's other duties
EVERY = 1.0
RELIEF_EVERY = 5.0


def run(clock: Clock, *, relief: Callable[[], None] | None = None) -> bool:
    """Work for a while. Returns whether something is due still.

    `relief`: called every few seconds between the steps of a job, so that messages go out and
    clocks are kept while it works; what it raises is logged.
    """
    by, end = User.objects.system(), monotonic() + LONGEST_RUN
    while monotonic() < end:
        job = turns.claim(by=by, now=clock())
        if job is None:
            return False
        turn(job, Beat(job, clock, by, relief), by=by, clock=clock)
    return turns.is_due(clock())


class Beat:
    """See `handlers.Beat`."""

    def __init__(
        self, job: Job, clock: Clock, by: User, relief: Callable[[], None] | None = None
    ) -> None:
        self._job, self._clock, self._by, self._relief = job, clock, by, relief
        self._done, self._total = job.done, job.total
        self._renewed = self._relieved = monotonic()
        self._began: float | None = None
        kind = handlers.kind(job.kind)
        self._shares = kind is not None and kind.resumes

    def progress(self, done: int, total: int | None = None) -> None:
        if done > self._done and self._began is None:
            self._began = monotonic()
        self._done = max(done, self._done)
        self._total = self._total if total is None else total
        self._beat(is_last=done == total)

    def alive(self) -> None:
        self._beat()

    def now(self) -> datetime:
        return self._clock()

    def hold(self) -> None:
        turns.hold(self._job, by=self._by)

    def _beat(self, *, is_last: bool = False) -> None:
        moment = monotonic()
        if moment - self._renewed < EVERY and not is_last:
            return
        self._renew()
        if self._relief and moment - self._relieved >= RELIEF_EVERY:
            self._relieve(self._relief)
        if is_last or self._began is None or moment - self._began < SLICE:
            return
        if self._shares and turns.is_due(self._clock(), beside=self._job):
            raise TimeUp

    def _renew(self) -> None:
        now = self._clock()
        turns.renew(self._job, done=self._done, total=self._total, by=self._by, now=now)
        self._renewed = monotonic()

    def _relieve(self, relief: Callable[[], None]) -> None:
        try:
            relief()
        except Exception:
            log.exception("relief-failed", job=self._job.key)
        self._relieved = monotonic()
        self._renew()


def turn(job: Job, beat: handlers.Beat, *, by: User, clock: Clock) -> None:
    """Let its handler work, and write down how it went. Raises only what kills the process."""
    kind = handlers.kind(job.kind)
    log.info("job-taken", job=job.key, kind=job.kind, tries=job.tries)
    try:
        if kind is None:
            raise GiveUp("no-handler")
        came = kind.handler(job, beat)
    except Lost:
        log.warning("job-lost", job=job.key, kind=job.kind)
    except Cancelled:
        turns.stopped(job, by=by, now=clock())
    except TimeUp:
        turns.put_back(job, wait=timedelta(), by=by, now=clock())
    except Later as later:
        turns.put_back(job, wait=timedelta(seconds=later.seconds), by=by, now=clock())
    except GiveUp as given:
        turns.failed(job, given.code, is_final=True, by=by, now=clock())
    except Refused as refusal:
        turns.failed(job, refusal.code, is_final=True, by=by, now=clock())
    except Exception as failure:
        log.exception("job-failed", job=job.key, kind=job.kind)
        _forget_broken_connection()
        turns.failed(job, type(failure).__name__, by=by, now=clock())
    else:
        done = came if isinstance(came, Done) else Done(came or {})
        turns.finished(job, done, by=by, now=clock())


def _forget_broken_connection() -> None:
    """A database that went away is asked again over a new connection, outside of tests."""
    if not connection.in_atomic_block:
        connection.close_if_unusable_or_obsolete()
