"""The uploaded workbook given back: kept as it was, with marks, and read again without them."""

from __future__ import annotations

import io
import zipfile

import pytest
from openpyxl import load_workbook
from openpyxl.styles import Font

from tests.workbooks.books import SHEET, as_excel, bent, filled, head_problems, read, saved
from tests.workbooks.collection import COLLECTION, person
from unionhall.workbooks import plain_result, report, result, wording
from unionhall.workbooks.problems import Problem
from unionhall.workbooks.refusals import NotAWorkbook

TITLES = ["行号", "结果", "错误类型", "错误内容", "原因", "解决方法"]
RED = "FFFFD9D4"


def words(code, column, row, **params):
    return wording.problem(COLLECTION, Problem(code, column, params), row)


PROBLEMS = {
    8: [words("format", "mobile", 8, value="123")],
    9: [words("required", "country", 9), words("format", "document_no", 9)],
}
STATES = {7: "已导入", 8: "失败", 9: "失败", 10: "未变"}


def upload(bend=None):
    rows = [person(1), person(2, mobile="123"), person(3, document_no="1"), person(4)]
    return filled(rows, bend=bend)


def written(folder, data, **how):
    return result.write(saved(folder, data), COLLECTION, PROBLEMS, STATES, **how)


def marks_of(data):
    sheet = load_workbook(io.BytesIO(data))[COLLECTION.sheet]
    return [[cell.value for cell in row[13:19]] for row in sheet.iter_rows(min_row=6, max_row=10)]


EXPECTED = [
    TITLES,
    ["7", "已导入", None, None, None, None],
    ["8", "失败", "会员", "手机号码：123为无效手机号，请填写长度为11位数字的有效手机号码。", "原因", "办法"],
    [
        "9",
        "失败",
        "会员",
        "1. 证件号码无效或者为非居民身份证时，国家/地区必填！\n2. 身份证号码无效，请核对身份证原件,并检查所填数据中是否存在字母\"O\"！",
        "原因",
        "办法",
    ],
    ["10", "未变", None, None, None, None],
]  # fmt: skip


def prefixed(content: bytes) -> bytes:
    import re

    return re.sub(rb"<(/?)([a-zA-Z])", rb"<\1x:\2", content).replace(b"xmlns=", b"xmlns:x=", 1)


@pytest.mark.row("S1-47", "X3-22")
@pytest.mark.parametrize(
    "data",
    [
        upload(),
        as_excel(upload()),
        bent(upload(), {SHEET: prefixed}),
        bent(upload(), {SHEET: lambda c: c.replace(b"<row ", b"<row spans='1:13' ")}),
        bent(upload(), {SHEET: lambda c: ("<?xml version='1.0' encoding='UTF-16'?>" + c.decode()).encode("utf-16")}),
        bent(upload(), {"xl/styles.xml": lambda c: c.replace(b"<cellXfs", b"<odd").replace(b"/cellXfs", b"/odd")}),
    ],
    ids=["openpyxl", "excel", "prefixed", "spans", "utf-16", "odd-styles"],
)  # fmt: skip
def test_each_row_says_what_became_of_it(tmp_path, data):
    assert marks_of(written(tmp_path, data)) == EXPECTED


def test_wrong_cells_are_coloured_and_keep_their_look(tmp_path):
    def bend(sheet):
        sheet["D8"].font = Font(bold=True, color="FF0000FF")
        sheet["D8"].number_format = "0.00"

    sheet = load_workbook(io.BytesIO(written(tmp_path, upload(bend))))[COLLECTION.sheet]
    coloured = [c.coordinate for row in sheet.iter_rows() for c in row if c.fill.fgColor.rgb == RED]
    assert coloured == ["D8", "C9"]
    assert (sheet["D8"].font.bold, sheet["D8"].font.color.rgb) == (True, "FF0000FF")
    assert sheet["D8"].number_format == "0.00"
    assert sheet["D8"].value == "123"


def test_everything_else_of_the_file_is_kept(tmp_path):
    def bend(sheet):
        sheet["B8"].font = Font(italic=True)
        sheet.row_dimensions[8].height = 33
        sheet.parent.create_sheet("我的草稿")["A1"] = "备忘"

    data = upload(bend)
    given = written(tmp_path, data)
    book = load_workbook(io.BytesIO(given))
    assert book.sheetnames == ["会员信息采集", "录入说明", "_lists", "我的草稿"]
    assert book["我的草稿"]["A1"].value == "备忘"
    sheet = book[COLLECTION.sheet]
    assert sheet["B8"].font.italic
    assert sheet.row_dimensions[8].height == 33
    assert sheet.column_dimensions["Q"].width == 48
    assert len(sheet.data_validations.dataValidation) == len(
        load_workbook(io.BytesIO(data))[COLLECTION.sheet].data_validations.dataValidation
    )
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(io.BytesIO(given)) as new:
        assert set(old.namelist()) == set(new.namelist())
        assert {n for n in old.namelist() if old.read(n) != new.read(n)} == {SHEET, "xl/styles.xml"}


def test_large_parts_beside_the_sheet_are_copied_in_pieces(tmp_path, monkeypatch):
    data = bent(upload(), {"xl/media/large.bin": lambda _: b"x" * 2_000_000})
    real, whole = zipfile.ZipFile.read, []

    def reading(self, name, *how):
        whole.append(getattr(name, "filename", name))
        return real(self, name, *how)

    monkeypatch.setattr(zipfile.ZipFile, "read", reading)
    given = written(tmp_path, data)
    assert "xl/media/large.bin" not in whole
    with zipfile.ZipFile(io.BytesIO(given)) as new:
        assert len(real(new, "xl/media/large.bin")) == 2_000_000


def test_a_sheet_that_declares_entities_is_not_taken_apart(tmp_path):
    def declared(sheet):
        return sheet.replace(b"<worksheet", b'<!DOCTYPE x [<!ENTITY a "b">]><worksheet', 1)

    with pytest.raises(NotAWorkbook):
        written(tmp_path, bent(upload(), {SHEET: declared}))


def test_the_rows_read_as_before(tmp_path):
    given = written(tmp_path, upload())
    assert read(tmp_path, given) == read(tmp_path, upload())


@pytest.mark.row("X3-28")
def test_a_corrected_result_can_be_handed_in_again_and_again(tmp_path):
    once = written(tmp_path, upload())
    assert head_problems(tmp_path, once)[1] == []
    twice = written(tmp_path, once)
    assert head_problems(tmp_path, twice)[1] == []
    assert [row.number for row in read(tmp_path, twice)] == [7, 8, 9, 10]


def test_only_our_own_marks_may_stand_beside(tmp_path):
    book = load_workbook(io.BytesIO(written(tmp_path, upload())))
    book[COLLECTION.sheet]["Z7"] = "已核对"
    out = io.BytesIO()
    book.save(out)
    assert [one.code for one in head_problems(tmp_path, out.getvalue())[1]] == ["last-column"]


def test_marks_stand_right_of_cells_that_only_have_a_style(tmp_path):
    data = upload(lambda sheet: setattr(sheet["P8"], "font", Font(bold=True)))
    sheet = load_workbook(io.BytesIO(written(tmp_path, data)))[COLLECTION.sheet]
    assert [cell.value for cell in sheet[6]][16:22] == TITLES


def test_what_is_wrong_with_the_header_stands_in_its_row(tmp_path):
    header = [wording.problem(COLLECTION, Problem("choice", "income", {"value": "9"}), 0)]
    given = result.write(saved(tmp_path, upload()), COLLECTION, {}, {}, header=header)
    sheet = load_workbook(io.BytesIO(given))[COLLECTION.sheet]
    assert sheet["Q4"].value == "职工平均月收入编码错误！"
    assert sheet["G4"].fill.fgColor.rgb == RED


def test_values_only_says_the_same_and_never_writes_a_formula(tmp_path):
    from unionhall.workbooks.limits import LIMITS
    from unionhall.workbooks.marks_of_rows import Marks

    data = filled([person(1), person(2, mobile="=1+1"), person(3), person(4)])
    marks = Marks(COLLECTION, PROBLEMS, STATES, ())
    given = plain_result.write(saved(tmp_path, data), COLLECTION, marks, LIMITS)
    assert marks_of(given) == EXPECTED
    sheet = load_workbook(io.BytesIO(given))[COLLECTION.sheet]
    assert (sheet["D8"].value, sheet["D8"].data_type) == ("1+1", "s")
    assert sheet["A1"].value == "附件2"
    assert "f" not in {cell.data_type for row in sheet.iter_rows() for cell in row}


def test_a_message_with_signs_of_xml_stays_what_it_is(tmp_path):
    said = {8: [{**PROBLEMS[8][0], "message": "<b>&\x00]]></is>=1+1"}]}
    given = result.write(saved(tmp_path, upload()), COLLECTION, said, STATES)
    sheet = load_workbook(io.BytesIO(given))[COLLECTION.sheet]
    assert (sheet["Q8"].value, sheet["Q8"].data_type) == ("<b>& ]]></is>=1+1", "s")


def test_ten_thousand_rows_are_spliced_in_pieces(tmp_path):
    rows = [person(serial % 900) for serial in range(10_000)]
    states = dict.fromkeys(range(7, 10007), "已导入")
    problems = dict.fromkeys(range(7, 10007, 10), PROBLEMS[8])
    given = result.write(saved(tmp_path, filled(rows)), COLLECTION, problems, states)
    sheet = load_workbook(io.BytesIO(given), read_only=True)[COLLECTION.sheet]
    found = list(sheet.iter_rows(min_row=7, values_only=True))
    assert [row[13] for row in found] == [str(number) for number in range(7, 10_007)]
    assert sum(len(row) > 16 for row in found) == 1_000
    assert [row[0] for row in found] == [str(serial % 900) for serial in range(10_000)]


@pytest.mark.row("S1-47")
def test_the_report_lists_every_problem():
    lines = [
        (0, "", wording.problem(COLLECTION, Problem("anchor", ""), 0)),
        (8, "=张三", PROBLEMS[8][0]),
    ]
    sheet = load_workbook(io.BytesIO(report.write(COLLECTION, lines))).worksheets[0]
    rows = [[cell.value for cell in row] for row in sheet.iter_rows()]
    assert rows[0] == ["行号", "姓名", "列", "错误类型", "错误内容", "原因", "解决方法"]
    assert rows[1][0] == "表头"
    assert rows[1][4] == "请把表头内容填写完整！"
    assert rows[2][:3] == ["8", "=张三", "手机号码"]
    assert sheet["B3"].data_type == "s"


def test_a_workbook_without_the_sheet_is_given_back_without_rows(tmp_path):
    data = upload(lambda sheet: setattr(sheet, "title", "别的"))
    given = written(tmp_path, data)
    assert load_workbook(io.BytesIO(given)).sheetnames == [COLLECTION.sheet]
