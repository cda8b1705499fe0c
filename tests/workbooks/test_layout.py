"""The header: which layout is right, and the order in which a wrong one is told."""

from __future__ import annotations

import re

import pytest

from tests.workbooks.books import filled, head_problems, told
from tests.workbooks.collection import COLLECTION, UNION, definition, document, person
from unionhall.workbooks import wording
from unionhall.workbooks.problems import Problem


@pytest.mark.row("S1-13", "S1-14", "S1-15")
def test_the_values_of_a_right_header(tmp_path):
    values, problems = head_problems(
        tmp_path, filled([person()], {"branch": "思江支行", "transport": "【否】"})
    )
    assert problems == []
    assert values == {
        "union_name": UNION,
        "unit_type": "60",
        "income": "2",
        "branch": "79011",
        "transport": "no",
    }


def test_stars_blanks_and_width_of_titles_do_not_count(tmp_path):
    def bend(sheet):
        sheet["B6"], sheet["C6"], sheet["F6"] = " 姓 名", "＊证件号码", "国家／地区"
        sheet["A3"] = "填报工会："

    assert head_problems(tmp_path, filled([person()], bend=bend))[1] == []


def codes(found):
    return [one.code for one in found[1]]


def test_all_wrong_values_are_told_at_once(tmp_path):
    data = filled([person()], {"income": "9", "unit_type": "x", "branch": "0"})
    assert codes(head_problems(tmp_path, data)) == ["choice", "choice", "choice"]


def test_the_first_fault_of_the_layout_ends_it(tmp_path):
    def bend(sheet):
        sheet["A1"], sheet["N6"], sheet["B6"] = None, "x", "名字"
        sheet.merge_cells("C4:D4")

    assert codes(head_problems(tmp_path, filled([person()], {"income": "9"}, bend))) == ["anchor"]


def test_an_older_template_is_refused_before_anything_else(tmp_path):
    data = filled([person()], bend=lambda sheet: sheet.__setitem__("A1", None))
    newer = definition(template={"version": "2026.2"})
    values, problems = head_problems(tmp_path, data, newer)
    assert (values, [one.code for one in problems]) == ({}, ["version"])
    bare = definition(template={"version": "2026.2"}, codes={"required": "E53"})
    said = wording.problem(bare, problems[0], 0)
    assert said["message"] == "模板已过期（2026.1），现行版本为 2026.2。"
    assert said["remedy"].startswith("请重新下载模板")


def test_too_many_rows(tmp_path):
    small = definition(max_rows=2)
    data = filled([person(1), person(2), person(3)], import_=small)
    assert codes(head_problems(tmp_path, data, small)) == ["too-many-rows"]


def test_every_finding_has_words_of_its_own_in_chinese():
    bare = definition(codes={"x": "E53"})
    for code in (*wording.WIDER, "required", "duplicate", "merged", "hidden"):
        said = wording.problem(bare, Problem(code, "name", {"value": "值"}), 7)
        assert all(said[part] for part in ("type", "message", "cause", "remedy")), code
        assert said["code"] == code
        assert all(re.search("[\u4e00-\u9fff]", said[part]) for part in ("message", "remedy")), code


def test_the_most_exact_entry_is_taken():
    import_ = definition(
        codes={"mobile:length": "E59", "mobile:format": "E54", "length": "E58", "format": "E53"}
    )
    found = [
        wording.entry(import_, Problem("format", column, {"reason": reason, "format": "cn-mobile"}))
        for column, reason in (
            ("mobile", "length"),
            ("mobile", "start"),
            ("name", "length"),
            ("name", "blank"),
        )
    ]
    assert found == ["E59", "E54", "E58", "E53"]
    assert wording.entry(COLLECTION, Problem("E61", "document_no")) == "E61"
    assert wording.entry(definition(codes={"x": "E53"}), Problem("required", "name")) == ""


def test_our_own_words_mask_what_the_page_would_mask():
    columns = document()["template"]["columns"]
    columns[2]["schema"]["x-sensitive"] = "id"
    bare = definition(codes={"x": "E53"}, template={"columns": columns})
    problem = Problem("look-alike", "document_no", {"value": "79010119900101O234"})
    said = wording.problem(bare, problem, 7)
    assert "19900101" not in "".join(said.values())
    assert said["message"].startswith("“证件号码”中有形近的字符：")


def test_a_template_without_rows_is_not_called_a_wrong_one(tmp_path):
    """The catalogue says of every layout that the header has to be filled in."""
    said = told(tmp_path, filled([]))
    assert [message for _, _, message in said] == ["没有可导入的明细。"]


def test_control_a_changed_header_is_told_in_the_words_of_the_catalogue(tmp_path):
    def bend(sheet):
        sheet["A1"] = "附件3"

    assert told(tmp_path, filled([person(1)], bend=bend))[0][2] == "请把表头内容填写完整！"
