"""Every code of a problem has a sentence."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

import unionhall
from tests.forms.making import kitchen_sink
from unionhall.engine import violations
from unionhall.engine.problem import Problem
from unionhall.forms.layout import plan
from unionhall.forms.messages import FORMATS, GENERAL, SENTENCES, sentence
from unionhall.language.formats import FORMATS as REGISTERED

ROOT = Path(unionhall.__file__).parent
MAKERS = {"Problem": 0, "Unreadable": 0, "refuse": 0}


def codes_in(folder: str) -> set[str]:
    """Codes written as the first argument of what makes a problem."""
    found = set()
    for path in (ROOT / folder).rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text())):
            if not isinstance(node, ast.Call) or not node.args:
                continue
            name = getattr(node.func, "id", getattr(node.func, "attr", ""))
            first = node.args[0]
            if name in MAKERS and isinstance(first, ast.Constant):
                found.add(first.value)
    return found


def every_code() -> set[str]:
    return (
        codes_in("engine")
        | codes_in("forms")
        | {
            *violations.CODES.values(),
            "unavailable",  # chosen beside "required"
            "invalid",  # a keyword without a code of its own
        }
    )


def test_no_code_of_engine_or_forms_is_without_a_sentence():
    found = every_code()
    assert {"required", "unknown-field", "not-money", "material-missing"} <= found
    assert sorted(found - SENTENCES.keys()) == []


def test_no_sentence_is_left_over():
    assert sorted(SENTENCES.keys() - every_code()) == []


@pytest.mark.parametrize("code", sorted(SENTENCES))
def test_a_sentence_repeats_the_label_and_is_chinese(code):
    params = {"title": "账号", "limit": 8, "titles": ("甲", "乙")}
    said = sentence(Problem(code, "x", params))
    assert ("账号" in said) or ("甲；乙" in said)
    assert "{" not in said
    assert said.isascii() is False
    assert said.rstrip("。").isascii() is False


@pytest.mark.parametrize("name", sorted(REGISTERED))
def test_formats_that_are_typed_say_how_to_write_them(name):
    said = sentence(Problem("format", "x", {"title": "号码", "format": name}))
    assert "号码" in said
    typed = not name.endswith("-ref") and name not in ("money", "date-time", "file", "record-ref")
    assert (name.partition(":")[0] in FORMATS) is typed


def test_the_definition_s_own_words_win_and_get_the_label():
    own = Problem("check", "x", {"title": "建会时间"}, "不能晚于今天。")
    assert sentence(own) == "建会时间：不能晚于今天。"
    assert sentence(Problem("check", "x", {"title": "时间"}, "时间不对。")) == "时间不对。"


def test_unknown_codes_and_strange_parameters_never_raise():
    assert sentence(Problem("new-code", "x", {"title": "甲"})) == "甲：请检查这一项。"
    assert "{" in GENERAL
    for params in ({}, {"title": "{x}"}, {"title": None, "limit": None}, {"title": "%s {"}):
        for code in SENTENCES:
            assert isinstance(sentence(Problem(code, "", params)), str)


def test_cells_say_their_row_and_money_is_in_yuan():
    compiled = plan(kitchen_sink())
    cell = Problem("too-small", "family/1/income", {"title": "月收入", "limit": 150})
    assert sentence(cell, compiled) == "家庭成员第 2 行的月收入：不能小于 1.50 元，请核对。"
    amount = Problem("too-large", "amount", {"title": "申请金额", "limit": 100000000})
    assert sentence(amount, compiled) == "申请金额：不能大于 1,000,000.00 元，请核对。"


def test_a_missing_answer_says_what_to_do_with_that_kind_of_field():
    compiled = plan(kitchen_sink())
    said = {
        path: sentence(Problem("required", path, {"title": "x"}), compiled)
        for path in (
            "name",
            "kind",
            "married",
            "unit",
            "family",
            "truth",
            "portrait",
            "family/0/name",
        )
    }
    assert said == {
        "name": "请填写姓名。",
        "kind": "请选择困难类型。",
        "married": "请选择是否已婚。",
        "unit": "请选择所在单位。",
        "family": "家庭成员：请至少添加一行。",
        "truth": "我承诺以上内容真实：请勾选后继续。",
        "portrait": "请上传本人照片。",
        "family/0/name": "请填写家庭成员第 1 行的姓名。",
    }
