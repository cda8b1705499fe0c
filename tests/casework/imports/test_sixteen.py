"""The messages of the manual, word for word, each with its type, cause and remedy."""

from __future__ import annotations

from datetime import date

import pytest

from tests.casework.imports.conftest import states, words
from tests.factories.people import make_person
from tests.factories.workbooks import header, member, number
from unionhall.imports.models import ImportRow
from unionhall.jobs.models import Job, JobState
from unionhall.people import store as people
from unionhall.people.models import Membership
from unionhall.registers.models import Record

pytestmark = pytest.mark.django_db


def is_refused(job: Job) -> bool:
    """The whole workbook: not one row stands in the ledger, nothing was written."""
    nothing = not Record.objects.filter(register__in=("member-card", "unit-profile")).exists()
    return job.state == JobState.DONE and job.result["is_refused"] and nothing and not states(job)


def said(job: Job, number: int = 0) -> list[str]:
    return [message for _, message in words(job, number)]


@pytest.mark.parametrize(
    "name",
    ["海滨软件有限公司", " 海滨软件有限公司工会", "海滨软件有限公司工会 ", "海滨 软件有限公司工会"],
)
@pytest.mark.row("S1-48", "S1-16")
def test_another_name_of_the_union(desk, name):
    job = desk.members([member(1)], header(desk.union, union_name=name))
    assert is_refused(job)
    assert said(job) == ["工会名称不匹配！"]


@pytest.mark.parametrize("value", ["6", "0", "五千", "2.5"])
@pytest.mark.row("S1-49")
def test_another_income(desk, value):
    job = desk.members([member(1)], header(desk.union, income_band=value))
    assert is_refused(job)
    assert said(job) == ["职工平均月收入编码错误！"]


@pytest.mark.row("S1-50")
def test_another_kind_of_unit(desk):
    job = desk.members([member(1)], header(desk.union, unit_category="61"))
    assert is_refused(job)
    assert said(job) == ["单位类型填写错误！"]


@pytest.mark.row("S1-51", "S1-15")
def test_another_branch(desk):
    job = desk.members([member(1)], header(desk.union, branch="99999"))
    assert is_refused(job)
    assert said(job) == ["无效的领卡网点！"]


@pytest.mark.row("S1-52")
def test_neither_yes_nor_no(desk):
    job = desk.members([member(1)], header(desk.union, transport_card="可以"))
    assert is_refused(job)
    assert said(job) == ["是否深圳通请填写【是】或【否】！"]


def empty_cell(sheet):
    sheet["C4"] = None


def merged(sheet):
    sheet.merge_cells("C3:D3")


def without_annex(sheet):
    sheet["A1"] = None


def row_deleted(sheet):
    sheet.delete_rows(1)


@pytest.mark.parametrize("change", [empty_cell, merged, without_annex, row_deleted])
@pytest.mark.row("S1-53", "S1-12", "S1-13")
def test_a_header_that_was_changed(desk, change):
    job = desk.members([member(1)], change=change)
    assert is_refused(job)
    assert said(job) == ["请把表头内容填写完整！"]


@pytest.mark.row("S1-14")
def test_the_last_column_is_m(desk):
    def wider(sheet):
        sheet["N6"] = "部门"

    job = desk.members([member(1)], change=wider)
    assert is_refused(job)
    assert said(job) == ["请把表头内容填写完整！"]


def test_all_that_is_wrong_with_a_header_is_told_at_once(desk):
    job = desk.members([member(1)], header(desk.union, income_band="9", union_name="别的工会"))
    assert is_refused(job)
    assert sorted(said(job)) == ["工会名称不匹配！", "职工平均月收入编码错误！"]


INVALID = '身份证号码无效，请核对身份证原件,并检查所填数据中是否存在字母"O"！'
COUNTRY = "证件号码无效或者为非居民身份证时，国家/地区必填！"
KIND = "证件号码无效或者为非居民身份证时，证件类型必填！"
BORN = "证件号码无效或者为非居民身份证时，出生日期必填！"


def wrong_digit() -> str:
    right = number(1)
    return right[:17] + ("1" if right[17] != "1" else "2")


@pytest.mark.parametrize(
    "value",
    [wrong_digit(), number(1).replace("0", "O", 1), number(1)[:6] + "19991331" + number(1)[14:]],
)
@pytest.mark.row("S1-54", "S1-19")
def test_a_number_that_is_none(desk, value):
    job = desk.members(
        [
            member(
                1,
                document_no=value,
                document_kind="居民身份证",
                country="中国",
                born_on="1990-01-01",
            )
        ]
    )
    assert states(job) == {7: "rejected"}
    assert words(job, 7) == [("document_no", INVALID)]


@pytest.mark.row("S1-54", "S1-64")
def test_a_number_that_was_typed_as_a_number(desk):
    def spoil(sheet):
        sheet["C7"] = int(number(1)[:17] + "1")

    job = desk.members(
        [member(1, document_kind="居民身份证", country="中国", born_on="1990-01-01")], change=spoil
    )
    assert words(job, 7) == [("document_no", INVALID)]


@pytest.mark.row("S1-55", "S1-56", "S1-57")
def test_a_wrong_number_asks_for_everything_else(desk):
    job = desk.members([member(1, document_no=wrong_digit())])
    assert words(job, 7) == [
        ("document_no", INVALID),
        ("document_kind", KIND),
        ("country", COUNTRY),
        ("born_on", BORN),
    ]


@pytest.mark.row("S1-55", "S1-57", "S1-65")
def test_another_document_needs_country_birthday_and_gender(desk):
    job = desk.members([member(1, document_no="E1234567", document_kind="护照")])
    assert words(job, 7) == [
        ("country", COUNTRY),
        ("gender", "证件类型为其他类型时，性别必填！"),
        ("born_on", BORN),
    ]


@pytest.mark.row("S1-65")
def test_a_kind_of_document_that_is_none(desk):
    job = desk.members([member(1, document_kind="工作证")])
    assert states(job) == {7: "rejected"}
    row = ImportRow.objects.get(job=job, number=7)
    assert "证件类型只能填写：护照、户口簿、外国人居留许可证" in row.problems[0]["remedy"]


@pytest.mark.row("S1-65")
def test_a_permit_of_the_other_region(desk):
    values = {
        "document_no": "M12345678",
        "country": "中国香港",
        "gender": "女",
        "born_on": "1990-01-01",
    }
    kind = "港澳居民来往内地通行证（香港）"
    job = desk.members([member(1, document_kind=kind, **values)])
    assert words(job, 7) == [("document_no", "证件号码与证件类型不一致。")]


@pytest.mark.parametrize("value", [number(1)[:17], number(1) + "1", "790101900307123"])
@pytest.mark.row("S1-58", "S1-18")
def test_a_number_of_another_length(desk, value):
    job = desk.members(
        [
            member(
                1,
                document_no=value,
                document_kind="居民身份证",
                country="中国",
                born_on="1990-01-01",
            )
        ]
    )
    assert words(job, 7) == [("document_no", "身份证号码格式错误，请填写18位正确的身份证号码！")]


@pytest.mark.row("S1-59", "S1-20")
def test_a_number_that_is_no_mobile(desk):
    job = desk.members([member(1, mobile="1360000000")])
    sentence = "手机号码：1360000000为无效手机号，请填写长度为11位数字的有效手机号码。"
    assert words(job, 7) == [("mobile", sentence)]


@pytest.mark.row("S1-60", "S1-17")
def test_the_same_number_twice(desk):
    job = desk.members([member(1), member(2, document_no=number(1))])
    assert states(job) == {7: "created", 8: "rejected"}
    assert words(job, 8) == [("document_no", f"同7行的{member(1)['name']}证件号码相同。")]


@pytest.mark.row("S1-61")
def test_a_number_that_has_another_name(desk):
    make_person("赵无名", number(1))
    job = desk.members([member(1)])
    assert words(job, 7) == [("document_no", "该证件号码已存在！")]
    row = ImportRow.objects.get(job=job, number=7)
    assert row.problems[0]["cause"] == "证件号码与姓名不对应。"
    assert "赵无名" not in str(row.problems)


@pytest.mark.row("S1-62")
def test_a_member_of_another_union(desk):
    person = make_person(member(1)["name"], number(1))
    people.add_membership(person, desk.city.machinery_union, date(2024, 1, 1))
    job = desk.members([member(1)])
    assert words(job, 7) == [("document_no", "该证件号码已存在！")]
    row = ImportRow.objects.get(job=job, number=7)
    assert "其他工会" in row.problems[0]["cause"]
    assert desk.city.machinery_union.name not in str(row.problems)
    assert Membership.objects.filter(person=person).count() == 1


@pytest.mark.row("S1-63")
def test_a_member_of_this_union(desk):
    desk.members([member(1)])
    job = desk.members([member(1), member(2)])
    assert states(job) == {7: "rejected", 8: "created"}
    assert words(job, 7) == [("document_no", "该证件号码在【海滨软件有限公司工会】中已存在！")]


@pytest.mark.row("S1-64")
def test_a_formula_is_told_as_it_stands(desk):
    formula = "VLOOKUP(B7,'[1]160318'!$A$1:$D$65536,4,0)"
    job = desk.members([member(1, mobile=f"={formula}")])
    sentence = f"手机号码：{formula}为无效手机号，请填写长度为11位数字的有效手机号码。"
    assert words(job, 7) == [("mobile", sentence)]
    assert "以「值」粘贴" in ImportRow.objects.get(job=job, number=7).problems[0]["remedy"]


@pytest.mark.row("S1-21")
def test_what_is_required_is_told_by_its_name(desk):
    job = desk.members([member(1, name=None, mobile=None)])
    assert words(job, 7) == [("name", "「姓名」必填！"), ("mobile", "「手机号码」必填！")]


@pytest.mark.row("S1-47")
def test_every_error_has_its_four_parts(desk):
    job = desk.members([member(1, mobile="12"), member(2, document_no=wrong_digit())])
    for row in ImportRow.objects.filter(job=job, state="rejected"):
        for problem in row.problems:
            assert all(problem[part] for part in ("type", "message", "cause", "remedy"))
    assert job.result["errors"]["E59"] == {"type": "会员", "count": 1}
