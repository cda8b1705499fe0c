"""Lists as files: texts only, no formulas, whatever people typed."""

from __future__ import annotations

import csv
import io
import subprocess
import zipfile

import pytest
from openpyxl import load_workbook

from unionhall.workbooks import exports
from unionhall.workbooks.exports import Column

COLUMNS = (Column("姓名"), Column("备注", 30))
FORMULAS = (
    "=1+1",
    "=cmd|' /C calc'!A0",
    "+79010000000",
    "-2+3",
    "@SUM(A1)",
    "\t=1+1",
    "\r=1+1",
    "\n=1+1",
    " =1+1",
    "\u3000=1+1",
    "＝1+1",
    "＋1",
    "－1",
    "＠x",
    "|x",
    "%0A=1",
    '=HYPERLINK("http://x","y")',
)
STRANGE = (
    "",
    "a,b\"c'd",
    "line\nline",
    "王\x00明\x0b",
    "\ud800",
    "_x0041_",
    "𠮷" * 3,
    "<b>&amp;</b>",
    "79010119850101001X",
    "0012",
    "1e5",
    "TRUE",
    "2026-03-09",
    "'quoted",
    "  edge  ",
)


def workbook(rows, **more):
    out = io.BytesIO()
    count = exports.write(COLUMNS, rows, out, **{"title": "名单"} | more)
    out.seek(0)
    return count, out


def cells(sheet):
    return [[(cell.value, cell.data_type) for cell in row] for row in sheet.iter_rows()]


@pytest.mark.parametrize("text", FORMULAS)
def test_no_cell_is_a_formula(text):
    _, out = workbook([("王小明", text)])
    sheet = load_workbook(out).active
    cell = sheet["B2"]
    assert cell.data_type == "s"
    assert cell.quotePrefix is True
    assert cell.number_format == "@"
    assert sheet["A2"].quotePrefix is False
    with zipfile.ZipFile(out) as parts:
        xml = parts.read("xl/worksheets/sheet1.xml")
    assert b"<f" not in xml


@pytest.mark.parametrize("text", FORMULAS)
def test_no_field_of_a_csv_begins_like_a_formula(text):
    out = io.BytesIO()
    exports.write_csv(COLUMNS, [("王小明", text)], out)
    (_, row) = csv.reader(io.StringIO(out.getvalue().decode("utf-8-sig"), newline=""))
    assert row[1] == f"'{text}"


def test_control_without_the_guard_the_writer_makes_a_formula():
    """What the guard is for: the library takes a leading sign for a formula by itself."""
    from openpyxl import Workbook

    book = Workbook(write_only=True)
    book.create_sheet("x").append(["=1+1"])
    out = io.BytesIO()
    book.save(out)
    assert load_workbook(out).active["A1"].data_type == "f"


@pytest.mark.parametrize("text", STRANGE)
def test_whatever_was_typed_is_a_text_and_reads_back(text):
    count, out = workbook([(text, "后")])
    assert count == 1
    (value, kind), (after, _) = cells(load_workbook(out).active)[1]
    kept = text.replace("\x00", " ").replace("\x0b", " ").replace("\ud800", " ")
    assert after == "后"
    if kept:
        # the library that reads does not undo Excel's escape
        assert (value, kind) == (kept.replace("_x0041_", "_x005F_x0041_"), "s")
    out = io.BytesIO()
    exports.write_csv(COLUMNS, [(text, "后")], out)
    (_, row) = csv.reader(io.StringIO(out.getvalue().decode("utf-8-sig"), newline=""))
    assert row == [kept, "后"]


def test_a_csv_says_that_it_is_utf_8_and_stays_open():
    out = io.BytesIO()
    assert exports.write_csv(COLUMNS, [("王", "x")] * 3, out) == 3
    assert out.getvalue().startswith(b"\xef\xbb\xbf" + "姓名,备注\r\n".encode())
    out.write(b"more")


@pytest.mark.parametrize(("length", "kept"), [(32_767, 32_767), (32_768, 32_767), (90_000, 32_767)])
def test_a_cell_holds_so_much(length, kept):
    _, out = workbook([("王", "长" * length)])
    value = load_workbook(out).active["B2"].value
    assert len(value) == kept
    assert value.endswith("…") is (length > kept)


def test_signs_that_count_twice_are_counted_twice():
    _, out = workbook([("王", "𠮷" * 20_000)])
    value = load_workbook(out).active["B2"].value
    assert len(value.encode("utf-16-le")) // 2 <= exports.LONGEST_CELL
    assert value.endswith("𠮷…")


def test_a_full_sheet_is_followed_by_another():
    count, out = workbook([(f"人{n}", "") for n in range(5)], last_row=3, notes=[("导出人", "苏")])
    assert count == 5
    book = load_workbook(out)
    assert book.sheetnames[:3] == ["名单", "名单 2", "名单 3"]
    found = [sheet["A2"].value for sheet in book.worksheets[:3]]
    assert found == ["人0", "人2", "人4"]
    assert all(sheet["A1"].value == "姓名" for sheet in book.worksheets[:3])
    assert [cell.value for cell in book.worksheets[3]["B"]] == ["苏", "5"]


def test_an_empty_list_is_a_sheet_with_its_head():
    count, out = workbook([])
    assert count == 0
    assert cells(load_workbook(out).active) == [[("姓名", "s"), ("备注", "s")]]


@pytest.mark.parametrize(
    ("title", "sheet"),
    [("a/b\\c:d*e?f[g]", "a b c d e f g"), ("", "Sheet"), ("'引'", "引"), ("长" * 40, "长" * 31)],
)
def test_a_sheet_has_a_title_excel_allows(title, sheet):
    _, out = workbook([], title=title)
    assert load_workbook(out).sheetnames == [sheet]


@pytest.mark.slow
def test_memory_does_not_grow_with_the_rows():
    """Measured in a process of its own, which nothing else has made big before."""
    program = (
        "import django,os,resource,sys;"
        "os.environ['DJANGO_SETTINGS_MODULE']='unionhall.config.settings';django.setup();"
        "from unionhall.workbooks import exports;import io,tempfile;"
        "rows=((f'{n}-{c}' for c in range(8)) for n in range(int(sys.argv[1])));"
        "exports.write([exports.Column('x')]*8,(tuple(r) for r in rows),"
        "tempfile.TemporaryFile(),title='x');"
        "print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)"
    )

    def peak(rows: int) -> int:
        import sys

        line = [sys.executable, "-c", program, str(rows)]
        return int(subprocess.run(line, capture_output=True, check=True, text=True).stdout)

    assert peak(30_000) - peak(1_000) < 25_000
