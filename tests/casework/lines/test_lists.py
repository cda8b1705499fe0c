"""Putting people on the list, taking them off, judging them."""

from __future__ import annotations

import pytest

from tests.factories.applications import fresh
from tests.factories.enrolment import enlist, worker
from tests.factories.grants import give
from unionhall.cases import line_selectors, sealed
from unionhall.cases.line_selectors import LineFilter
from unionhall.cases.models import CaseLine, CaseStatus, JournalEntry, LineKey, LineState
from unionhall.casework import refusals
from unionhall.casework.context import Context
from unionhall.casework.lines.add import add, add_all
from unionhall.casework.lines.check import recheck
from unionhall.casework.lines.follow import follow
from unionhall.casework.lines.remove import remove
from unionhall.casework.lines.sheet import digest_of_text
from unionhall.casework.start import start
from unionhall.casework.submit import submit
from unionhall.casework.withdraw import withdraw
from unionhall.definitions.selectors import process_of
from unionhall.engine.shapes import Outcome
from unionhall.registers.models import Record


def roster(union) -> list[str]:
    rows = Record.objects.filter(register="roster", union=union).order_by("pk")
    return list(rows.values_list("key", flat=True))


def names(case) -> list[str]:
    process = process_of(case.revision)
    lines = CaseLine.objects.filter(case=case).order_by("number")
    return [sealed.unsealed_line(process, line.values)["name"] for line in lines]


@pytest.mark.row("X3-52", "X3-47")
def test_ticked_people_come_once_and_are_counted(aid):
    case, lin = aid.draft(), aid.city.lin
    keys = roster(aid.city.software_union)
    first = add(case.key, keys[:2], by=lin, now=aid.now)
    again = add(case.key, keys[1:3], by=lin, now=aid.now)
    assert (first.added, first.there) == (2, 0)
    assert (again.added, again.there) == (1, 1)
    case = fresh(case)
    assert case.line_count == 3
    assert names(case) == [str(worker(one)["name"]) for one in range(3)]
    assert [entry.values for entry in JournalEntry.objects.filter(case=case, kind="listed")] == [
        {"added": 2, "total": 2},
        {"added": 1, "total": 3},
    ]


def test_numbers_of_people_are_sealed_and_found_whole(aid):
    case = aid.listed()
    line = CaseLine.objects.filter(case=case).first()
    assert line.values["document_no"].startswith("sealed:")
    process = process_of(fresh(case).revision)
    number = str(worker(4)["document_no"])
    wanted = LineFilter(q=number, digest=digest_of_text(process, number))
    assert [one.number for one in line_selectors.page(case, wanted).lines] == [5]


@pytest.mark.row("X3-97")
def test_all_who_are_not_insured_at_one_press(aid):
    enlist(aid.city.software_union, [10], state="insured")
    case = aid.draft()
    added = add_all(case.key, {"state": ["uninsured"]}, by=aid.city.lin, now=aid.now)
    assert (added.added, added.refused_count) == (6, 0)
    everybody = add_all(case.key, {}, by=aid.city.lin, now=aid.now)
    assert (everybody.added, everybody.there) == (1, 6)


@pytest.mark.row("X3-96")
def test_whoever_is_enrolled_in_this_period_cannot_be_chosen(aid):
    aid.confirmed()
    case = aid.draft()
    added = add_all(case.key, {}, by=aid.city.lin, now=aid.now)
    assert (added.added, added.refused_count) == (0, 6)
    name = str(worker(0)["name"])
    assert added.refused[0] == (name, f"{name}已参加本期保障，不允许重复参保。")


def test_records_of_another_union_are_not_there(aid):
    (other,) = enlist(aid.city.machinery_union, [50])
    case = aid.draft()
    with pytest.raises(refusals.Refused) as caught:
        add(case.key, [other.key], by=aid.city.lin, now=aid.now)
    assert caught.value.code == "not-found-row"
    assert fresh(case).line_count == 0


def test_whoever_has_no_right_at_the_union_of_the_case_sees_no_roster(aid):
    """何静 handles for another union and is a member of none: her case is about no union."""
    give(aid.city.he, "handle_medical_aid", aid.city.machinery_union)
    case = start("aid-enrolment", by=aid.city.he, now=aid.now)
    with pytest.raises(refusals.Refused) as caught:
        add_all(case.key, {}, by=aid.city.he, now=aid.now)
    assert caught.value.code == "no-union"


def test_a_member_without_the_right_there_sees_no_roster(aid):
    from permissions.models import UnionGrant

    case = aid.draft()
    UnionGrant.objects.filter(user=aid.city.lin).delete()
    give(aid.city.lin, "handle_medical_aid", aid.city.machinery_union)
    lin = type(aid.city.lin).objects.get(pk=aid.city.lin.pk)
    with pytest.raises(refusals.Refused) as caught:
        add_all(case.key, {}, by=lin, now=aid.now)
    assert caught.value.code == "not-your-list"


def test_the_list_of_somebody_else_is_nobodys(aid):
    case = aid.listed()
    for act in (
        lambda: add_all(case.key, {}, by=aid.city.zhou, now=aid.now),
        lambda: remove(case.key, "all", by=aid.city.zhou, now=aid.now),
        lambda: recheck(case.key, by=aid.city.zhou, now=aid.now),
    ):
        with pytest.raises(refusals.NotYours):
            act()
    assert fresh(case).line_count == 6


def test_take_off_some_and_all(aid):
    case, lin = aid.listed(), aid.city.lin
    lines = list(CaseLine.objects.filter(case=case).order_by("number"))
    case, gone = remove(case.key, [lines[1].key, "nobody"], by=lin, now=aid.now)
    assert (gone, case.line_count) == (1, 5)
    case, gone = remove(case.key, "all", by=lin, now=aid.now)
    assert (gone, case.line_count) == (5, 0)


def test_more_than_the_definition_allows_is_refused_whole(aid, monkeypatch):
    case = aid.draft()
    from dataclasses import replace

    from unionhall.casework.lines import sheet

    made = sheet.Sheet.__init__

    def small(self, context, answers, world):
        made(self, context, answers, world)
        self.lines = replace(self.lines, most=5)

    monkeypatch.setattr(sheet.Sheet, "__init__", small)
    with pytest.raises(refusals.Refused) as caught:
        add_all(case.key, {}, by=aid.city.lin, now=aid.now)
    assert (caught.value.code, fresh(case).line_count) == ("too-many-lines", 0)
    assert caught.value.sentence == "名单上最多 5 人。"


def test_a_submission_names_whoever_is_blocked_and_the_list_keeps_why(aid):
    case = aid.complete()
    gone = Record.objects.get(register="roster", key=roster(aid.city.software_union)[2])
    gone.terms.all().delete()
    with pytest.raises(refusals.Invalid) as caught:
        aid.submit(case)
    name = str(worker(2)["name"])
    assert [one.text for one in caught.value.problems] == [
        f"名单上有 1 人不能提交：{name}。原因写在各人旁边。"
    ]
    case = fresh(case)
    assert (case.status, case.number) == ("draft", None)
    (line,) = CaseLine.objects.filter(case=case, is_blocked=True)
    assert line.problems[0]["text"] == f"{name}已不在本工会的职工名册中。"
    assert line_selectors.counts(case).blocked == 1
    case, count = remove(case.key, "blocked", by=aid.city.lin, now=aid.now)
    assert count == 1
    assert aid.submit(case).status == "in_progress"


@pytest.mark.row("X3-48")
def test_the_ratio_is_worked_out_and_blocks(aid):
    case = aid.complete(staff_total=20)
    with pytest.raises(refusals.Invalid) as caught:
        aid.submit(case)
    told = [one.text for one in caught.value.problems if one.is_blocking]
    assert told == ["参保比例低于本期要求，不能提交。请增加参保职工，或核对单位从业人数。"]


def test_nobody_on_the_list_is_too_few(aid):
    case = aid.complete(staff_total=10)
    remove(case.key, "all", by=aid.city.lin, now=aid.now)
    with pytest.raises(refusals.Invalid):
        aid.submit(case)


def test_lines_are_frozen_while_the_union_has_them(aid):
    case, lin = aid.submitted(), aid.city.lin
    for act in (
        lambda: add_all(case.key, {}, by=lin, now=aid.now),
        lambda: remove(case.key, "all", by=lin, now=aid.now),
    ):
        with pytest.raises(refusals.Conflict):
            act()
    withdraw(case.key, by=lin, now=aid.now)
    case, gone = remove(case.key, "all", by=lin, now=aid.now)
    assert (gone, case.line_count) == (6, 0)


def test_the_same_key_does_a_thing_once(aid):
    case, lin = aid.draft(), aid.city.lin
    first = add_all(case.key, {}, by=lin, now=aid.now, key="once-1234")
    again = add_all(case.key, {}, by=lin, now=aid.now, key="once-1234")
    assert (first.added, again.added) == (6, 0)
    assert JournalEntry.objects.filter(case=case, kind="listed").count() == 1


def test_the_window_of_the_period(aid):
    from datetime import UTC, datetime

    case = aid.complete()
    late = datetime(2027, 1, 2, 2, 0, tzinfo=UTC)
    with pytest.raises(refusals.Invalid) as caught:
        submit(case.key, case.version, ["notice"], by=aid.city.lin, now=late)
    assert "所选保障计划不在参保期限内，请选择正在开放的一期。" in [
        one.text for one in caught.value.problems
    ]


def test_who_was_refused_is_free_when_the_case_is_over(aid):
    """Also where a key is held beyond the end."""
    case = aid.listed()
    for line in CaseLine.objects.filter(case=case):
        key = {"process": case.process, "name": "kept", "digest": f"{line.number:064}"}
        LineKey.objects.create(line=line, **key)
    failed = CaseLine.objects.filter(case=case, number__lt=3)
    failed.update(state=LineState.FAILED)
    follow(Context(fresh(case), aid.now), Outcome(status=CaseStatus.COMPLETED, stage="", round=1))
    assert sorted(LineKey.objects.values_list("line__number", flat=True)) == [3, 4, 5, 6]


def test_keys_that_nobody_was_given_take_nobody_off(aid):
    case = aid.listed()
    odd = ["\x00", "\ud800", "é" * 40, "x" * 1000]
    assert remove(case.key, odd, by=aid.city.lin, now=aid.now)[1] == 0
    assert fresh(case).line_count == 6
