"""The outside check: yes, no, no answer, closed; nothing is asked twice for nothing."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta

import pytest

from tests.casework.imports.conftest import states, words
from tests.factories.applications import PACK, publish
from tests.factories.workbooks import NOW, ROSTER, hand_in, person, work, workbook
from unionhall.casework.imports import identity
from unionhall.casework.imports.retry import retriable, retry_failed
from unionhall.casework.jobs.runner import Beat
from unionhall.casework.jobs.sweep import sweep
from unionhall.casework.refusals import NotYours, Refused
from unionhall.definitions import selectors as definitions
from unionhall.imports import selectors
from unionhall.jobs.models import Job, JobState
from unionhall.people import fakes
from unionhall.people.models import User
from unionhall.registers.models import Record

pytestmark = pytest.mark.django_db
MONDAY_AT_NINE = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def quick(settings):
    settings.IDENTITY_RATE = 10_000
    fakes.rewind()


def given(settings, script: str) -> None:
    settings.IDENTITY_GATEWAY = f"fake: {script}"
    fakes.rewind()


@pytest.mark.row("X3-23", "X3-31", "X3-30")
def test_who_agrees_is_written_who_does_not_is_told(desk, settings):
    given(settings, "ok, mismatch, ok")
    job = desk.roster([person(1), person(2), person(3)])
    assert states(job) == {3: "created", 4: "rejected", 5: "created"}
    assert words(job, 4) == [("document_no", "检查姓名和证件号码。")]
    assert Record.objects.filter(register="roster").count() == 2
    assert selectors.counts(job).is_balanced


@pytest.mark.row("X3-32")
def test_no_answer_is_tried_again_with_longer_pauses(desk, settings):
    given(settings, "timeout, timeout, ok")
    data = workbook(definitions.import_(ROSTER), [person(1)])
    job = hand_in(ROSTER, desk.union, data, desk.lin)
    clock = NOW
    for pause in (15, 30):
        assert work(job, clock).state == JobState.WAITING
        assert states(job) == {3: "pending"}
        assert selectors.counts(job).pending == 1
        assert job.run_at == clock + timedelta(seconds=pause)
        assert work(job, clock + timedelta(seconds=pause - 2)).state == JobState.WAITING
        clock = job.run_at
    assert work(job, clock).state == JobState.DONE
    assert states(job) == {3: "created"}


@pytest.mark.row("X3-32")
def test_too_many_tries_end_as_a_timeout_and_only_those_are_tried_again(desk, settings):
    given(settings, "mismatch, ok, timeout")
    data = workbook(
        definitions.import_(ROSTER), [person(1), person(2), person(3), person(4, mobile="1")]
    )
    job = hand_in(ROSTER, desk.union, data, desk.lin)
    clock = NOW
    for _ in range(len(identity.PAUSES) + 2):
        work(job, clock)
        clock += timedelta(minutes=5)
    assert job.state == JobState.DONE
    assert states(job) == {3: "rejected", 4: "created", 5: "rejected", 6: "rejected"}
    assert words(job, 5) == [("document_no", "核验超时，请重新导入。")]
    assert [row.number for row in retriable(job, definitions.import_(ROSTER))] == [5]

    with pytest.raises(NotYours):
        retry_failed(job.key, by=desk.city.zhou, now=clock)
    given(settings, "ok")
    assert retry_failed(job.key, by=desk.lin, now=clock) == 1
    with pytest.raises(Refused):
        retry_failed(job.key, by=desk.lin, now=clock)
    job.refresh_from_db()
    work(job, clock)
    assert states(job) == {3: "rejected", 4: "created", 5: "created", 6: "rejected"}
    with pytest.raises(Refused) as refusal:
        retry_failed(job.key, by=desk.lin, now=clock)
    assert refusal.value.code == "import-nothing-to-retry"


@pytest.mark.row("X3-24", "X3-25")
def test_after_hours_nobody_is_asked_and_the_rows_wait(desk, settings):
    given(settings, "hours, ok")
    data = workbook(definitions.import_(ROSTER), [person(1)])
    late = datetime(2026, 11, 20, 9, 55, tzinfo=UTC)
    job = hand_in(ROSTER, desk.union, data, desk.lin, now=late)
    assert work(job, late).state == JobState.WAITING
    assert job.run_at == MONDAY_AT_NINE
    assert states(job) == {3: "pending"}
    work(job, MONDAY_AT_NINE - timedelta(minutes=1))
    assert states(job) == {3: "pending"}
    assert work(job, MONDAY_AT_NINE).state == JobState.DONE
    assert states(job) == {3: "created"}


@pytest.mark.row("X3-33")
def test_a_name_the_other_side_cannot_write_is_no_mistake(desk, settings):
    given(settings, "unsure")
    job = desk.roster(
        [person(1, name="林磳"), person(2, name="陈𠀀"), person(3, name="马丽娅•买买提")]
    )
    assert set(states(job).values()) == {"created"}
    names = {record.values["name"] for record in Record.objects.filter(register="roster")}
    assert names == {"林磳", "陈𠀀", "马丽娅·买买提"}


@pytest.mark.row("X3-31")
def test_a_blank_in_a_name(desk, settings):
    given(settings, "ok")
    job = desk.roster([person(1, name="林 晓"), person(2, name=" 周明 ")])
    assert states(job) == {3: "rejected", 4: "created"}
    assert words(job, 3) == [("name", "检查姓名和证件号码：中文姓名中间不能有空格。")]


def test_a_passport_is_not_asked_about(desk, settings):
    given(settings, "mismatch")
    job = desk.roster([person(1, document_kind="护照", document_no="E1234567"), person(2)])
    assert states(job) == {3: "created", 4: "rejected"}


def test_at_most_so_many_a_second(desk, settings, monkeypatch):
    from unionhall.workbooks import run

    settings.IDENTITY_RATE = 2
    given(settings, "ok")
    slept: list[float] = []
    monkeypatch.setattr(run, "sleep", slept.append)
    desk.roster([person(n) for n in range(1, 6)])
    assert len(slept) == 3
    assert slept[0] > 0.5


def test_between_the_question_and_the_answer_somebody_else_was_quicker(desk, settings, monkeypatch):
    """What holds when a row is written is asked in the same transaction."""
    given(settings, "ok")
    real = fakes.Identity.verify

    def verify(self, name, kind, number):
        other = {**person(1), "name": "别人家"}
        settings.IDENTITY_GATEWAY = "off"
        desk.roster([other])
        return real(self, name, kind, number)

    monkeypatch.setattr(fakes.Identity, "verify", verify)
    job = desk.roster([person(1)])
    assert states(job) == {3: "rejected"}
    assert words(job, 3) == [("document_no", "名册中这个证件号码属于另一个姓名。")]


def test_waiting_in_vain_for_many_answers_keeps_the_job(desk, settings, monkeypatch):
    """Each question may take as long as the gateway waits; the lease goes on between them."""
    given(settings, "timeout")
    alive: list[int] = []
    real = Beat.alive
    monkeypatch.setattr(Beat, "alive", lambda self: (alive.append(1), real(self))[1])
    desk.roster([person(n) for n in range(1, 6)])
    assert len(alive) >= 5


def test_rows_are_tried_again_also_when_the_file_is_gone(desk, settings):
    given(settings, "timeout")
    data = workbook(definitions.import_(ROSTER), [person(1)])
    job = hand_in(ROSTER, desk.union, data, desk.lin)
    clock = NOW
    for _ in range(len(identity.PAUSES) + 2):
        work(job, clock)
        clock += timedelta(minutes=5)
    sweep(by=User.objects.system(), now=job.expires_at)
    assert not Job.objects.get(pk=job.pk).stored_name
    given(settings, "ok")
    assert retry_failed(job.key, by=desk.lin, now=clock) == 1
    assert work(job, clock).state == JobState.DONE
    assert (states(job), job.result["workbook"]) == ({3: "created"}, "")


def whole(desk, settings, script: str, rows: list[dict]):
    """An import that writes all rows or none, worked until no answer is waited for any more."""
    doc = json.loads((PACK / "imports" / f"{ROSTER}.json").read_text())
    publish({**doc, "policy": "all_or_nothing"}, desk.lin)
    given(settings, script)
    job = hand_in(ROSTER, desk.union, workbook(definitions.import_(ROSTER), rows), desk.lin)
    clock = NOW
    for _ in range(len(identity.PAUSES) + 2):
        work(job, clock)
        clock += timedelta(minutes=5)
    assert job.state == JobState.DONE
    return job, clock


@pytest.mark.row("X3-32")
def test_a_workbook_written_whole_is_tried_again_whole(desk, settings):
    job, clock = whole(desk, settings, "ok, ok, timeout", [person(1), person(2), person(3)])
    assert set(states(job).values()) == {"rejected"}
    given(settings, "ok")
    assert retry_failed(job.key, by=desk.lin, now=clock) == 3
    job.refresh_from_db()
    work(job, clock)
    assert set(states(job).values()) == {"created"}


def test_no_try_is_offered_that_cannot_succeed(desk, settings):
    """One row has an error of its own: the others would be refused again."""
    rows = [person(1), person(2), person(3, mobile="1")]
    job, clock = whole(desk, settings, "ok, timeout", rows)
    assert retriable(job, definitions.import_(ROSTER)) == []
    with pytest.raises(Refused) as refusal:
        retry_failed(job.key, by=desk.lin, now=clock)
    assert refusal.value.code == "import-nothing-to-retry"
