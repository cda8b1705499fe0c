"""kill -9 of a real worker at named points and at random moments: the job goes on, nothing is
done twice. On both databases."""

from __future__ import annotations

import os
import random
import signal
import time

import pytest
from django.utils import timezone

from tests.jobs import kinds
from tests.jobs.processes import Nursery
from unionhall.casework.jobs import claim
from unionhall.casework.jobs.enqueue import enqueue
from unionhall.jobs.models import Job, JobState
from unionhall.people.models import User

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]
KILLED = -signal.SIGKILL
# A worker that comes later than the lease of the one before
LATER = int(claim.LEASE.total_seconds()) + 1
STEPS = 12
MOMENTS = 20


@pytest.fixture
def nursery():
    kinds.make_table()
    found = Nursery()
    yield found
    found.close()
    kinds.drop_table()


def ask(steps: int = STEPS, pause: float = 0) -> Job:
    values = {"steps": steps, "pause": pause}
    return enqueue(kinds.KIND, by=User.objects.system(), now=timezone.now(), values=values)


def see_progress(jobs: list[Job]) -> None:
    before, end = steps_of(jobs), time.monotonic() + 20
    while steps_of(jobs) == before and time.monotonic() < end:
        time.sleep(0.01)


def steps_of(jobs: list[Job]) -> int:
    return sum(len(kinds.written(job.key)) for job in jobs)


def test_killed_at_any_point_the_next_worker_goes_on(nursery):
    """One job per point, all on one database; each is killed once and then finished."""
    for number, point in enumerate(kinds.POINTS):
        job, ahead = ask(), number * 4 * LATER
        nursery.begin(ahead, point)
        assert nursery.end() == KILLED, f"nobody came by {point}"
        assert kinds.written(job.key) == list(range(1, len(kinds.written(job.key)) + 1)), point
        nursery.begin(ahead + LATER)
        assert nursery.end() == 0
        job.refresh_from_db()
        assert job.state == JobState.DONE, point
        assert (job.result, job.done) == ({"rows": STEPS}, STEPS), point
        assert kinds.written(job.key) == list(range(1, STEPS + 1)), point


def test_killed_at_random_moments_everything_is_done_once(nursery):
    """Three jobs at a time; nobody knows what the worker does when it is hit."""
    dice = random.Random(20261121)
    jobs = [ask(400, pause=0.004) for _ in range(3)]
    for number in range(MOMENTS):
        worker = nursery.begin(number * LATER)
        if number % 2:  # the others may die before they have done anything
            see_progress(jobs)
        time.sleep(dice.uniform(0.02, 0.35))
        os.kill(worker, signal.SIGKILL)
        assert nursery.end() == KILLED
    for number in range(MOMENTS, MOMENTS + 4):
        nursery.begin(number * LATER)
        assert nursery.end() == 0
    for job in jobs:
        job.refresh_from_db()
        assert (job.state, job.problem) == (JobState.DONE, "")
        assert kinds.written(job.key) == list(range(1, 401))
    assert sum(job.tries for job in jobs) > 10, "it was hardly ever hit while it worked"


def test_control_without_holding_the_job_a_slow_worker_writes_twice(nursery):
    """What the guard is for: two workers on one job, and neither asks whose it is."""
    job = ask(40, pause=0.05)
    reckless = Nursery(UNHELD="1")
    try:
        reckless.begin(0)
        time.sleep(0.5)
        nursery.begin(LATER)
        nursery.end()
        reckless.end()
    finally:
        reckless.close()
    assert len(kinds.written(job.key)) > 40
    job.refresh_from_db()
    assert job.state == JobState.DONE


def test_with_it_two_workers_on_one_job_write_each_step_once(nursery):
    """A lease that ran out too early: the clock of the second is ahead."""
    job = ask(40, pause=0.02)
    other = Nursery()
    try:
        other.begin(0)
        time.sleep(0.4)
        nursery.begin(LATER)
        nursery.end()
        other.end()
    finally:
        other.close()
    job.refresh_from_db()
    assert (job.state, job.tries) == (JobState.DONE, 2)
    assert kinds.written(job.key) == list(range(1, 41))
