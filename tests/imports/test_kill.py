"""kill -9 of a worker that imports, at named points and random moments: nothing lost, nothing
doubled (I9). On both databases."""

from __future__ import annotations

import io
import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import suppress
from typing import Any

import pytest

from tests.factories.workbooks import (
    MEMBERS,
    NOW,
    ROSTER,
    Desk,
    consents_of,
    header,
    member,
    open_desk,
    person,
    workbook,
)
from tests.imports.nursery import POINTS
from tests.jobs.processes import ROOT, environment
from unionhall.casework.imports.start import start
from unionhall.casework.jobs import claim
from unionhall.definitions import selectors as definitions
from unionhall.imports import selectors
from unionhall.imports.models import ImportRow, RowState
from unionhall.jobs.models import Job, JobState
from unionhall.people.models import IdentityDocument, Membership, PersonChange
from unionhall.registers.models import Record, RecordChange

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]
KILLED = -signal.SIGKILL
LATER = int(claim.LEASE.total_seconds()) + 1
MOMENTS = 30


@pytest.fixture
def desk(city, settings, tmp_path) -> Desk:
    settings.STORAGES = settings.STORAGES | {
        "jobs": {
            "BACKEND": "django.core.files.storage.FileSystemStorage",
            "OPTIONS": {"location": str(tmp_path / "jobs")},
        }
    }
    return open_desk(city)


class Nursery:
    """Workers on the database and the files of this test."""

    def __init__(self, folder: Any, **more: str) -> None:
        places = {"VAR_DIR": str(folder), "IDENTITY_GATEWAY": "fake: ok", "IDENTITY_RATE": "3"}
        self.process = subprocess.Popen(
            [sys.executable, "-m", "tests.imports.nursery"],
            cwd=ROOT,
            env=environment(**places, **more),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        assert self.hear() == "ready"

    def hear(self) -> str:
        assert self.process.stdout is not None
        return self.process.stdout.readline().strip()

    def begin(self, ahead: int, point: str = "-") -> int:
        assert self.process.stdin is not None
        self.process.stdin.write(f"work {ahead} {point}\n")
        self.process.stdin.flush()
        return int(self.hear())

    def end(self) -> int:
        return int(self.hear())


@pytest.fixture
def nursery(tmp_path) -> Iterator[Nursery]:
    found = Nursery(tmp_path)
    yield found
    assert found.process.stdin is not None
    assert found.process.stdout is not None
    found.process.stdin.close()
    found.process.wait(20)
    found.process.stdout.close()


def hand_in(desk: Desk, key: str, rows: list[dict[str, Any]], head: Any = None) -> Job:
    data = io.BytesIO(workbook(definitions.import_(key), rows, head))
    common = {"file_name": "名单.xlsx", "consents": consents_of(key)}
    return start(key, desk.union.key, data, **common, by=desk.lin, now=NOW)


def roster_rows(first: int) -> list[dict[str, Any]]:
    """Twelve: passports nobody is asked about, numbers that are, two wrong ones."""
    rows = [person(first + n) for n in range(12)]
    for n in (1, 4, 7, 10):
        rows[n] |= {"document_kind": "护照", "document_no": f"E{first + n:07d}"}
    rows[2]["mobile"] = rows[8]["mobile"] = "12"
    return rows


def check_roster(desk: Desk, job: Job, first: int, point: str) -> None:
    job.refresh_from_db()
    assert job.state == JobState.DONE, point
    counts = selectors.counts(job)
    assert (counts.total, counts.created, counts.rejected) == (12, 10, 2), point
    assert counts.is_balanced, point
    numbers = ImportRow.objects.filter(job=job, number__gt=0).values_list("number", flat=True)
    assert sorted(numbers) == list(range(3, 15)), point
    mine = RecordChange.objects.filter(case_number=job.key)
    assert mine.count() == 10, point
    assert mine.values("record").distinct().count() == 10, point
    assert job.result["counts"]["created"] == 10, point


def test_killed_at_any_point_the_next_worker_goes_on(desk, nursery):
    """One workbook per point, each of other people; killed once, then finished."""
    for place, point in enumerate(POINTS):
        first, ahead = 100 * (place + 1), place * 4 * LATER
        job = hand_in(desk, ROSTER, roster_rows(first))
        nursery.begin(ahead, point)
        assert nursery.end() == KILLED, f"nobody came by {point}"
        nursery.begin(ahead + LATER)
        assert nursery.end() == 0, point
        check_roster(desk, job, first, point)
    assert Record.objects.filter(register="roster").count() == 10 * len(POINTS)


def test_killed_at_random_moments_everybody_is_a_member_once(desk, nursery):
    """Nobody knows what the worker does when it is hit."""
    dice, count = random.Random(20261121), 450
    changes = PersonChange.objects.count()
    rows = [member(n, **({"mobile": "1"} if n % 9 == 0 else {})) for n in range(count)]
    job = hand_in(desk, MEMBERS, rows, header(desk.union))
    for moment in range(MOMENTS):
        worker = nursery.begin(moment * LATER)
        if moment % 3:  # the others may die before they have done anything
            see_progress(job)
        time.sleep(dice.uniform(0.0, 0.3))
        with suppress(ProcessLookupError):  # it was quicker and is done
            os.kill(worker, signal.SIGKILL)
        nursery.end()
    for moment in range(MOMENTS, MOMENTS + 3):
        nursery.begin(moment * LATER)
        assert nursery.end() == 0
    job.refresh_from_db()
    assert (job.state, job.problem) == (JobState.DONE, "")
    counts = selectors.counts(job)
    assert (counts.total, counts.created, counts.rejected) == (count, 400, 50)
    made = Membership.objects.filter(source="批量采集")
    assert made.count() == made.values("person").distinct().count() == 400
    assert made.values("number").distinct().count() == 400
    assert IdentityDocument.objects.filter(person__memberships__in=made).count() == 400
    assert Record.objects.filter(register="member-card").count() == 400
    assert PersonChange.objects.count() - changes == 800
    assert job.tries > 5, "it was hardly ever hit while it worked"


def see_progress(job: Job) -> None:
    before, end = progress_of(job), time.monotonic() + 20
    while progress_of(job) == before and time.monotonic() < end:
        time.sleep(0.01)


def progress_of(job: Job) -> tuple[int, str]:
    found = Job.objects.get(pk=job.pk)
    return found.done, found.state if found.state == JobState.DONE else ""


def test_two_workers_on_one_import_write_each_row_once(desk, nursery, tmp_path):
    """A lease that ran out too early: the clock of the second is ahead."""
    job = hand_in(desk, MEMBERS, [member(n) for n in range(60)], header(desk.union))
    other = Nursery(tmp_path)
    other.begin(0)
    end = time.monotonic() + 20
    while not ImportRow.objects.filter(state=RowState.CREATED).exists() and time.monotonic() < end:
        time.sleep(0.02)
    nursery.begin(LATER)
    nursery.end()
    other.end()
    assert other.process.stdin is not None
    other.process.stdin.close()
    other.process.wait(20)
    job.refresh_from_db()
    assert job.state == JobState.DONE
    assert Membership.objects.filter(source="批量采集").count() == 60
    assert RecordChange.objects.filter(record__register="member-card").count() == 60
