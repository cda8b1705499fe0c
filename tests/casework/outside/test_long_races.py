"""Long answers and many workers: two answers at once, two workers on one, and workers that are
killed. On both databases; each with a control without its guard."""

from __future__ import annotations

import signal
import threading
from contextlib import nullcontext
from types import SimpleNamespace

import pytest

from tests.casework.outside import long, nursery
from tests.casework.outside.long import PEOPLE, Beat, bring, paid, states, the_job, told
from tests.casework.outside.small import dispatch_of
from tests.factories.applications import fresh
from tests.jobs.processes import Nursery
from tests.people.together import together
from unionhall.cases import dispatches, selectors, store
from unionhall.cases.models import Dispatch, DispatchAnswer, JournalEntry
from unionhall.casework.jobs import claim, files
from unionhall.casework.outside import carry_on
from unionhall.casework.outside.arriving import Tally
from unionhall.jobs.models import Job, JobState

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]
KILLED = -signal.SIGKILL
LATER = int(claim.LEASE.total_seconds()) + 1


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


def kinds(case):
    return list(
        JournalEntry.objects.filter(case=case).order_by("seq").values_list("kind", flat=True)
    )


def is_through(case):
    """Every line has one verdict, everybody who passed was paid once, the case went on once."""
    found = fresh(case)
    replayed = selectors.replayed(found)
    return (
        "open" not in states(case)
        and paid() == states(case).count("passed")
        and (found.stage, replayed.stage) == ("last", "last")
        and kinds(case).count("answered") == 1
        and dispatch_of(case).state == Dispatch.State.ANSWERED
    )


def run(job, beat=None):
    """What the handler answered, or what it died of."""
    try:
        return carry_on.carry_on(job, beat or Beat())
    except Exception as failure:
        return failure


def test_the_same_long_answer_from_everywhere_is_stored_once(case):
    one = told(case)
    answers = together(6, lambda number: bring(one))
    assert [one.is_repeated for one in answers].count(False) == 1
    assert all(one.is_pending for one in answers)
    assert (Job.objects.count(), DispatchAnswer.objects.count()) == (1, 1)
    folders, _ = files.storage().listdir("")
    assert sum(len(files.storage().listdir(folder)[1]) for folder in folders) == 1


def test_two_contrary_answers_at_once_one_verdict_each(case):
    bring(told(case, "a"))
    bring(told(case, "b", no=PEOPLE))
    jobs = list(Job.objects.order_by("id"))
    together(2, lambda number: run(jobs[number]))
    for job in jobs:  # whoever met a locked database goes on
        run(job)
    assert is_through(case)
    told_of = [Tally.of(one) for one in DispatchAnswer.objects.all()]
    assert sum(one.passed + one.failed for one in told_of) == PEOPLE
    assert sum(one.ignored for one in told_of) == PEOPLE


def test_two_workers_on_one_answer_do_each_line_once(case):
    """A lease that ran out too early: the turn on the case and the ledger are enough."""
    bring(told(case))
    together(2, lambda number: run(the_job()))
    run(the_job())
    assert is_through(case)
    assert paid() == PEOPLE


def test_control_without_the_turn_somebody_is_paid_twice_or_something_breaks(case, monkeypatch):
    bring(told(case))
    both, seen = threading.Barrier(2), dispatches.answer_of_job

    def look_together(key):
        found = seen(key)
        both.wait(10)
        return found

    monkeypatch.setattr(dispatches, "answer_of_job", look_together)
    monkeypatch.setattr(carry_on, "transaction", SimpleNamespace(atomic=nullcontext))
    monkeypatch.setattr(store, "take_turn", lambda case_key, version: True)
    came = together(2, lambda number: run(the_job()))
    assert not (all(isinstance(one, dict) for one in came) and is_through(case))


def test_killed_at_any_point_the_next_worker_goes_on(office, case, tmp_path):
    """One case and one answer, killed at every point in turn; at the end each line is done once."""
    workers = Nursery("tests.casework.outside.nursery", VAR_DIR=str(tmp_path))
    try:
        for number, point in enumerate(nursery.POINTS):
            if number:
                case = long.another_case(office)
            before = paid()
            bring(told(case))
            ahead = number * 4 * LATER
            workers.begin(ahead, point)
            assert workers.end() == KILLED, f"nobody came by {point}"
            workers.begin(ahead + LATER)
            assert workers.end() == 0
            job = Job.objects.order_by("id").last()
            assert (job.state, job.result["passed"]) == (JobState.DONE, PEOPLE), point
            assert paid() == before + PEOPLE, point
            assert states(case) == ["passed"] * PEOPLE, point
            assert kinds(case).count("answered") == 1, point
            assert fresh(case).stage == "last", point
    finally:
        workers.close()


def test_control_with_a_ledger_that_is_not_kept_with_the_work(case):
    """What the guards are for: the steps forgotten and verdicts not looked at, lines are done
    twice by whoever comes after a dead worker."""
    from unionhall.cases import outside_store
    from unionhall.cases.models import CaseLine, LineState

    bring(told(case))

    class Dead(BaseException): ...

    def die(steps):
        if steps == 2:
            raise Dead

    with pytest.raises(Dead):
        carry_on.carry_on(the_job(), Beat(die))
    outside_store.change_answer(DispatchAnswer.objects.get(), done=0)
    CaseLine.objects.filter(case=case).update(state=LineState.OPEN)
    run(the_job())
    assert paid() == PEOPLE + 5
