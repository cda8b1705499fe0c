"""What a cell means under its schema, and the first thing wrong with it."""

from __future__ import annotations

import pytest

from tests.workbooks.collection import BRANCHES, TODAY, number
from unionhall.language.model import ImportColumn
from unionhall.workbooks.cells import judge_of
from unionhall.workbooks.raw import RawCell


def judged(schema, text, kind="text", beside="", codelist=""):
    column = ImportColumn("c", "列", schema, codelist=codelist)
    value, said = judge_of(column, BRANCHES, TODAY)(RawCell(text, kind), beside)
    return value, said[0] if said else ""


def string(**words):
    return {"type": "string", **words}


KINDS = string(oneOf=[{"const": "111", "title": "居民身份证"}, {"const": "414", "title": "护照"}])


@pytest.mark.parametrize(
    ("schema", "text", "kind", "expected"),
    [
        (string(), " 鹭湾 ", "text", ("鹭湾", "")),
        (string(), "两\n行", "text", ("两 行", "")),
        (string(), "12", "number", ("12", "")),
        (string(), "7.9e+17", "number", ("7.9e+17", "not-text")),
        (string(maxLength=2), "三个字", "text", ("三个", "too-long")),
        (string(minLength=2), "一", "text", ("一", "too-short")),
        (string(pattern="[0-9]{4}"), "１２３４", "text", ("１２３４", "")),
        (string(pattern="[0-9]{4}"), "123", "text", ("123", "pattern")),
        (KINDS, "护照", "text", ("414", "")),
        (KINDS, " 414 ", "number", ("414", "")),
        (KINDS, "学生证", "text", ("学生证", "choice")),
        ({"type": "boolean"}, "是", "text", (True, "")),
        ({"type": "boolean"}, "false", "bool", (False, "")),
        ({"type": "boolean"}, "也许", "text", ("也许", "choice")),
        ({"type": "integer", "minimum": 1, "maximum": 9}, "７", "text", (7, "")),
        ({"type": "integer", "minimum": 1, "maximum": 9}, "10", "number", (10, "range")),
        ({"type": "integer"}, "1.5", "number", ("1.5", "type")),
        ({"type": "integer"}, "NaN", "text", ("NaN", "type")),
        ({"type": "integer"}, "1e400", "text", ("1e400", "type")),
        ({"type": "number"}, "1,234.5", "text", (1234.5, "")),
        ({"type": "integer", "format": "money"}, "1,234.56元", "text", (123456, "")),
        ({"type": "integer", "format": "money"}, "0.1", "number", (10, "")),
        ({"type": "integer", "format": "money"}, "1.234", "text", ("1.234", "format")),
        ({"type": "integer", "format": "money"}, "Infinity", "text", ("Infinity", "format")),
        (string(format="date"), "2026-03-05T09:00:00", "date", ("2026-03-05", "")),
        (string(format="date"), "2026年3月5日", "text", ("2026-03-05", "")),
        (string(format="date"), "20260305", "number", ("2026-03-05", "")),
        (string(format="date"), "2026-02-30", "text", ("2026-02-30", "format")),
        (string(format="date"), "46086", "number", ("46086", "format")),
        (string(format="cn-mobile"), "+86 154 0000 0001", "text", ("15400000001", "")),
        (string(format="cn-mobile"), "15400000001", "number", ("15400000001", "")),
        (string(format="cn-mobile"), "154OOOOOOO1", "text", ("154OOOOOOO1", "look-alike")),
        (string(format="cn-bank-account"), "1234567890", "number", ("1234567890", "not-text")),
        (string(format="cn-person-name"), "买买提•艾力", "text", ("买买提·艾力", "")),
        (string(format="cn-person-name"), "张　三", "text", ("张 三", "inner-blank")),
        (string(format="cn-person-name"), "Maria Silva", "text", ("Maria Silva", "")),
        (string(format="cn-person-name"), "Mаria", "text", ("Mаria", "look-alike")),
        (string(format="cn-person-name"), "123", "number", ("123", "format")),
        (string(), "SUM(A1)", "formula", ("SUM(A1)", "formula")),
        (string(), "#REF!", "error", ("#REF!", "error-cell")),
        (string(allOf=[{"maxLength": 1}]), "两字", "text", ("两字", "invalid")),
    ],
)  # fmt: skip
def test_cells(schema, text, kind, expected):
    assert judged(schema, text, kind) == expected


@pytest.mark.row("S1-51")
@pytest.mark.parametrize(
    ("text", "expected"),
    [("79010", ("79010", "")), ("鹭湾支行", ("79010", "")), ("不存在", ("不存在", "choice"))],
)
def test_codes_and_titles_of_a_list(text, expected):
    assert judged(string(), text, codelist="branches") == expected


def test_a_list_that_is_not_at_hand_lets_nothing_pass():
    assert judged(string(), "79010", codelist="gone") == ("79010", "choice")


@pytest.mark.row("S1-54", "S1-55", "S1-58", "S1-65")
@pytest.mark.parametrize(
    ("text", "beside", "expected"),
    [
        (number(1), "", ""),
        (number(1).lower(), "111", ""),
        ("E12345678", "414", ""),
        ("E12345678", "", "format"),
        ("H12345678", "516-hk", ""),
        ("H1234567", "516-hk", "format"),
        ("79010119900101O11", "414", ""),
        ("7901011990O1011231", "111", "look-alike"),
        ("随便", "990", "format"),
        ("ABC", "no-such-kind", "format"),
    ],
)
def test_a_number_is_judged_by_the_kind_beside_it(text, beside, expected):
    schema = string(format="cn-id-document:document_kind")
    assert judged(schema, text, beside=beside)[1] == expected
