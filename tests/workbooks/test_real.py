"""Days and amounts of an export are days and amounts; what only looks like one stays a text."""

from __future__ import annotations

import io
from datetime import date, datetime

import pytest
from openpyxl import load_workbook

from unionhall.workbooks import exports, real, sizes


@pytest.mark.parametrize(
    ("text", "kind", "expected"),
    [
        ("2026年3月5日", real.DATE, (date(2026, 3, 5), 'yyyy"年"m"月"d"日"')),
        ("2026-03-05", real.DATE, (date(2026, 3, 5), "yyyy-mm-dd")),
        ("2026-3-5", real.DATE, (date(2026, 3, 5), "yyyy-m-d")),
        ("¥1,234.50", real.MONEY, (1234.5, '"¥"#,##0.00')),
        ("¥0.00", real.MONEY, (0.0, '"¥"#,##0.00')),
        ("1,234", real.NUMBER, (1234, "#,##0")),
        ("-3", real.NUMBER, (-3, "0")),
        ("2026年2月30日", real.DATE, None),
        ("2026年3-5日", real.DATE, None),
        ("1899-12-31", real.DATE, None),
        ("=1+1", real.NUMBER, None),
        ("-1+2", real.NUMBER, None),
        ("007", real.NUMBER, None),
        ("790101199003070077", real.NUMBER, None),
        ("１２", real.NUMBER, None),
        ("12%", real.MONEY, None),
        ("", real.DATE, None),
        ("12", "", None),
    ],
)
def test_what_is_surely_one(text, kind, expected):
    assert real.of(text, kind) == expected


def written(columns, rows):
    out = io.BytesIO()
    exports.write(columns, rows, out, title="名单")
    return load_workbook(out).active


def test_an_export_can_be_sorted_by_its_days_and_added_up():
    kinds = [("编号", ""), ("日期", real.DATE), ("金额", real.MONEY)]
    columns = [exports.Column(title, kind=kind) for title, kind in kinds]
    sheet = written(columns, [["12", "2026年3月5日", "¥1,234.50"], ["=1", "待定", "—"]])
    first, second = list(sheet.iter_rows(min_row=2))
    day = datetime(2026, 3, 5)  # noqa: DTZ001 - sheets have no zone
    assert [cell.value for cell in first] == ["12", day, 1234.5]
    assert [cell.data_type for cell in first] == ["s", "d", "n"]
    assert first[1].number_format == 'yyyy"年"m"月"d"日"'
    assert [(cell.value, cell.data_type) for cell in second] == [
        ("=1", "s"),
        ("待定", "s"),
        ("—", "s"),
    ]


def test_a_column_is_as_wide_as_what_stands_in_it():
    columns = [exports.Column(title) for title in ("序号", "证件号码", "备注")]
    sheet = written(columns, [["1", "7901**********0077", "很长的备注" * 30]])
    widths = [sheet.column_dimensions[letter].width for letter in "ABC"]
    assert widths == [exports.NARROWEST, 20, exports.WIDEST]


def test_chinese_signs_take_the_place_of_two():
    assert [sizes.width_of(text) for text in ("abc", "工会", "a工", "")] == [3, 4, 3, 0]
    assert [sizes.lines_of(text, 11) for text in ("", "a" * 10, "工" * 6, "a\nb")] == [1, 1, 2, 2]
    assert sizes.height_of([("工" * 4_000, 11)]) == sizes.HIGHEST
