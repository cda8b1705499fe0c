"""S1-48..64: each message of the manual, word for word, out of a definition and a workbook."""

from __future__ import annotations

import pytest

from tests.workbooks.books import filled, told
from tests.workbooks.collection import (
    COLLECTION,
    MESSAGES,
    TODAY,
    UNION,
    definition,
    document,
    number,
    person,
)
from unionhall.engine import import_rows
from unionhall.engine.import_rows import Names
from unionhall.workbooks.checks import Checker
from unionhall.workbooks.raw import RawCell, RawRow

NAMES = Names("2026-11-20", "2026-11-20T10:00:00+08:00", "b", {"id": "u1", "name": UNION})


def said_of_header(tmp_path, **head):
    return told(tmp_path, filled([person()], head))


def said_of_rows(tmp_path, *rows):
    return told(tmp_path, filled(rows))


def checked(row, facts):
    """What the checks of the definition say that look into the register."""
    names = Names(NAMES.today, NAMES.now, "b", NAMES.union, row=row, facts=facts)
    found = import_rows.findings(COLLECTION, COLLECTION.row_checks, names)
    return [(one.code, import_rows.words(COLLECTION, one, 7, names)["message"]) for one in found]


@pytest.mark.row("S1-16", "S1-48")
def test_the_name_of_another_union():
    names = Names("2026-11-20", NAMES.now, "b", NAMES.union, header={"union_name": "别的工会"})
    found = import_rows.findings(COLLECTION, COLLECTION.header_checks, names)
    words = [import_rows.words(COLLECTION, one, 0, names) for one in found]
    assert [one["message"] for one in words] == ["工会名称不匹配！"]


@pytest.mark.row("S1-16", "S1-48")
@pytest.mark.parametrize(
    "name", [f" {UNION}", f"{UNION} ", f"{UNION}\u3000", "鹭湾市 机械厂工会委员会"]
)
def test_blanks_in_the_name_of_the_union(tmp_path, name):
    assert said_of_header(tmp_path, union_name=name) == [(0, "union_name", "工会名称不匹配！")]


@pytest.mark.row("S1-49", "S1-50", "S1-51", "S1-52")
@pytest.mark.parametrize(
    ("key", "value", "message"),
    [
        ("income", "6", "职工平均月收入编码错误！"),
        ("income", "5000元", "职工平均月收入编码错误！"),
        ("unit_type", "61", "单位类型填写错误！"),
        ("branch", "79012", "无效的领卡网点！"),
        ("transport", "要", "是否深圳通请填写【是】或【否】！"),
    ],
)
def test_codes_of_the_header(tmp_path, key, value, message):
    assert said_of_header(tmp_path, **{key: value}) == [(0, key, message)]


@pytest.mark.row("S1-53")
@pytest.mark.parametrize(
    "bend",
    [
        lambda sheet: sheet.delete_rows(1),
        lambda sheet: sheet.__setitem__("A1", None),
        lambda sheet: sheet.merge_cells("A3:B3"),
        lambda sheet: sheet.__setitem__("C4", None),
        lambda sheet: sheet.__setitem__("A3", "单位"),
        lambda sheet: sheet.__setitem__("C6", "证件"),
    ],
    ids=["first-row-deleted", "anchor", "merged", "value-missing", "label", "title"],
)
def test_a_header_that_is_not_whole(tmp_path, bend):
    found = told(tmp_path, filled([person()], bend=bend))
    assert [message for _, _, message in found] == ["请把表头内容填写完整！"]


@pytest.mark.row("S1-17", "S1-18", "S1-19", "S1-54")
@pytest.mark.parametrize(
    "wrong",
    [
        "790101199001011231",  # check digit
        "790101199002301234",  # no such day
        "79O1O1199001011233",  # letter O
        790101199001011233,  # a number: its last digits are lost
    ],
)
def test_a_wrong_number_that_says_it_is_a_resident_card(tmp_path, wrong):
    row = person(
        document_no=wrong, document_kind="居民身份证", country="中国", born_on="1990-01-01"
    )
    assert said_of_rows(tmp_path, row) == [(7, "document_no", MESSAGES["E54"])]


@pytest.mark.row("S1-55", "S1-56", "S1-57", "S1-65")
def test_a_wrong_number_asks_for_kind_country_and_birth(tmp_path):
    found = said_of_rows(tmp_path, person(document_no="790101199001011231"))
    assert found == [
        (7, "document_no", MESSAGES["E54"]),
        (7, "document_kind", "证件号码无效或者为非居民身份证时，证件类型必填！"),
        (7, "country", "证件号码无效或者为非居民身份证时，国家/地区必填！"),
        (7, "born_on", "证件号码无效或者为非居民身份证时，出生日期必填！"),
    ]


@pytest.mark.row("S1-55", "S1-57", "S1-65")
def test_a_passport_asks_for_country_and_birth_and_is_right_with_them(tmp_path):
    passport = person(document_no="E12345678", document_kind="护照")
    complete = person(
        2, document_no="E87654321", document_kind="护照", country="日本", born_on="1990.3.7"
    )
    found = said_of_rows(tmp_path, passport, complete)
    assert found == [
        (7, "country", "证件号码无效或者为非居民身份证时，国家/地区必填！"),
        (7, "born_on", "证件号码无效或者为非居民身份证时，出生日期必填！"),
    ]


@pytest.mark.row("S1-18", "S1-58")
@pytest.mark.parametrize(
    "wrong", ["79010119900101123", "7901011990010112345", "790101900101123", "79O101199O0101123"]
)
def test_a_number_that_is_not_18_long_is_told_so_first(tmp_path, wrong):
    row = person(
        document_no=wrong, document_kind="居民身份证", country="中国", born_on="1990-01-01"
    )
    assert said_of_rows(tmp_path, row) == [
        (7, "document_no", "身份证号码格式错误，请填写18位正确的身份证号码！")
    ]


@pytest.mark.row("S1-20", "S1-59")
@pytest.mark.parametrize("wrong", ["1360000000", "136000000000", "2360000000x"])
def test_a_mobile_number(tmp_path, wrong):
    message = f"手机号码：{wrong}为无效手机号，请填写长度为11位数字的有效手机号码。"
    assert said_of_rows(tmp_path, person(mobile=wrong)) == [(7, "mobile", message)]


@pytest.mark.row("S1-60")
def test_the_same_number_twice_names_row_and_person(tmp_path):
    rows = [person(1), person(2, name="李四"), person(3, name="王五", document_no=number(2))]
    assert said_of_rows(tmp_path, *rows) == [(9, "document_no", "同8行的李四证件号码相同。")]


@pytest.mark.row("S1-61")
def test_another_name_for_a_known_number():
    facts = {"holder": {"id": "p1", "name": "李四"}, "member": None}
    assert checked(person(), facts) == [("E61", "该证件号码已存在！")]


@pytest.mark.row("S1-62")
def test_a_member_of_another_union_that_may_not_be_named():
    facts = {"holder": {"id": "p1", "name": "张晓明"}, "member": {"union": "u2", "union_name": ""}}
    assert checked(person(), facts) == [("E62", "该证件号码已存在！")]


@pytest.mark.row("S1-63")
def test_a_member_of_a_union_that_is_named():
    union = "鹭湾市造船厂工会委员会"
    facts = {
        "holder": {"id": "p1", "name": "张晓明"},
        "member": {"union": "u2", "union_name": union},
    }
    assert checked(person(), facts) == [("E63", f"该证件号码在【{union}】中已存在！")]


@pytest.mark.row("S1-64")
def test_a_formula_is_told_without_its_sign(tmp_path):
    formula = "VLOOKUP(B7,'[1]160318'!$A$1:$D$65536,4,0)"
    found = said_of_rows(tmp_path, person(mobile=f"={formula}"))
    message = f"手机号码：{formula}为无效手机号，请填写长度为11位数字的有效手机号码。"
    assert found == [(7, "mobile", message)]


@pytest.mark.row("S1-47")
def test_what_a_person_typed_is_never_read_as_a_place_holder(tmp_path):
    found = said_of_rows(tmp_path, person(mobile="{name}{row}"))
    assert found[0][2] == "手机号码：{name}{row}为无效手机号，请填写长度为11位数字的有效手机号码。"


def test_good_rows_have_nothing_said_of_them(tmp_path):
    assert said_of_rows(tmp_path, *(person(serial) for serial in range(1, 30))) == []


def test_a_condition_that_cannot_be_worked_out_asks_for_the_cell():
    columns = document()["template"]["columns"]
    columns[5]["required"] = "row.no_such_column == 'x'"
    checker = Checker(definition(template={"columns": columns}), today=TODAY)
    cells = {key: RawCell(value, "text") for key, value in person().items()}
    _, problems = checker.row(RawRow(7, cells))
    assert [(one.code, one.column) for one in problems] == [("required", "country")]
