"""What LibreOffice, WPS, strict Excel and streaming writers save is read like the template."""

from __future__ import annotations

import io
import re
import zipfile

import pytest
from openpyxl import load_workbook

from tests.workbooks import programs
from tests.workbooks.books import SHEET, bent, filled, head_problems, read, saved, told
from tests.workbooks.collection import COLLECTION, number, person
from unionhall.workbooks import result, wording
from unionhall.workbooks.problems import Problem
from unionhall.workbooks.raw import RawCell

PROGRAMS = {
    "libre-office": programs.libre_office,
    "strict": programs.strict,
    "wps": programs.wps,
    "streamed": programs.streamed,
    "absolute": programs.absolute,
}
ROWS = [person(1), person(2, document_kind="护照", document_no="E12345678", country="美国",
                          gender="女", born_on="1991-12-31")]  # fmt: skip


@pytest.fixture(params=list(PROGRAMS))
def program(request):
    return PROGRAMS[request.param]


@pytest.mark.row("X3-20", "S1-09")
def test_it_is_read_without_complaint(tmp_path, program):
    data = program(filled(ROWS))
    values, problems = head_problems(tmp_path, data)
    assert problems == []
    assert (values["unit_type"], values["branch"]) == ("60", "79010")
    assert told(tmp_path, data) == []
    first, second = read(tmp_path, data)
    assert (first.number, second.number) == (7, 8)
    assert first.cells["document_no"] == RawCell(number(1), "text")
    assert second.cells["document_no"] == RawCell("E12345678", "text")


def test_the_result_says_what_became_of_each_row(tmp_path, program):
    """Also where the inside is too odd for marks to be spliced in; either may be handed in."""
    problems = {8: [wording.problem(COLLECTION, Problem("required", "country", {}), 8)]}
    path = saved(tmp_path, program(filled(ROWS)))
    data = result.write(path, COLLECTION, problems, {7: "已导入", 8: "失败"})
    sheet = load_workbook(io.BytesIO(programs.transitional(data)))[COLLECTION.sheet]
    rows = [[cell.value for cell in row[13:16]] for row in sheet.iter_rows(min_row=6, max_row=8)]
    assert rows == [["行号", "结果", "错误类型"], ["7", "已导入", None], ["8", "失败", "会员"]]
    assert head_problems(tmp_path, data)[1] == []
    assert [row.number for row in read(tmp_path, data)] == [7, 8]


def test_days_are_read_however_they_were_written(tmp_path):
    strict = read(tmp_path, programs.strict(filled(ROWS[:1])))
    assert strict[0].cells["born_on"] == RawCell("1991-12-31T00:00:00", "date")
    assert told(tmp_path, programs.strict(filled(ROWS[:1]))) == []


def test_the_general_format_of_wps_makes_no_days(tmp_path):
    data = programs.wps(filled(ROWS[:1]))
    styles = _part(data, programs.STYLES)
    count = styles[styles.index(b"<cellXfs") :].count(b"<xf ")
    data = programs.in_row(data, 7, b'<c r="L7" s="%d"><v>3</v></c>' % (count - 1))
    assert read(tmp_path, data)[0].cells["children"] == RawCell("3", "number")


def test_a_picture_in_a_cell_is_told_as_the_formula_it_is(tmp_path):
    picture = b'<c r="M7" t="str"><f>_xlfn.DISPIMG("ID_1",1)</f><v>=DISPIMG("ID_1",1)</v></c>'
    data = programs.in_row(programs.wps(filled(ROWS[:1])), 7, picture)
    assert [(row, column) for row, column, _ in told(tmp_path, data)] == [(7, "remark")]


def test_a_mark_that_only_one_place_kept_is_enough(tmp_path):
    """Some programs drop properties, others hidden names; without both it may be any table."""
    data = filled(ROWS)
    without = {programs.CUSTOM: lambda content: None}
    assert head_problems(tmp_path, bent(data, without))[1] == []
    nameless = {
        programs.BOOK: lambda content: re.sub(
            rb"<definedNames>.*?</definedNames>", b"", content, flags=re.DOTALL
        )
    }
    assert head_problems(tmp_path, bent(data, nameless))[1] == []
    neither = head_problems(tmp_path, bent(data, without | nameless))[1]
    assert [one.code for one in neither] == ["no-version"]


def test_a_row_gets_the_height_its_marks_need(tmp_path):
    """Programs write a height with each row and keep it: a second error would not be seen."""
    problems = {
        8: [
            wording.problem(COLLECTION, Problem("required", "country", {}), 8),
            wording.problem(COLLECTION, Problem("format", "mobile", {"value": "1"}), 8),
        ]
    }
    path = saved(tmp_path, programs.libre_office(filled(ROWS)))
    data = result.write(path, COLLECTION, problems, {7: "已导入", 8: "失败"})
    sheet = load_workbook(io.BytesIO(data))[COLLECTION.sheet]
    assert sheet.row_dimensions[7].height == 13.8
    assert sheet.row_dimensions[8].height >= 3 * 15
    rows = re.findall(rb'<row r="8"[^>]*>', _part(data, SHEET))
    assert rows[0].count(b" ht=") == rows[0].count(b" customHeight=") == 1


def test_a_row_that_is_high_enough_keeps_its_height(tmp_path):
    def high(sheet):
        sheet.row_dimensions[8].height = 120

    problems = {8: [wording.problem(COLLECTION, Problem("required", "country", {}), 8)] * 2}
    path = saved(tmp_path, filled(ROWS, bend=high))
    data = result.write(path, COLLECTION, problems, {})
    assert load_workbook(io.BytesIO(data))[COLLECTION.sheet].row_dimensions[8].height == 120


def _part(data: bytes, name: str) -> bytes:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return archive.read(name)
