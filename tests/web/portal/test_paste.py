"""Pasting people, or bringing them in a workbook of any layout."""

from __future__ import annotations

import io
from time import monotonic

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from openpyxl import Workbook

from tests.factories.applications import fresh
from tests.factories.enrolment import number
from tests.web.markup import faults
from tests.web.portal.conftest import browser
from tests.web.portal.test_lines import pins, text
from unionhall.registers.models import Record
from unionhall.web.portal.views import naming


def press(clerk, case, **given):
    where = f"/cases/{case.key}/lines/paste/"
    return clerk.post(where, {**pins(text(clerk.get(where))), **given})


def workbook(*rows) -> SimpleUploadedFile:
    book, content = Workbook(), io.BytesIO()
    book.create_sheet("隐藏", 0).sheet_state = "hidden"
    for row in rows:
        book["Sheet"].append(row)
    book.active = 1
    book.save(content)
    return SimpleUploadedFile("名单.xlsx", content.getvalue())


def name(serial):
    row = Record.objects.filter(register="roster").order_by("pk")[serial]
    return row.values["name"]


def test_the_list_leads_to_it(aid, clerk):
    case = aid.draft()
    html = text(clerk.get(f"/cases/{case.key}/lines/"))
    assert f'href="/cases/{case.key}/lines/paste/"' in html
    page = clerk.get(f"/cases/{case.key}/lines/paste/")
    assert faults(page) == []


def test_cells_copied_from_a_table_are_put_there(aid, clerk):
    case = aid.draft()
    answer = press(clerk, case, rows=f"{name(0)}\t{number(0)}\r\n\r\n{name(1)}\t{number(1)}\r\n")
    assert answer["Location"] == f"/cases/{case.key}/lines/"
    assert fresh(case).line_count == 2


def test_what_was_not_taken_stands_there_again(aid, clerk):
    case = aid.draft()
    answer = press(clerk, case, rows=f"{number(0)}\n马六 {number(1)}\n{number(99)}")
    html = text(answer)
    assert faults(answer) == []
    assert "有 2 行没有加入" in html
    assert "已加入 1 人。" in html
    assert "第 3 行：本工会的职工名册中没有这个号码的人。" in html
    kept = html.split("<textarea")[1].split(">", 1)[1].split("</textarea>")[0]
    assert kept.split() == ["马六", number(1), number(99)]
    assert fresh(case).line_count == 1
    assert press(clerk, case, rows=f"{name(1)} {number(1)}").status_code == 302


def test_a_workbook_of_any_layout_is_read(aid, clerk):
    case = aid.draft()
    book = workbook(
        ["序号", "部门", "姓名", "身份证号"], *([n, "车间", name(n), number(n)] for n in range(3))
    )
    answer = press(clerk, case, workbook=book, rows="")
    assert answer.status_code == 302, text(answer)
    assert fresh(case).line_count == 3


@pytest.mark.parametrize(
    ("content", "word"),
    [(b"PK\x03\x04 broken", "工作簿"), (b"\xd0\xcf\x11\xe0" + b"x" * 600, "xls")],
)
def test_what_is_no_workbook_is_refused_with_the_repair(aid, clerk, content, word):
    case = aid.draft()
    answer = press(clerk, case, workbook=SimpleUploadedFile("名单.xlsx", content), rows="留着")
    assert answer.status_code == 422
    assert word in text(answer)
    assert ">留着</textarea>" in text(answer)


def test_a_number_that_lost_its_digits_is_not_guessed(aid, clerk):
    case = aid.draft()
    answer = press(clerk, case, workbook=workbook([name(0), 790101199001010000]), rows="")
    assert "没有这个号码的人" in text(answer)
    assert fresh(case).line_count == 0


def test_too_many_lines_ask_for_a_workbook(aid, clerk, monkeypatch):
    monkeypatch.setattr(naming, "MOST_PASTED", 2)
    answer = press(clerk, aid.draft(), rows="1\n2\n3")
    assert answer.status_code == 422
    assert "请上传工作簿" in text(answer)


def test_strangers_are_told_of_no_such_page(aid):
    case = aid.draft()
    assert browser(aid.city.zhou).get(f"/cases/{case.key}/lines/paste/").status_code == 404


def test_the_same_press_again_says_so_and_loses_nothing(aid, clerk):
    case = aid.draft()
    where = f"/cases/{case.key}/lines/paste/"
    sent = {**pins(text(clerk.get(where))), "rows": f"{number(0)}\n{number(99)}"}
    first = clerk.post(where, sent)
    again = clerk.post(where, sent)
    assert faults(again) == []
    assert "刚才已经加入名单" in text(again)
    assert number(99) in text(again)
    assert fresh(case).line_count == 1
    keys = {pins(text(page))["key"] for page in (first, again)} | {sent["key"]}
    assert len(keys) == 3  # what is corrected is another press
    assert "有 1 行没有加入" in text(clerk.post(where, {**sent, **pins(text(again))}))


def test_people_and_a_workbook_at_once_are_not_mixed_up(aid, clerk):
    case = aid.draft()
    answer = press(clerk, case, workbook=workbook([number(0)]), rows=number(1))
    assert answer.status_code == 422
    assert "分两次提交" in text(answer)
    assert f">{number(1)}</textarea>" in text(answer)
    assert fresh(case).line_count == 0


@pytest.mark.parametrize("line", ["甲" + " " * 300_000 + "乙", "甲 " * 100_000, "甲" * 300_000])
def test_a_line_of_any_length_is_parted_in_a_moment(line):
    began = monotonic()
    naming.cells_of(line)
    assert monotonic() - began < 2


@pytest.mark.parametrize(
    ("line", "cells"),
    [
        ("张三\t790101199001010000", ("张三", "790101199001010000")),
        ("张三 790101199001010000", ("张三", "790101199001010000")),
        ("790101199001010000  张三", ("790101199001010000", "张三")),
        ("张三，790101199001010000", ("张三", "790101199001010000")),
        ("ANNA MUSTER,E79000001", ("ANNA MUSTER", "E79000001")),
        ("  ", ()),
    ],
)
def test_cells_of_a_line(line, cells):
    assert naming.cells_of(line) == cells
