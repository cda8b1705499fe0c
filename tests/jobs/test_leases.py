"""Whose a job is: two workers at once, leases that run out, clocks that jump."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import transaction

from tests.jobs.conftest import NOW, Time, state
from tests.people.together import together
from unionhall.casework.jobs import claim, runner
from unionhall.jobs import handlers, store
from unionhall.jobs.models import Job, JobState
from unionhall.people.models import User

PARALLEL = 8
AFTER_THE_LEASE = claim.LEASE + timedelta(seconds=1)


def take(now=NOW) -> Job | None:
    return claim.claim(by=User.objects.system(), now=now)


def die(now=NOW) -> Job:
    """A worker takes it, and is never heard of again."""
    taken = take(now)
    assert taken is not None
    return taken


# Two workers


@pytest.mark.django_db(transaction=True)
def test_taken_by_many_at_once_each_job_is_taken_once(kind, ask):
    name = kind(lambda job, beat: None)
    jobs = {ask(name).key for _ in range(20)}

    def all_of_one(_: int) -> list[str]:
        found = []
        while (job := take()) is not None:
            found.append(job.key)
        return found

    taken = [key for keys in together(PARALLEL, all_of_one) for key in keys]
    assert sorted(taken) == sorted(jobs)
    assert set(Job.objects.values_list("tries", flat=True)) == {1}


@pytest.mark.django_db(transaction=True)
def test_control_without_the_comparison_a_job_is_taken_by_many(kind, ask, monkeypatch):
    ask(kind(lambda job, beat: None))

    def naive(job: Job, *, until, now) -> bool:
        Job.objects.filter(pk=job.pk).update(state=JobState.RUNNING, run_at=until)
        return True

    monkeypatch.setattr(store, "claim", naive)
    seen = list(claim._due(NOW))
    assert len(seen) == 1
    # both looked before either wrote, as happens between two processes
    monkeypatch.setattr(claim, "_due", lambda now: seen)
    assert len([job for job in together(PARALLEL, lambda _: take()) if job]) == PARALLEL


@pytest.mark.django_db(transaction=True)
def test_asked_by_many_at_once_it_is_one_job(kind, ask):
    name = kind(lambda job, beat: None)
    keys = set(together(PARALLEL, lambda _: ask(name, dedupe="once").key))
    assert len(keys) == Job.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_two_runners_at_once_do_everything_once(kind, ask, time):
    done = []
    name = kind(lambda job, beat: done.append(job.key))
    jobs = [ask(name).key for _ in range(12)]
    together(4, lambda _: runner.run(time))
    assert sorted(done) == sorted(jobs)
    assert {job.state for job in Job.objects.all()} == {JobState.DONE}


# A lease that ran out


@pytest.mark.django_db
def test_nobody_takes_it_before_the_lease_ends(kind, ask):
    ask(kind(lambda job, beat: None))
    die()
    assert take(NOW + claim.LEASE - timedelta(seconds=1)) is None
    assert take(NOW + AFTER_THE_LEASE).tries == 2


@pytest.mark.django_db
def test_who_lost_the_lease_can_write_nothing_any_more(kind, ask):
    system = User.objects.system()
    job = ask(kind(lambda job, beat: None))
    slow = die()
    quick = take(NOW + AFTER_THE_LEASE)
    at = {"by": system, "now": NOW + AFTER_THE_LEASE}
    with pytest.raises(handlers.Lost):
        claim.renew(slow, done=5, total=9, **at)
    with pytest.raises(handlers.Lost):
        claim.hold(slow, by=system)
    assert not claim.finished(slow, handlers.Done({"who": "slow"}), **at)
    assert not claim.failed(slow, "slow", **at)
    assert not claim.put_back(slow, wait=timedelta(), **at)
    assert not claim.stopped(slow, **at)
    assert state(job) == (JobState.RUNNING, 0, 1)
    assert claim.finished(quick, handlers.Done({"who": "quick"}), **at)
    job.refresh_from_db()
    assert job.result == {"who": "quick"}


@pytest.mark.django_db
def test_a_runner_that_lost_its_job_stops_at_the_next_beat(kind, ask, time):
    steps = []

    def handler(job, beat):
        if job.tries > 1:
            steps.append("other")
            return
        for step in (1, 2, 3):
            steps.append(step)
            if step == 2:
                time.passes(minutes=5)
                runner.run(time)
            beat.progress(step, 3)

    job = ask(kind(handler))
    runner.run(time)
    assert steps == [1, 2, "other"]
    assert (state(job)[0], job.tries) == (JobState.DONE, 2)


@pytest.mark.django_db(transaction=True)
def test_a_step_that_holds_the_job_is_not_written_by_who_lost_it(kind, ask):
    """The step and the question whose job it is are one transaction."""
    system = User.objects.system()
    ask(kind(lambda job, beat: None))
    slow = die()
    take(NOW + AFTER_THE_LEASE)

    @transaction.atomic
    def step() -> None:
        User.objects.create(username="written by the slow one")
        claim.hold(slow, by=system)

    with pytest.raises(handlers.Lost):
        step()
    assert not User.objects.filter(username="written by the slow one").exists()


@pytest.mark.django_db
def test_what_takes_its_workers_with_it_is_dead_after_a_few(kind, ask):
    """Out of memory, a crash of the interpreter: no exception tells of it."""
    job, now = ask(kind(lambda job, beat: None)), NOW
    for _ in range(len(claim.PAUSES) + 1):
        die(now)
        now += AFTER_THE_LEASE
    assert take(now) is None
    job.refresh_from_db()
    assert (job.state, job.problem) == (JobState.FAILED, "worker-lost")


# Clocks


@pytest.mark.django_db
def test_a_clock_put_back_does_not_keep_a_new_job_waiting(kind, ask, time):
    job = ask(kind(lambda job, beat: None))
    runner.run(Time(NOW - timedelta(hours=3)))
    assert state(job)[0] == JobState.DONE


@pytest.mark.django_db
def test_a_clock_put_back_does_not_make_a_lease_last(kind, ask):
    ask(kind(lambda job, beat: None))
    die()
    assert take(NOW - timedelta(hours=3)).tries == 2


@pytest.mark.django_db
def test_a_clock_put_forward_takes_the_job_from_nobody_who_still_beats(kind, ask, time):
    """The other one takes it early, and only one of them writes."""
    system = User.objects.system()
    job = ask(kind(lambda job, beat: None))
    first = die()
    second = take(NOW + timedelta(days=1))
    assert second.tries == 2
    with pytest.raises(handlers.Lost):
        claim.renew(first, done=1, total=2, by=system, now=NOW)
    claim.renew(second, done=1, total=2, by=system, now=NOW + timedelta(days=1))
    assert state(job) == (JobState.RUNNING, 1, 0)
