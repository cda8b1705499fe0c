"""Long answers: stored at once, applied by the worker in steps, each verdict once."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from permissions import grants
from tests.casework.outside import long
from tests.casework.outside.long import NOW, PEOPLE, Beat, bring, paid, states, the_job, told
from tests.casework.outside.small import dispatch_of, lines_of
from tests.factories.applications import fresh
from unionhall.audit.models import AuditEntry
from unionhall.cases import selectors, store
from unionhall.cases.models import Dispatch, DispatchAnswer
from unionhall.casework import refusals
from unionhall.casework.jobs import files, runner
from unionhall.casework.jobs.cancel import cancel
from unionhall.casework.jobs.enqueue import enqueue
from unionhall.casework.outside import carry_on, reading, send
from unionhall.casework.outside.arriving import FILE, Received
from unionhall.casework.outside.reading import LineAnswer, OutsideAnswer
from unionhall.casework.withdraw import withdraw
from unionhall.jobs.models import Job, JobState
from unionhall.people.models import User

pytestmark = pytest.mark.django_db


@pytest.fixture
def case(office, settings, tmp_path, monkeypatch):
    settings.MEDIA_ROOT = tmp_path
    settings.STORAGES = settings.STORAGES | {
        "jobs": {
            "BACKEND": "django.core.files.storage.FileSystemStorage",
            "OPTIONS": {"location": str(tmp_path / "jobs")},
        }
    }
    long.make_short(monkeypatch)
    return long.waiting_case(office)


def work(ahead: float = 0) -> None:
    now = NOW + timedelta(seconds=ahead)
    while runner.run(lambda: now):
        pass


def kinds(case):
    return [one.kind for one in selectors.journal(fresh(case))]


@pytest.mark.row("S1-25", "S1-26")
def test_it_is_stored_first_and_then_applied_by_the_worker(case):
    came = bring(told(case, no=2))
    assert (came.is_pending, came.done, came.total) == (True, 0, PEOPLE)
    assert set(states(case)) == {"open"}
    work()
    assert states(case) == ["failed"] * 2 + ["passed"] * 10
    assert lines_of(case)[0].reason == "不符"
    assert paid() == 10
    assert fresh(case).stage == "last"
    assert dispatch_of(case).state == Dispatch.State.ANSWERED
    entry = selectors.last_entry(fresh(case), ["answered"])
    assert entry.values == {"round": 1, "passed": 10, "failed": 2}
    assert AuditEntry.objects.filter(kind="outside").count() == 1
    job = the_job()
    assert (job.state, job.done, job.total) == (JobState.DONE, PEOPLE, PEOPLE)
    assert job.result == {"passed": 10, "failed": 2, "ignored": 0, "unknown": 0}
    assert "lines" not in DispatchAnswer.objects.get().values


def test_what_lies_there_is_sealed(case):
    bring(told(case, no=PEOPLE))
    name = the_job().stored_name
    raw = files.storage().open(name).read()
    assert "不符".encode() not in raw
    assert lines_of(case)[0].key.encode() not in raw
    assert "不符".encode() in b"".join(files.pieces(name))


def test_the_same_again_tells_how_far_it_is_and_then_what_became_of_it(case):
    bring(told(case, no=2))
    again = bring(told(case, no=2))
    assert (again.is_pending, again.is_repeated) == (True, True)
    assert (Job.objects.count(), DispatchAnswer.objects.count()) == (1, 1)
    assert len(stored()) == 1
    work()
    late = bring(told(case, no=2))
    assert (late.is_pending, late.is_repeated) == (False, True)
    assert (late.passed, late.failed, late.ignored) == (10, 2, 0)
    assert paid() == 10
    assert kinds(case).count("answered") == 1


def stored():
    try:
        folders, _ = files.storage().listdir("")
    except FileNotFoundError:
        return []
    return [name for folder in folders for name in files.storage().listdir(folder)[1]]


def test_it_goes_on_where_it_was_left_off(case):
    bring(told(case))

    class Dead(BaseException):
        """As a worker that is gone: nothing after it is done."""

    def die(steps):
        if steps == 2:
            raise Dead

    with pytest.raises(Dead):
        carry_on.carry_on(the_job(), Beat(die))
    assert states(case).count("passed") == paid() == 5
    beat = Beat()
    result = carry_on.carry_on(the_job(), beat)
    assert beat.steps == [(5, PEOPLE), (10, PEOPLE), (PEOPLE, PEOPLE)]
    assert result["passed"] == paid() == PEOPLE
    assert carry_on.carry_on(the_job(), Beat())["passed"] == paid() == PEOPLE
    assert kinds(case).count("answered") == 1


def test_the_first_word_stands_whichever_answer_is_done_first(case):
    bring(told(case, "a"))
    bring(told(case, "b", no=PEOPLE))
    first, second = Job.objects.order_by("id")
    # the second is through with five lines, then the first with all, then the second goes on
    one_step = Beat(lambda steps: steps == 2 and carry_on.carry_on(first, Beat()))
    result = carry_on.carry_on(second, one_step)
    assert states(case) == ["failed"] * 5 + ["passed"] * 7
    assert (result["failed"], result["ignored"], paid()) == (5, 7, 7)
    a, b = DispatchAnswer.objects.order_by("id")
    assert [(one.applied, one.ignored) for one in (a, b)] == [(7, 5), (5, 7)]
    assert not b.values["is_late"]
    assert fresh(case).stage == "last"
    assert AuditEntry.objects.filter(kind="outside").count() == 2


def test_a_short_answer_between_the_steps_is_taken_at_once(case):
    bring(told(case, "long"))
    last = lines_of(case)[-1:]

    def between(steps):
        if steps == 2:
            assert bring(told(case, "short", lines=last, no=1)).failed == 1

    result = carry_on.carry_on(the_job(), Beat(between))
    assert states(case) == ["passed"] * 11 + ["failed"]
    assert (result["passed"], result["ignored"]) == (11, 1)
    assert fresh(case).stage == "last"


def test_lines_nobody_sent_and_lines_said_twice_are_counted(case):
    lines = lines_of(case)
    strangers = tuple(LineAnswer(f"stranger-{n}", True) for n in range(60))
    whole = told(case, lines=[*lines, *lines[:2]])
    bring(OutsideAnswer(whole.dispatch, "a", (*whole.lines, *strangers)))
    work()
    said = bring(OutsideAnswer(whole.dispatch, "a", (*whole.lines, *strangers)))
    assert (said.passed, said.ignored, len(said.unknown)) == (PEOPLE, 2, 50)
    assert the_job().result["unknown"] == 60
    assert DispatchAnswer.objects.get().ignored == 62


def test_taken_back_half_way_what_was_done_stays_done(case, office):
    bring(told(case))

    def between(steps):
        if steps == 2:
            withdraw(case.key, by=office.city.lin, now=NOW)

    carry_on.carry_on(the_job(), Beat(between))
    assert fresh(case).status == "withdrawn"
    assert set(states(case)) == {"open"}  # as always when a case is taken back
    assert paid() == 5
    kept = DispatchAnswer.objects.get()
    assert (kept.applied, kept.ignored, kept.is_pending) == (5, 7, False)
    assert kinds(case)[-1] == "answered_late"


def test_taken_back_before_nothing_is_taken(case, office):
    withdraw(case.key, by=office.city.lin, now=NOW)
    assert bring(told(case)).is_pending
    work()
    assert set(states(case)) == {"open"}
    again = bring(told(case))
    assert (again.is_late, again.ignored) == (True, PEOPLE)


def test_what_failed_is_taken_up_by_the_same_answer_again(case, monkeypatch):
    bring(told(case))
    real, count = carry_on.apply, []

    def refuse(*args, **more):
        count.append(1)
        if len(count) == 2:
            raise refusals.Refused("quota", "名额已满。")
        return real(*args, **more)

    monkeypatch.setattr(carry_on, "apply", refuse)
    work()
    assert (the_job().state, the_job().problem) == (JobState.FAILED, "quota")
    assert paid() == 5
    again = bring(told(case))
    assert (again.is_pending, again.done, again.passed) == (True, 5, 5)
    assert the_job().state == JobState.WAITING
    work()
    assert paid() == PEOPLE
    assert fresh(case).stage == "last"


def test_the_file_may_be_gone_then_the_one_that_came_now_is_used(case, monkeypatch):
    bring(told(case))
    files.delete(the_job().stored_name)
    work()
    assert the_job().problem == "file-gone"
    Job.objects.update(stored_name="", expires_at=None)
    bring(told(case))
    work()
    assert paid() == PEOPLE
    assert Job.objects.order_by("id").last().state == JobState.DONE


def test_what_somebody_stopped_is_not_begun_again_from_outside(case):
    bring(told(case))
    cancel(the_job().key, by=User.objects.system(), now=NOW)
    with pytest.raises(refusals.Refused) as caught:
        bring(told(case))
    assert caught.value.code == "answer-stopped"
    assert len(stored()) == 1
    assert bring(told(case, "rest")).is_pending


def test_who_lost_the_right_meanwhile_applies_nothing(case, office):
    by = office.city.su
    bring(told(case), source=FILE, by=by)
    assert grants.revoke(by, "disburse_preparatory_fund", office.city.root)
    work()
    assert (the_job().state, the_job().problem) == (JobState.FAILED, "not-allowed")
    assert set(states(case)) == {"open"}


def test_while_another_job_is_at_the_case_even_a_short_answer_waits(case):
    by = User.objects.system()
    other = enqueue("somebody-else", by=by, now=NOW)
    store.change(fresh(case), work=other.key)
    short = told(case, lines=lines_of(case)[:1])
    assert bring(short).is_pending
    work()
    assert states(case).count("passed") == 0
    Job.objects.filter(pk=other.pk).update(state=JobState.DONE)
    work(60)
    assert states(case).count("passed") == 1
    assert bring(short) == Received(passed=1, is_repeated=True, done=1, total=1)


def test_what_is_no_answer_to_it_is_refused_before_anything_is_stored(case):
    by = User.objects.system()
    whole = OutsideAnswer(dispatch_of(case).key, "w", (), True)
    with pytest.raises(refusals.Refused) as caught:
        bring(whole)
    assert caught.value.code == "no-verdict"
    with pytest.raises(refusals.NotYours):
        bring(OutsideAnswer("0" * 32, "x", told(case).lines))
    assert not Job.objects.filter(by=by).exists()
    assert stored() == []


def test_the_scripted_bank_answers_a_large_batch_through_the_worker(settings, case):
    settings.OUTSIDE_GATEWAYS = {long.HOOK: "fake: twice"}
    Dispatch.objects.update(state=Dispatch.State.WAITING, due_at=timezone.now())
    assert send.send_due(long.later(days=3650)) == 1
    assert Job.objects.count() == 1
    work(3600 * 24 * 3651)
    assert paid() == PEOPLE


def test_too_many_lines_are_refused_with_what_to_do(monkeypatch):
    monkeypatch.setattr(reading, "MOST_LINES", 3)
    lines = [{"line": str(n), "ok": True} for n in range(4)]
    with pytest.raises(refusals.Refused) as caught:
        reading.read({"dispatch": "d", "id": "1", "lines": lines})
    assert caught.value.code == "too-many-lines"
    assert caught.value.sentence == "一次最多 3 行，请分批发送。"
    assert len(reading.read({"dispatch": "d", "id": "1", "lines": lines[:3]}).lines) == 3
