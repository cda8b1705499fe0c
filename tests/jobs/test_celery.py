"""From the commit that leaves a job to the worker that does it, through a real broker."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.jobs import kinds
from tests.jobs.processes import ROOT, Nursery, environment
from unionhall.jobs.models import Job, JobState

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]
STEPS = 7
PATIENCE = 90


@pytest.fixture(autouse=True)
def ledger(db):
    kinds.make_table()
    yield
    kinds.drop_table()


@contextmanager
def worker(**more: str):
    """As `make run` starts it, without the tick: only a wake-up can move it."""
    line = [sys.executable, "-m", "celery", "--app", "unionhall.config.celery", "worker"]
    line += ["--pool", "threads", "--concurrency", "1", "--loglevel", "WARNING"]
    line += ["--without-gossip", "--without-mingle", "--without-heartbeat"]
    line += ["--include", "tests.jobs.kinds"]
    process = subprocess.Popen(line, cwd=ROOT, env=environment(**more))
    try:
        yield process
    finally:
        process.terminate()
        try:
            process.wait(30)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def done(key: str) -> Job:
    """The job, waited for."""
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        job = Job.objects.get(key=key)
        if job.state == JobState.DONE:
            return job
        time.sleep(0.1)
    raise AssertionError(f"{job.state} after {PATIENCE} s: {job.problem}")


def picked_up(**more: str) -> None:
    nursery = Nursery(**more)
    try:
        with worker(**more) as process:
            nursery.tell(f"ask {STEPS}")
            job = done(nursery.hear())
            assert kinds.written(job.key) == list(range(1, STEPS + 1))
            assert process.poll() is None
            # and again, now that it sits and waits
            nursery.tell(f"ask {STEPS}")
            assert done(nursery.hear()).tries == 1
    finally:
        nursery.close()


def test_files_as_a_broker_wake_the_worker(tmp_path: Path):
    picked_up(VAR_DIR=str(tmp_path), BROKER_URL="")
    assert (tmp_path / "broker" / "messages").is_dir()


def test_what_was_asked_while_no_worker_ran_is_done_when_one_starts(tmp_path: Path):
    more = {"VAR_DIR": str(tmp_path), "BROKER_URL": ""}
    nursery = Nursery(**more)
    try:
        nursery.tell(f"ask {STEPS}")
        key = nursery.hear()
    finally:
        nursery.close()
    assert list((tmp_path / "broker" / "messages").iterdir())
    with worker(**more):
        done(key)


@pytest.mark.parametrize("variable", ["TEST_REDIS_URL", "TEST_AMQP_URL"])
def test_a_server_as_a_broker_wakes_the_worker(variable, tmp_path):
    url = os.environ.get(variable)
    if not url:
        pytest.skip(f"no server: {variable} is not set")
    picked_up(VAR_DIR=str(tmp_path), BROKER_URL=url)


def test_a_broker_that_is_down_loses_nobody_s_job(tmp_path: Path):
    """The commit stands, the wake-up is lost, and the tick finds the work."""
    nursery = Nursery(VAR_DIR=str(tmp_path), BROKER_URL="redis://127.0.0.1:1/0")
    try:
        nursery.tell(f"ask {STEPS}")
        key = nursery.hear()
        assert Job.objects.get(key=key).state == JobState.WAITING
        nursery.begin(0)
        assert nursery.end() == 0
    finally:
        nursery.close()
    assert Job.objects.get(key=key).state == JobState.DONE
