"""Two workers with the same job of an application, as after a lease that ran out: done once.

The control leaves out the key of the job: then both do it.
"""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connections

from tests.casework.lines.test_lengthy import Still
from tests.factories.applications import fresh
from tests.factories.enrolment import enlist, open_aid
from unionhall.casework import lengthy, lengthy_work
from unionhall.casework.jobs import runner
from unionhall.casework.lines.check import recheck
from unionhall.jobs.models import Job

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def asked(city, monkeypatch):
    monkeypatch.setattr(lengthy, "AT_ONCE", 3)
    aid = open_aid(city)
    enlist(city.software_union, range(6))
    case = aid.listed()
    runner.run(lambda: aid.now)
    recheck(case.key, by=city.lin, now=aid.now)
    return fresh(case), Job.objects.latest("pk")


def both(job):
    def act(_: int) -> object:
        try:
            return lengthy_work.carry_out(job, Still())
        finally:
            connections.close_all()

    with ThreadPoolExecutor(2) as pool:
        return list(pool.map(act, range(2)))


def test_it_is_done_once(asked):
    case, job = asked
    assert [one.result for one in both(job)] == [{"lines": 6}] * 2
    assert fresh(case).version == case.version + 1


def test_without_the_key_it_is_done_twice(asked, monkeypatch):
    case, job = asked
    verb = lengthy_work.VERBS[job.values["verb"]]
    careless = {job.values["verb"]: lambda *args, key, **given: verb(*args, **given)}
    monkeypatch.setattr(lengthy_work, "VERBS", careless)
    both(job)
    assert fresh(case).version == case.version + 2
