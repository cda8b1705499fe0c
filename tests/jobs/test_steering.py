"""Stopping a job, and taking it up again."""

from __future__ import annotations

import pytest
from django.db import transaction

from tests.jobs.conftest import NOW, state
from tests.jobs.test_leases import AFTER_THE_LEASE, die, take
from unionhall.audit.models import AuditEntry
from unionhall.casework.jobs import runner
from unionhall.casework.jobs.cancel import cancel
from unionhall.casework.jobs.repeat import again, repeat
from unionhall.casework.refusals import NotYours, Refused
from unionhall.jobs import handlers
from unionhall.jobs.models import JobState
from unionhall.people.models import User


@pytest.mark.django_db
def test_cancelled_while_it_waits_it_never_runs(kind, ask, clerk, time):
    ran = []
    job = ask(kind(lambda job, beat: ran.append(1)))
    cancel(job.key, by=clerk, now=NOW)
    runner.run(time)
    assert (state(job)[0], job.ended_at, ran) == (JobState.CANCELLED, NOW, [])
    with pytest.raises(Refused, match="job-over"):
        cancel(job.key, by=clerk, now=NOW)
    entries = AuditEntry.objects.filter(kind="job", about=f"job:{job.key}")
    assert [entry.values for entry in entries] == [{"deed": "cancelled"}]


@pytest.mark.django_db
def test_cancelled_while_it_runs_it_stops_at_the_next_step(kind, ask, clerk, time):
    def handler(job, beat):
        for step in (1, 2, 3):
            if step == 2:
                cancel(job.key, by=clerk, now=NOW)
            beat.progress(step, 3)

    job = ask(kind(handler))
    runner.run(time)
    assert state(job) == (JobState.CANCELLED, 1, 0)


@pytest.mark.django_db
def test_cancelled_inside_a_step_that_step_is_rolled_back(kind, ask, clerk, time):
    def handler(job, beat):
        cancel(job.key, by=clerk, now=NOW)
        with transaction.atomic():
            User.objects.create(username="of the step")
            beat.hold()

    job = ask(kind(handler))
    runner.run(time)
    assert state(job)[0] == JobState.CANCELLED
    assert not User.objects.filter(username="of the step").exists()


@pytest.mark.django_db
def test_cancelled_after_its_worker_died_it_ends(kind, ask, clerk):
    job = ask(kind(lambda job, beat: None))
    die()
    cancel(job.key, by=clerk, now=NOW)
    assert state(job)[0] == JobState.RUNNING
    assert take(NOW + AFTER_THE_LEASE) is None
    assert state(job)[0] == JobState.CANCELLED


@pytest.mark.django_db
def test_cancelled_just_before_it_is_put_back_it_does_not_wait_for_hours(kind, ask, clerk, time):
    def handler(job, beat):
        cancel(job.key, by=clerk, now=NOW)
        raise handlers.Later(9 * 3600)

    job = ask(kind(handler))
    runner.run(time)
    assert state(job)[0] == JobState.CANCELLED


@pytest.mark.django_db
def test_a_cancelled_job_goes_on_where_it_stood(kind, ask, clerk, time):
    def handler(job, beat):
        for step in range(job.done + 1, 4):
            if step == 2 and job.tries == 1:
                cancel(job.key, by=clerk, now=NOW)
            beat.progress(step, 3)

    job = ask(kind(handler))
    runner.run(time)
    assert state(job) == (JobState.CANCELLED, 1, 0)
    repeat(job.key, by=clerk, now=NOW)
    with pytest.raises(Refused, match="job-not-over"):
        repeat(job.key, by=clerk, now=NOW)
    runner.run(time)
    assert state(job) == (JobState.DONE, 3, 0)
    with pytest.raises(Refused, match="job-not-over"):
        repeat(job.key, by=clerk, now=NOW)


@pytest.mark.django_db
def test_what_is_done_can_be_taken_up_anew_by_a_verb(kind, ask, time):
    job = ask(kind(lambda job, beat: beat.progress(3, 3)))
    assert again(job, now=NOW) is False
    runner.run(time)
    assert again(job, now=NOW) is True
    assert state(job) == (JobState.WAITING, 0, 0)
    runner.run(time)
    assert (state(job)[0], job.tries) == (JobState.DONE, 2)


@pytest.mark.django_db
def test_what_needs_a_file_that_is_gone_is_not_repeated(kind, ask, clerk, time):
    job = ask(kind(lambda job, beat: None), file_name="名单.xlsx")
    cancel(job.key, by=clerk, now=NOW)
    with pytest.raises(Refused, match="file-gone"):
        repeat(job.key, by=clerk, now=NOW)


@pytest.mark.django_db
def test_others_jobs_are_not_there(kind, ask):
    other = User.objects.create(username="other")
    job = ask(kind(lambda job, beat: None))
    for verb in (cancel, repeat):
        for key in (job.key, "nothing", "\x00", "x" * 99, ""):
            with pytest.raises(NotYours):
                verb(key, by=other, now=NOW)
    assert state(job)[0] == JobState.WAITING


@pytest.mark.django_db
def test_the_occasion_is_free_again_when_the_job_has_ended(kind, ask, clerk):
    name = kind(lambda job, beat: None)
    first = ask(name, dedupe="monday")
    cancel(first.key, by=clerk, now=NOW)
    assert ask(name, dedupe="monday").key != first.key
