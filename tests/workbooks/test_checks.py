"""Rows: what is required, what stands twice, in which order things are said."""

from __future__ import annotations

from tests.workbooks.collection import COLLECTION, TODAY, definition, document, number, person
from unionhall.workbooks.checks import Checker, row_findings
from unionhall.workbooks.raw import RawCell, RawRow


def raw(serial, line=None, **cells):
    known = {key: text for key, text in person(serial, **cells).items() if text is not None}
    found = {key: RawCell(text, "text") for key, text in known.items()}
    return RawRow(line or 6 + serial, found)


def said(problems):
    return [(one.code, one.column) for one in problems]


def test_problems_come_in_the_order_of_the_columns():
    row = raw(1, name=None, mobile="1", document_no="1", children="10")
    _, problems = row_findings(COLLECTION, row, today=TODAY)
    assert said(problems) == [
        ("required", "name"),
        ("format", "document_no"),
        ("format", "mobile"),
        ("required", "document_kind"),
        ("required", "country"),
        ("required", "born_on"),
        ("range", "children"),
    ]


def test_values_come_in_normal_form():
    values, problems = row_findings(
        COLLECTION, raw(1, mobile="154 0000 0001", children="２"), today=TODAY
    )
    assert problems == []
    assert values == {
        "sequence": "1",
        "name": "张晓明",
        "document_no": number(1),
        "mobile": "15400000001",
        "children": 2,
    }


def test_the_first_of_two_equal_rows_is_right_and_each_later_one_names_it():
    checker = Checker(COLLECTION, today=TODAY)
    again = [raw(1, 7), raw(1, 8), raw(2, 9), raw(1, 10)]
    found = [checker.row(row)[1] for row in again]
    assert [said(one) for one in found] == [
        [],
        [("duplicate", "document_no")],
        [],
        [("duplicate", "document_no")],
    ]
    assert [one[0].params["row"] for one in found if one] == [7, 7]


def test_a_row_read_again_is_no_duplicate_of_itself():
    checker = Checker(COLLECTION, today=TODAY)
    assert [checker.row(raw(1, 7))[1], checker.row(raw(1, 7))[1]] == [[], []]


def test_wrong_numbers_are_not_compared():
    checker = Checker(COLLECTION, today=TODAY)
    cells = {
        "document_no": "123",
        "document_kind": "居民身份证",
        "country": "x",
        "born_on": "2000-01-01",
    }
    found = [said(checker.row(raw(1, line, **cells))[1]) for line in (7, 8)]
    assert found == [[("format", "document_no")], [("format", "document_no")]]


def test_two_columns_are_one_key_together():
    checker = Checker(definition(unique=["document_no", "mobile"]), today=TODAY)
    rows = [raw(1, 7), raw(1, 8, mobile="15400000099"), raw(1, 9)]
    assert [said(checker.row(row)[1]) for row in rows] == [[], [], [("duplicate", "mobile")]]


def test_a_condition_may_look_at_the_header():
    columns = document()["template"]["columns"]
    columns[12]["required"] = "header.transport == 'yes'"
    import_ = definition(template={"columns": columns})
    found = {
        value: said(Checker(import_, today=TODAY, header={"transport": value}).row(raw(1))[1])
        for value in ("yes", "no")
    }
    assert found == {"yes": [("required", "remark")], "no": []}


def test_marks_are_problems_of_the_row():
    row = raw(1)._replace(marks={"": "hidden", "remark": "merged"})
    _, problems = row_findings(COLLECTION, row, today=TODAY)
    assert said(problems) == [("hidden", ""), ("merged", "remark")]
