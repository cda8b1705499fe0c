"""People who were pasted or came in a workbook: found in the register by a whole number."""

from __future__ import annotations

import pytest

from tests.factories.applications import fresh
from tests.factories.enrolment import enlist, number
from unionhall.casework import lengthy
from unionhall.casework.jobs import runner
from unionhall.casework.lines.name import add_named
from unionhall.casework.refusals import Refused
from unionhall.jobs.models import Job
from unionhall.registers.models import Record


def put(aid, case, *rows, by=None):
    numbered = [(at, row.split("\t")) for at, row in enumerate(rows, 1)]
    return add_named(case.key, numbered, by=by or aid.city.lin, now=aid.now)


def names(case):
    return [line.name_search for line in case.lines.order_by("number")]


def name(serial):
    row = Record.objects.filter(register="roster").order_by("pk")[serial]
    return row.values["name"]


def test_numbers_find_their_people(aid):
    case = aid.draft()
    added = put(aid, case, number(0), number(2))
    assert (added.added, added.refused_count) == (2, 0)
    assert fresh(case).line_count == 2


def test_however_the_number_is_written(aid):
    case = aid.draft()
    wide = number(0).translate({ord("0") + n: ord("０") + n for n in range(10)})
    assert put(aid, case, wide.lower(), f" {number(1)} ".strip()).added == 2


def test_a_mobile_finds_too_and_a_heading_is_passed_over(aid):
    case = aid.draft()
    assert put(aid, case, "姓名\t手机号码", f"{name(3)}\t15400000003").added == 1


def test_what_was_not_found_is_told_by_its_row(aid):
    case = aid.draft()
    added = put(aid, case, number(0), number(77), f"{name(1)}\t{number(1)}")
    assert added.added == 2
    assert added.left == (2,)
    assert added.refused == (("第 2 行", "本工会的职工名册中没有这个号码的人。"),)


def test_the_same_person_twice_is_told(aid):
    case = aid.draft()
    added = put(aid, case, number(0), number(1), number(0))
    assert added.added == 2
    assert added.refused == (("第 3 行", "与第 1 行是同一人。"),)


def test_a_name_that_does_not_fit_is_not_taken(aid):
    case = aid.draft()
    added = put(aid, case, f"马六\t{number(0)}")
    assert added.added == 0
    assert "姓名不一致" in added.refused[0][1]
    # of longer rows nobody knows which cell is the name
    assert put(aid, case, f"财务部\t{number(0)}\t是").added == 1


def test_whoever_is_there_already_is_counted(aid):
    case = aid.draft()
    put(aid, case, number(0))
    again = put(aid, case, number(0), number(1))
    assert (again.added, again.there, again.refused_count) == (1, 1, 0)


def test_several_who_match_are_not_guessed(aid):
    enlist(aid.city.software_union, [40], mobile="15400000003")
    case = aid.draft()
    added = put(aid, case, "15400000003")
    assert added.refused == (("第 1 行", "有多人符合，请回到名册勾选。"),)


def test_people_of_another_union_are_not_found(aid):
    enlist(aid.city.machinery_union, [50])
    case = aid.draft()
    assert put(aid, case, number(50)).refused_count == 1


def test_whoever_is_locked_is_told_why(aid):
    first = aid.confirmed()
    assert fresh(first).status == "completed"
    case = aid.draft()
    added = put(aid, case, number(0))
    assert added.added == 0
    assert "不允许重复参保" in added.refused[0][1]


@pytest.mark.parametrize(("rows", "code"), [([], "nothing-named"), (["姓名"], "nothing-named")])
def test_nobody_in_it_is_said(aid, rows, code):
    with pytest.raises(Refused) as told:
        put(aid, aid.draft(), *rows)
    assert told.value.code == code


def test_more_than_the_list_may_hold_is_refused_whole(aid):
    case = aid.draft()
    rows = [(at, [str(at)]) for at in range(1, 30_002)]
    with pytest.raises(Refused) as told:
        add_named(case.key, rows, by=aid.city.lin, now=aid.now)
    assert told.value.code == "too-many-lines"
    assert fresh(case).line_count == 0


def test_a_long_one_is_done_by_the_worker(aid, monkeypatch):
    monkeypatch.setattr(lengthy, "AT_ONCE", 2)
    case = aid.draft()
    added = put(aid, case, number(0), number(77), number(1))
    assert added.case.work
    runner.run(lambda: aid.now)
    result = Job.objects.get().result
    assert (result["added"], result["locked"]) == (2, 1)
    assert result["problems"] == ["第 2 行：本工会的职工名册中没有这个号码的人。"]
    assert fresh(case).line_count == 2


def test_values_of_the_line_come_from_the_record(aid):
    case = aid.draft()
    put(aid, case, number(0))
    line = fresh(case).lines.get()
    assert line.values["name"] == name(0)
    assert number(0) not in str(line.values)  # sealed


def test_numbers_of_two_people_in_one_row_are_not_guessed(aid):
    case = aid.draft()
    added = put(aid, case, f"1\t{name(1)}\t15400000003\t{number(1)}")
    assert added.refused == (("第 1 行", "本行的号码属于不同的人。"),)
    assert fresh(case).line_count == 0


def test_the_number_tells_who_is_meant_of_those_with_one_mobile(aid):
    [meant] = enlist(aid.city.software_union, [40], mobile="15400000003")
    case = aid.draft()
    assert put(aid, case, f"15400000003\t{number(40)}\t是").added == 1
    assert fresh(case).lines.get().record == meant.key
