"""A kind of work for workers that tests start: so many steps, each written to a plain table.

The table knows no uniqueness: what is done twice is there twice. `KILL_AT` in the environment
names the moment at which the process kills itself, as hard as the machine would.
"""

from __future__ import annotations

import os
import signal
import time

from django.db import connection, transaction

from unionhall.casework.jobs import claim, runner
from unionhall.jobs import handlers, store

KIND = "test-ledger"
TABLE = "test_ledger"
POINTS = (
    "before-claim",
    "claimed",
    "begun",
    "step-begun",
    "step-written",
    "step-held",
    "step-committed",
    "before-renewing",
    "told",
    "relieving",
    "before-put-back",
    "put-back",
    "all-done",
    "before-finish",
    "finished",
)
# In the middle, so that something lies before and something after
STEP = 5


def die(point: str) -> None:
    if os.environ.get("KILL_AT") == point:
        os.kill(os.getpid(), signal.SIGKILL)


def make_table() -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"CREATE TABLE {TABLE} (job varchar(32), number integer)")


def drop_table() -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"DROP TABLE IF EXISTS {TABLE}")


def written(job_key: str) -> list[int]:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT number FROM {TABLE} WHERE job = %s ORDER BY number", [job_key])
        return [number for (number,) in cursor.fetchall()]


def ledger(job, beat):
    """As a real handler: goes on where the ledger ends, a step and the question whose job it is
    in one transaction."""
    die("begun")
    total, pause = job.values["steps"], job.values.get("pause", 0)
    done = max(written(job.key), default=0)
    if os.environ.get("KILL_AT", "").endswith("put-back") and done >= STEP:
        raise handlers.Later(0)
    for number in range(done + 1, total + 1):
        is_middle = number == STEP
        with transaction.atomic():
            if is_middle:
                die("step-begun")
            with connection.cursor() as cursor:
                cursor.execute(f"INSERT INTO {TABLE} VALUES (%s, %s)", [job.key, number])
            if is_middle:
                die("step-written")
            if "UNHELD" not in os.environ:
                beat.hold()
            if is_middle:
                die("step-held")
        if is_middle:
            die("step-committed")
        time.sleep(pause)
        if "UNHELD" not in os.environ:
            beat.progress(number, total)
        if is_middle:
            die("told")
        if is_middle and os.environ.get("KILL_AT", "").endswith("put-back"):
            raise handlers.Later(0)
    die("all-done")
    return {"rows": total}


def relieve() -> None:
    die("relieving")


def set_traps() -> None:
    """Moments inside of what runs the handler."""
    runner.EVERY = runner.RELIEF_EVERY = 0.0
    for place, name, before, after in (
        (store, "claim", "before-claim", "claimed"),
        (store, "put_back", "before-put-back", "put-back"),
        (claim, "finished", "before-finish", "finished"),
    ):
        setattr(place, name, _between(getattr(place, name), before, after))
    renew = store.renew

    def renewing(job, **more):
        if more["done"] == STEP:
            die("before-renewing")
        return renew(job, **more)

    store.renew = renewing


def _between(act, before, after):
    def trapped(*args, **more):
        die(before)
        came = act(*args, **more)
        die(after)
        return came

    return trapped


handlers.register(KIND, ledger, title="账本")
