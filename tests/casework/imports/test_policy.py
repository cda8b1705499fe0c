"""All rows or none; stopping; what happens to rows that the registers refuse."""

from __future__ import annotations

import json

import pytest

from tests.casework.imports.conftest import states, words
from tests.factories.applications import PACK, publish
from tests.factories.workbooks import NOW, ROSTER, hand_in, member, person, work, workbook
from unionhall.casework.imports import together
from unionhall.casework.imports.cancel import cancel
from unionhall.casework.imports.together import NotTogether
from unionhall.casework.refusals import NotYours, Refused
from unionhall.definitions import selectors as definitions
from unionhall.imports import selectors
from unionhall.imports.models import ImportRow
from unionhall.jobs.models import Job, JobState
from unionhall.people.models import Membership, User
from unionhall.registers.models import Record, RecordCell, RecordChange, RecordKey, RecordTerm

pytestmark = pytest.mark.django_db


def all_or_nothing() -> None:
    doc = json.loads((PACK / "imports" / "roster.json").read_text())
    publish({**doc, "policy": "all_or_nothing"}, User.objects.system())


def test_one_wrong_row_refuses_all(desk):
    all_or_nothing()
    job = desk.roster([person(1), person(2, mobile="1"), person(3)])
    assert states(job) == {3: "rejected", 4: "rejected", 5: "rejected"}
    assert not Record.objects.filter(register="roster").exists()
    assert words(job, 3) == [("", "工作簿中其他行有错误，这一行没有导入。")]
    assert "无效手机号" in words(job, 4)[0][1]
    assert selectors.counts(job).is_balanced


def test_all_good_rows_are_written(desk):
    all_or_nothing()
    job = desk.roster([person(n) for n in range(1, 6)])
    assert set(states(job).values()) == {"created"}


def test_a_row_that_is_refused_while_writing_undoes_the_others(desk, monkeypatch):
    all_or_nothing()
    monkeypatch.setattr(together, "_do", refusing)
    monkeypatch.setattr("unionhall.casework.imports.writing.write_one", refusing_one)
    job = desk.roster([person(1), person(2), person(3)])
    assert states(job) == {3: "rejected", 4: "rejected", 5: "rejected"}
    assert words(job, 4) == [("", "不行。")]
    assert not Record.objects.filter(register="roster").exists()


def refusing(*_args):
    raise NotTogether("test")


def refusing_one(write, ground):
    if write.values["name"] == person(2)["name"]:
        raise Refused("test", "不行。")
    from unionhall.casework.registers.writing import write as real

    return real(write, ground)


def test_a_row_that_is_refused_does_not_stop_the_others(desk, monkeypatch):
    monkeypatch.setattr(together, "_do", refusing)
    monkeypatch.setattr("unionhall.casework.imports.writing.write_one", refusing_one)
    job = desk.roster([person(1), person(2), person(3)])
    assert states(job) == {3: "created", 4: "rejected", 5: "created"}
    assert words(job, 4) == [("", "不行。")]
    assert Record.objects.filter(register="roster").count() == 2


def test_together_leaves_what_one_by_one_leaves(desk, monkeypatch):
    """The same workbook written both ways for two unions."""
    rows = [person(1), person(2), person(3)]
    desk.roster(rows)
    desk.roster([person(1, mobile="15411112222"), person(2)])
    quick = left()
    for model in (RecordChange, RecordKey, RecordTerm, RecordCell, Record):
        model.objects.all().delete()
    monkeypatch.setattr(together, "_do", refusing)
    desk.roster(rows)
    desk.roster([person(1, mobile="15411112222"), person(2)])
    assert left() == quick


def left() -> list[object]:
    """What stands in the registers, without keys of records and sealed texts."""
    found: list[object] = []
    for record in Record.objects.order_by("pk"):
        values = {k: v for k, v in record.values.items() if not str(v).startswith("sealed:")}
        found.append((values, record.state, record.version, record.union_id))
        for rows, column in (
            (record.terms, "digest"),
            (record.keys, "digest"),
            (record.cells, "text"),
        ):
            found.append(sorted(rows.values_list(column, flat=True)))
        changes = record.changes.order_by("id")
        found.append(
            [(c.state_before, c.state, sorted(c.after), sorted(c.before)) for c in changes]
        )
    return found


def test_members_together_leave_what_one_by_one_leaves(desk, monkeypatch):
    desk.members([member(1), member(2)])
    quick = Membership.objects.get(person__name=member(1)["name"])
    monkeypatch.setattr(together, "_do", refusing)
    desk.members([member(3)])
    slow = Membership.objects.get(person__name=member(3)["name"])
    for name in ("union_id", "state", "since", "source", "reason"):
        assert getattr(quick, name) == getattr(slow, name)
    assert len(quick.number) == len(slow.number)
    fields = [set(one.person.changes.values_list("field", flat=True)) for one in (quick, slow)]
    assert fields[0] == fields[1]
    numbers = Membership.objects.filter(source="批量采集").values_list("number", flat=True)
    assert len(set(numbers)) == 3


def test_stopped_before_anybody_began(desk):
    data = workbook(definitions.import_(ROSTER), [person(1)])
    job = hand_in(ROSTER, desk.union, data, desk.lin)
    with pytest.raises(NotYours):
        cancel(job.key, by=desk.city.zhou, now=NOW)
    cancel(job.key, by=desk.lin, now=NOW)
    assert work(job).state == JobState.CANCELLED
    assert not ImportRow.objects.filter(job=job).exists()
    with pytest.raises(Refused):
        cancel(job.key, by=desk.lin, now=NOW)


def test_stopped_in_the_middle_keeps_what_is_written(desk, monkeypatch):
    monkeypatch.setattr("unionhall.casework.imports.work.CHUNK", 2)
    from unionhall.casework.imports import work as verbs

    real, calls = verbs.work_on, []

    def stopping(job, **how):
        calls.append(job)
        if len(calls) == 2:
            cancel(job.key, by=desk.lin, now=NOW)
        return real(job, **how)

    monkeypatch.setattr(verbs, "work_on", stopping)
    job = desk.roster([person(n) for n in range(1, 6)])
    assert job.state == JobState.CANCELLED
    assert list(states(job).values()) == [
        "created",
        "created",
        "cancelled",
        "cancelled",
        "cancelled",
    ]
    counts = selectors.counts(job)
    assert (counts.created, counts.cancelled, counts.is_balanced) == (2, 3, True)
    assert Job.objects.get(pk=job.pk).dedupe is None


@pytest.mark.row("X3-27", "X3-28")
def test_a_batch_is_not_processed_then_processed(desk):
    data = workbook(definitions.import_(ROSTER), [person(1), person(2, mobile="1")])
    job = hand_in(ROSTER, desk.union, data, desk.lin)
    assert str(JobState(job.state).label) == "未处理"
    work(job)
    assert str(JobState(job.state).label) == "已处理"
    assert job.result["counts"]["rejected"] == 1
    assert job.result["workbook"]


def test_nobody_reads_a_number_in_the_result_of_a_job(desk):
    job = desk.roster([person(1), person(2, document_no=person(1)["document_no"])])
    assert person(1)["document_no"] not in json.dumps(job.result)
    assert person(1)["name"] not in json.dumps(job.result, ensure_ascii=False)
