"""What takes long is done by the worker: once, whole or not at all, and nobody changes the
application meanwhile."""

from __future__ import annotations

import pytest

from tests.factories.applications import fresh, task_of
from unionhall.casework import lengthy, lengthy_work
from unionhall.casework.hand_in import hand_in, keep
from unionhall.casework.jobs import notes, runner
from unionhall.casework.jobs.cancel import cancel
from unionhall.casework.lines import check
from unionhall.casework.lines.add import add_all
from unionhall.casework.lines.check import recheck
from unionhall.casework.lines.remove import remove
from unionhall.casework.refusals import Busy, Conflict, Invalid, NotYours, Refused
from unionhall.casework.submit import submit
from unionhall.jobs.handlers import Cancelled
from unionhall.jobs.models import Job, JobState
from unionhall.registers.models import Record


@pytest.fixture(autouse=True)
def six_are_many(monkeypatch):
    monkeypatch.setattr(lengthy, "AT_ONCE", 3)
    monkeypatch.setattr(lengthy, "EVERY", 0.0)
    monkeypatch.setattr(runner, "EVERY", 0.0)


def worked(aid) -> Job:
    runner.run(lambda: aid.now)
    return Job.objects.latest("pk")


def listed(aid, **more):
    case = aid.draft(**more)
    add_all(case.key, {}, by=aid.city.lin, now=aid.now)
    worked(aid)
    return fresh(case)


def test_choosing_all_is_asked_for_and_done_by_the_worker(aid):
    case = aid.draft()
    added = add_all(case.key, {}, by=aid.city.lin, now=aid.now, key="all")
    assert added.case.work
    assert fresh(case).line_count == 0
    job = worked(aid)
    assert job.state == JobState.DONE
    assert job.result == {"lines": 6, "added": 6, "there": 0, "locked": 0, "problems": []}
    assert fresh(case).line_count == 6
    assert lengthy.GIVEN not in job.values  # nobody needs it any more


def test_the_wish_is_kept_sealed(aid, monkeypatch):
    monkeypatch.setattr(lengthy, "AT_ONCE", -1)
    case = aid.draft()
    add_all(case.key, {}, "154", by=aid.city.lin, now=aid.now)
    job = Job.objects.get()
    assert "154" not in str(job.values[lengthy.GIVEN])
    assert lengthy.given_of(job)["q"] == "154"


def test_few_are_done_at_once(aid, monkeypatch):
    monkeypatch.setattr(lengthy, "AT_ONCE", 6)
    case = aid.listed()
    assert case.line_count == 6
    assert case.work == ""
    assert not Job.objects.exists()


def test_pressing_twice_asks_once(aid):
    case = aid.draft()
    for _ in range(2):
        again = add_all(case.key, {}, by=aid.city.lin, now=aid.now, key="all")
        assert again.case.work
    assert Job.objects.count() == 1


def test_nobody_changes_it_meanwhile(aid):
    case = aid.draft()
    add_all(case.key, {}, by=aid.city.lin, now=aid.now)
    with pytest.raises(Busy, match="being-worked-on"):
        remove(case.key, "all", by=aid.city.lin, now=aid.now)
    with pytest.raises(Busy):  # an old page is told the same, not who was first
        remove(case.key, "all", 0, by=aid.city.lin, now=aid.now)
    with pytest.raises(NotYours):
        remove(case.key, "all", by=aid.city.zhou, now=aid.now)
    worked(aid)
    assert remove(case.key, "all", by=aid.city.lin, now=aid.now)[1] == 6


def test_without_the_guard_it_would_be_changed(aid, monkeypatch):
    case = aid.draft()
    add_all(case.key, {}, by=aid.city.lin, now=aid.now)
    monkeypatch.setattr(lengthy, "is_busy", lambda case: False)
    remove(case.key, "all", by=aid.city.lin, now=aid.now)
    assert fresh(case).work == ""
    assert worked(aid).problem == "overtaken"  # and the worker leaves alone what was not asked


def test_what_is_wrong_with_the_wish_is_told_at_once(aid):
    case = listed(aid)
    with pytest.raises(Invalid) as told:
        submit(case.key, case.version, [], by=aid.city.lin, now=aid.now)
    assert told.value.problems
    assert Job.objects.count() == 1  # the one that chose them
    with pytest.raises(Conflict):
        recheck(case.key, 0, by=aid.city.lin, now=aid.now)


def test_the_whole_way_with_a_worker(aid):
    lin = aid.city.lin
    case = aid.materials(listed(aid))
    aid.submit(case)
    assert fresh(case).status == "draft"
    job = worked(aid)
    case = fresh(case)
    assert case.status == "in_progress"
    assert case.submitted_at == job.created_at  # the moment of the press
    for staff in (aid.city.chen, aid.city.su):
        aid.approve(case, staff)
        worked(aid)
    values = {"paid_amount": 36_000, "paid_on": "2026-11-20"}
    keep(case.key, "pay", values, by=lin, now=aid.now)
    with pytest.raises(Invalid):
        hand_in(case.key, "pay", by=lin, now=aid.now)
    aid.voucher(case)
    hand_in(case.key, "pay", by=lin, now=aid.now)
    worked(aid)
    task = task_of(fresh(case))
    aid.approve(case, aid.city.wu)
    assert Record.objects.filter(register="enrolment").count() == 0
    assert fresh(case).tasks.filter(pk=task.pk, done_at=None).exists()
    assert worked(aid).result == {"lines": 6}
    assert fresh(case).status == "completed"
    assert Record.objects.filter(register="enrolment", state="active").count() == 6


def test_refused_by_the_worker_is_told_and_leaves_nothing(aid):
    other, case = aid.materials(listed(aid)), aid.materials(listed(aid))
    aid.submit(case)
    assert worked(aid).result == {"lines": 6}
    # the same people are in the other application, which comes too late
    aid.submit(other)
    job = worked(aid)
    assert job.state == JobState.DONE
    assert job.result["refused"] == "submission"
    assert job.result["sentence"]
    assert job.result["problems"]
    other = fresh(other)
    assert other.status == "draft"
    assert other.number is None
    assert other.lines.filter(is_blocked=True).count() == 6  # the list shows whom


def test_killed_after_the_commit_it_is_not_done_twice(aid):
    case = aid.draft()
    add_all(case.key, {}, by=aid.city.lin, now=aid.now)
    job = Job.objects.get()
    lengthy_work.carry_out(job, Still())
    version = fresh(case).version
    assert lengthy_work.carry_out(job, Still()).result == {
        "lines": 6,
        "added": 0,
        "there": 0,
        "locked": 0,
        "problems": [],
    }
    assert fresh(case).version == version


def test_killed_in_the_middle_nothing_was_done(aid, monkeypatch):
    case = listed(aid)
    aid.materials(case)
    before = fresh(case).version
    aid.submit(case)

    class Killed(BaseException):
        pass

    def die(*_args, **_kwargs):
        raise Killed

    with monkeypatch.context() as patch:
        patch.setattr("unionhall.casework.submit.store_outcome", die)
        with pytest.raises(Killed):
            lengthy_work.carry_out(Job.objects.latest("pk"), Still())
    assert fresh(case).status == "draft"
    assert fresh(case).version == before + 1  # the press alone
    assert worked(aid).state == JobState.DONE
    assert fresh(case).status == "in_progress"


def test_stopped_before_its_turn_the_application_is_free(aid):
    case = aid.draft()
    add_all(case.key, {}, by=aid.city.lin, now=aid.now)
    job = Job.objects.get()
    cancel(job.key, by=aid.city.lin, now=aid.now)
    worked(aid)
    assert Job.objects.get().state == JobState.CANCELLED
    assert remove(case.key, "all", by=aid.city.lin, now=aid.now)[1] == 0
    assert fresh(case).work == ""


def test_stopped_in_the_middle_nothing_was_done(aid, monkeypatch):
    case = listed(aid)
    case = recheck(case.key, by=aid.city.lin, now=aid.now)
    job = Job.objects.latest("pk")
    cancelling = lambda *_: Job.objects.filter(pk=job.pk).update(is_cancel_asked=True)  # noqa: E731
    monkeypatch.setattr(notes, "put", cancelling)
    monkeypatch.setattr(check.line_store, "put_problems", lambda *_: pytest.fail("went on"))
    with pytest.raises(Cancelled):
        lengthy_work.carry_out(job, Still())


def test_how_far_it_is_can_be_seen_from_outside_the_transaction(aid, monkeypatch):
    case = listed(aid)
    recheck(case.key, by=aid.city.lin, now=aid.now)
    job, seen = Job.objects.latest("pk"), []
    put = notes.put
    monkeypatch.setattr(notes, "put", lambda *note: (put(*note), seen.append(notes.read(job))))
    lengthy_work.carry_out(job, Still())
    assert seen == [(6, 6)]
    assert notes.read(job) is None


def test_rights_are_asked_when_it_is_done(aid):
    case = listed(aid)
    aid.materials(case)
    aid.submit(case)
    case.starter = aid.city.zhou
    case.save(update_fields=["starter"])
    assert worked(aid).result["refused"] == "not-found"
    assert fresh(case).status == "draft"


def test_a_failed_one_may_be_asked_for_again(aid, monkeypatch):
    case = listed(aid)

    def broken(*_args, **_kwargs):
        raise RuntimeError

    recheck(case.key, by=aid.city.lin, now=aid.now)
    with monkeypatch.context() as patch:
        patch.setattr("unionhall.casework.lines.check._judged", broken)
        for minutes in range(8):
            aid.now  # noqa: B018 - a minute passes
            runner.run(lambda minutes=minutes: aid.now.replace(hour=minutes + 8))
    assert Job.objects.latest("pk").state == JobState.FAILED
    again = recheck(case.key, by=aid.city.lin, now=aid.now)
    assert again.work == Job.objects.latest("pk").key
    assert worked(aid).state == JobState.DONE


def test_a_verb_nobody_may_run_is_refused_as_ever(aid):
    case = listed(aid)
    with pytest.raises(Refused):
        add_all(case.key, {}, by=aid.city.zhou, now=aid.now)
    assert not fresh(case).work or Job.objects.latest("pk").state == JobState.DONE


class Still:
    """A beat that nobody watches."""

    def progress(self, done, total=None):
        pass

    def alive(self):
        pass

    def hold(self):
        pass
