"""One run of the worker: what it takes, how a job ends, what is tried again."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.jobs.conftest import NOW, state
from unionhall.casework.jobs import claim, runner
from unionhall.casework.jobs.enqueue import KEEP
from unionhall.casework.sentences import refused
from unionhall.jobs import handlers, selectors
from unionhall.jobs.models import Job, JobState
from unionhall.people.models import User

pytestmark = pytest.mark.django_db


def test_a_job_is_done_once_and_keeps_what_came_of_it(kind, ask, time):
    calls = []

    def handler(job, beat):
        calls.append(job.values)
        beat.progress(3, 3)
        return {"rows": 3}

    job = ask(kind(handler), values={"list": "all"}, about="people")
    assert runner.run(time) is False
    assert runner.run(time) is False
    assert calls == [{"list": "all"}]
    assert state(job) == (JobState.DONE, 3, 0)
    assert (job.total, job.result, job.tries, job.run_at) == (3, {"rows": 3}, 1, None)
    assert (job.started_at, job.ended_at) == (NOW, NOW)


def test_asked_twice_for_the_same_occasion_is_once(kind, ask):
    name = kind(lambda job, beat: None)
    first = ask(name, dedupe="monday")
    assert ask(name, dedupe="monday").pk == first.pk
    assert ask(name, dedupe="tuesday").pk != first.pk
    assert ask(name).pk != ask(name).pk


def test_nothing_is_taken_before_its_time(kind, ask, time):
    job = ask(kind(lambda job, beat: None), run_at=NOW + timedelta(minutes=5))
    runner.run(time)
    assert state(job)[0] == JobState.WAITING
    time.passes(minutes=5)
    runner.run(time)
    assert state(job)[0] == JobState.DONE


def test_what_fails_is_tried_again_after_longer_and_longer_pauses_then_dead(kind, ask, time):
    def handler(job, beat):
        raise ZeroDivisionError

    job = ask(kind(handler))
    for failures, pause in enumerate(claim.PAUSES, start=1):
        runner.run(time)
        runner.run(time)
        assert state(job) == (JobState.WAITING, 0, failures)
        assert job.run_at == time() + pause
        assert job.problem == "ZeroDivisionError"
        time.now = job.run_at
    runner.run(time)
    assert state(job) == (JobState.FAILED, 0, 4)
    assert list(selectors.dead()) == [job]
    time.passes(days=9)
    runner.run(time)
    assert job.tries == 4


def test_progress_forgives_failures(kind, ask, time):
    """An import of a hundred steps may fail at many of them, as long as it gets on."""

    def handler(job, beat):
        beat.progress(job.done + 1, 9)
        if job.done < 9:
            raise OSError

    job = ask(kind(handler))
    for _ in range(9):
        runner.run(time)
        time.passes(minutes=1)
    assert state(job) == (JobState.DONE, 9, 0)


def test_going_over_the_same_again_is_no_progress(kind, ask, time):
    def handler(job, beat):
        beat.progress(5, 9)
        raise OSError

    job = ask(kind(handler))
    for _ in range(len(claim.PAUSES) + 2):
        runner.run(time)
        time.passes(hours=1)
    assert state(job)[0] == JobState.FAILED


def test_a_poisoned_job_does_not_stop_the_others(kind, ask, time):
    def poison(job, beat):
        raise RuntimeError

    poisoned = [ask(kind(poison, "poison")) for _ in range(3)]
    good = ask(kind(lambda job, beat: {"ok": True}, "good"))
    assert runner.run(time) is False
    assert state(good)[0] == JobState.DONE
    assert {state(one)[0] for one in poisoned} == {JobState.WAITING}


def test_a_refusal_and_giving_up_are_final(kind, ask, time):
    def refuse(job, beat):
        raise refused("not-offered")

    def give_up(job, beat):
        raise handlers.GiveUp("unreadable")

    jobs = [ask(kind(refuse)), ask(kind(give_up))]
    runner.run(time)
    assert [state(job)[0] for job in jobs] == [JobState.FAILED] * 2
    assert [job.problem for job in jobs] == ["not-offered", "unreadable"]


def test_later_is_no_failure(kind, ask, time):
    def handler(job, beat):
        if job.tries < 20:
            raise handlers.Later(60)

    job = ask(kind(handler))
    for _ in range(20):
        runner.run(time)
        time.passes(seconds=60)
    assert state(job) == (JobState.DONE, 0, 0)


def test_a_job_of_an_unknown_kind_is_left_for_a_worker_that_knows_it(ask, time):
    job = ask("of-the-next-version")
    assert runner.run(time) is False
    assert state(job)[0] == JobState.WAITING


def test_two_handlers_for_one_kind_are_a_mistake(kind):
    name = kind(lambda job, beat: None)
    with pytest.raises(ValueError, match="two handlers"):
        handlers.register(name, lambda job, beat: None)


def test_the_longest_share_ends_when_others_wait(kind, ask, time, monkeypatch):
    monkeypatch.setattr(runner, "SLICE", 0.0)
    order = []

    def long(job, beat):
        for step in range(job.done + 1, 4):
            order.append(f"long {step}")
            time.passes(seconds=1)
            beat.progress(step, 3)

    def short(job, beat):
        order.append("short")

    job = ask(kind(long))
    time.passes(seconds=1)
    ask(kind(short))
    runner.run(time)
    assert order == ["long 1", "short", "long 2", "long 3"]
    assert state(job) == (JobState.DONE, 3, 0)


def test_alone_a_job_is_never_interrupted(kind, ask, time, monkeypatch):
    monkeypatch.setattr(runner, "SLICE", 0.0)

    def long(job, beat):
        for step in range(9):
            beat.progress(step, 9)

    job = ask(kind(long))
    runner.run(time)
    assert (state(job)[0], job.tries) == (JobState.DONE, 1)


def test_messages_go_out_while_a_job_works(kind, ask, time, monkeypatch):
    monkeypatch.setattr(runner, "RELIEF_EVERY", 0.0)
    relieved = []

    def relief():
        relieved.append(Job.objects.get().done)
        raise OSError  # is logged, and harms nobody

    def long(job, beat):
        for step in (1, 2, 3):
            beat.progress(step, 3)

    job = ask(kind(long))
    runner.run(time, relief=relief)
    assert relieved == [1, 2, 3]
    assert state(job)[0] == JobState.DONE


def test_only_the_platform_takes_jobs(clerk, kind, ask):
    ask(kind(lambda job, beat: None))
    with pytest.raises(PermissionError):
        claim.claim(by=clerk, now=NOW)
    assert claim.claim(by=User.objects.system(), now=NOW) is not None


def test_a_file_that_was_made_takes_the_place_and_has_its_end(kind, ask, time):
    made = handlers.Done({"rows": 1}, "名单.xlsx", "ab/cd.sealed")
    job = ask(kind(lambda job, beat: made))
    runner.run(time)
    job.refresh_from_db()
    assert (job.file_name, job.stored_name) == ("名单.xlsx", "ab/cd.sealed")
    assert job.expires_at == NOW + KEEP
