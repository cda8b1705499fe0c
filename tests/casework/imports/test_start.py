"""Handing a workbook in: who may, when, and never the same one twice at a time."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime

import pytest
from django.db import connection

from permissions.models import UnionGrant
from tests.casework.imports.conftest import states
from tests.factories.applications import PACK, publish
from tests.factories.workbooks import (
    MEMBERS,
    NOW,
    ROSTER,
    hand_in,
    header,
    member,
    person,
    work,
    workbook,
)
from unionhall.casework import calendar
from unionhall.casework.imports.sentences import SENTENCES
from unionhall.casework.jobs import files
from unionhall.casework.refusals import NotYours, Refused
from unionhall.definitions import selectors as definitions
from unionhall.imports.models import ImportRow
from unionhall.jobs.models import Job, JobState
from unionhall.people import fakes
from unionhall.people.models import User

pytestmark = pytest.mark.django_db
# Saturday, and Friday at seven in the evening
SATURDAY = datetime(2026, 11, 21, 2, 0, tzinfo=UTC)
EVENING = datetime(2026, 11, 20, 11, 0, tzinfo=UTC)
MONDAY_AT_NINE = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)


def data(rows):
    return workbook(definitions.import_(ROSTER), rows)


def test_only_whoever_holds_the_right_on_this_union(desk):
    book = data([person(1)])
    for user in (desk.city.zhou, desk.city.chen, desk.city.su):
        with pytest.raises(NotYours):
            hand_in(ROSTER, desk.union, book, user)
    for union in (desk.city.park, desk.city.research_group, desk.city.machinery_union):
        with pytest.raises(NotYours):
            hand_in(ROSTER, union, book, desk.lin)
    with pytest.raises(NotYours):
        hand_in("nothing", desk.union, book, desk.lin)
    assert not Job.objects.exists()


def test_the_same_file_once_at_a_time(desk):
    book = data([person(1)])
    first = hand_in(ROSTER, desk.union, book, desk.lin)
    with pytest.raises(Refused) as refusal:
        hand_in(ROSTER, desk.union, book, desk.lin)
    assert refusal.value.sentence == str(SENTENCES["import-open"])
    assert work(first).state == JobState.DONE
    again = work(hand_in(ROSTER, desk.union, book, desk.lin))
    assert states(again) == {3: "unchanged"}
    assert Job.objects.count() == 2


@pytest.mark.row("X3-24")
@pytest.mark.parametrize("moment", [EVENING, SATURDAY])
def test_outside_of_the_hours_it_waits_for_them(desk, moment):
    job = hand_in(ROSTER, desk.union, data([person(1)]), desk.lin, now=moment)
    assert job.run_at == MONDAY_AT_NINE
    assert work(job, moment).state == JobState.WAITING
    assert work(job, MONDAY_AT_NINE).state == JobState.DONE


@pytest.mark.row("X3-24")
def test_outside_of_the_hours_it_is_refused_where_the_definition_says_so(desk):
    doc = json.loads((PACK / "imports" / "roster.json").read_text())
    publish({**doc, "outside_window": "reject"}, User.objects.system())
    with pytest.raises(Refused) as refusal:
        hand_in(ROSTER, desk.union, data([person(1)]), desk.lin, now=EVENING)
    assert refusal.value.sentence == "请在工作日 09:00 至 18:00 操作导入。"
    assert not Job.objects.exists()
    hand_in(ROSTER, desk.union, data([person(1)]), desk.lin, now=NOW)


def test_members_are_taken_at_any_hour(desk):
    book = workbook(definitions.import_(MEMBERS), [member(1)], header(desk.union))
    job = hand_in(MEMBERS, desk.union, book, desk.lin, now=SATURDAY)
    assert states(work(job, SATURDAY)) == {7: "created"}


def test_a_right_that_was_lost_meanwhile_stops_it(desk):
    job = hand_in(ROSTER, desk.union, data([person(1)]), desk.lin, now=EVENING)
    UnionGrant.objects.filter(user=desk.lin).delete()
    work(job, MONDAY_AT_NINE)
    assert (job.state, states(job), job.result["is_refused"]) == (JobState.DONE, {}, True)
    row = ImportRow.objects.get(job=job, number=0)
    assert row.problems[0]["message"] == str(SENTENCES["import-right-lost"])


def test_a_right_that_is_lost_while_rows_wait_stops_the_rest(desk, settings):
    """The outside check may take days; what is written by then stays."""
    settings.IDENTITY_GATEWAY = "fake: ok, timeout"
    fakes.rewind()
    job = hand_in(ROSTER, desk.union, data([person(1), person(2)]), desk.lin)
    assert work(job).state == JobState.WAITING
    UnionGrant.objects.filter(user=desk.lin).delete()
    work(job, job.run_at)
    assert (job.state, states(job)) == (JobState.DONE, {3: "created", 4: "rejected"})
    row = ImportRow.objects.get(job=job, number=4)
    assert row.problems[0]["message"] == str(SENTENCES["import-right-lost"])


def test_rules_of_the_day_it_was_handed_in(desk):
    job = hand_in(ROSTER, desk.union, data([person(1)]), desk.lin)
    doc = json.loads((PACK / "imports" / "roster.json").read_text())
    template = {**doc["template"], "version": "2027.1"}
    publish({**doc, "template": template}, User.objects.system())
    assert states(work(job)) == {3: "created"}
    later = work(
        hand_in(
            ROSTER,
            desk.union,
            workbook(definitions.import_(ROSTER), [person(2)], version="roster@2026.1"),
            desk.lin,
        )
    )
    assert later.result["is_refused"]


@pytest.mark.row("X3-29")
@pytest.mark.parametrize("version", ["", "roster@2019.1", "member-collection@2026.1"])
def test_another_template_is_refused_as_a_whole(desk, version):
    job = desk.roster([person(1)], version=version)
    assert (states(job), job.result["is_refused"]) == ({}, True)
    said = ImportRow.objects.get(job=job, number=0).problems[0]
    assert said["message"] == "模板不正确或已过期。"
    assert "重新下载" in said["remedy"]


def test_what_is_no_workbook_is_refused_with_the_repair(desk):
    job = work(hand_in(ROSTER, desk.union, b"name,number\r\n", desk.lin))
    assert (job.state, job.result["is_refused"]) == (JobState.DONE, True)
    assert ImportRow.objects.get(job=job, number=0).problems[0]["message"]


def test_numbers_are_sealed_in_the_ledger_and_the_file_on_the_disk(desk):
    job = desk.roster([person(1)])
    row = ImportRow.objects.get(job=job, number=3)
    assert person(1)["document_no"] not in json.dumps(row.values)
    assert person(1)["mobile"] not in json.dumps(row.values)
    with files.storage().open(job.stored_name) as stored:
        assert stored.read()[:2] != b"PK"


def test_names_of_files_are_made_harmless(desk):
    job = hand_in(ROSTER, desk.union, data([person(1)]), desk.lin, name="a\x00/..\\名\u202e单.xlsx")
    assert job.file_name == "a_.._名单.xlsx"


def test_working_days():
    assert calendar.is_working_day(date(2026, 11, 20))
    assert not calendar.is_working_day(date(2026, 10, 1))
    assert calendar.is_working_day(date(2030, 1, 2))
    assert not calendar.is_working_day(date(2030, 1, 5))
    assert calendar.add_working_days(date(2026, 11, 20), 5) == date(2026, 11, 27)


def test_a_list_of_days_comes_before_the_public_calendar(desk):
    item = {"code": "2026-11-21", "title": "调休上班", "values": {"working": True}}
    doc = {"kind": "codelist", "key": "calendar", "title": "工作日历", "items": [item]}
    publish(doc, User.objects.system())
    assert calendar.is_open(SATURDAY, ("09:00", "18:00"))


def test_a_workbook_that_breaks_in_the_middle_is_refused_as_a_whole(desk, monkeypatch):
    """Rows that were read before stand in the ledger; none of them stays undecided."""
    from unionhall.workbooks import reader, run
    from unionhall.workbooks.refusals import NotAWorkbook

    real = reader.Reading.__iter__

    def breaking(self):
        yield next(real(self))
        raise NotAWorkbook("too-slow")

    monkeypatch.setattr(run, "PORTION", 1)
    monkeypatch.setattr(reader.Reading, "__iter__", breaking)
    job = desk.roster([person(1), person(2)])
    head = ImportRow.objects.get(job=job, number=0)
    assert (job.state, job.result["is_refused"]) == (JobState.DONE, True)
    assert (head.state, bool(head.problems[0]["message"])) == ("rejected", True)
    assert not job.result["workbook"]
    assert list(ImportRow.objects.filter(job=job, number__gt=0).values_list("state")) == [
        ("cancelled",)
    ]


def test_sentences_that_quote_a_cell_are_sealed_too(desk):
    job = desk.roster([person(1, mobile="15412")])
    row = ImportRow.objects.get(job=job, number=3)
    assert "15412" in row.problems[0]["message"]
    with connection.cursor() as cursor:
        cursor.execute("SELECT problems FROM imports_importrow WHERE id = %s", [row.pk])
        stored = str(cursor.fetchone()[0])
    assert "sealed:" in stored
    assert "15412" not in stored
