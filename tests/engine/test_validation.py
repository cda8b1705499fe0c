"""Problems of a form: which, where, for which purpose."""

from __future__ import annotations

import pytest

from tests.engine.small import TABLE, control, form, group, process, text, wizard, world, yes_no
from unionhall.engine.normalise import normalise
from unionhall.engine.state import resolve
from unionhall.engine.validation import problems

INTEGER = {"type": "integer", "title": "数"}


def found(the_form, values, mode="submit", step=None, **parts):
    small = process(form=the_form, **parts)
    known = parts.pop("world", None) or world()
    state = resolve(small, small.form, values, known)
    return problems(small, small.form, state, known, mode=mode, step=step)


def told(*args, **more):
    return [(problem.code, problem.path) for problem in found(*args, **more)]


@pytest.mark.parametrize(
    ("leaf", "value", "code"),
    [
        (text("甲", minLength=3), "ab", "too-short"),
        (text("甲", maxLength=3), "abcd", "too-long"),
        (text("甲", pattern="[0-9]+"), "12a", "pattern"),
        (text("甲", pattern="[0-9]+"), "１２", "pattern"),
        (text("甲", pattern="[0-9]+"), "12\n", "pattern"),
        (text("甲", enum=["x", "y"]), "z", "choice"),
        (text("甲", oneOf=[{"const": "x", "title": "叉"}]), "z", "choice"),
        (text("甲", format="date"), "2026-02-30", "format"),
        (text("甲", format="cn-bank-account"), "12", "format"),
        ({**INTEGER, "minimum": 1}, 0, "too-small"),
        ({**INTEGER, "maximum": 1}, 2, "too-large"),
        ({**INTEGER, "multipleOf": 5}, 7, "not-a-multiple"),
        (INTEGER, True, "type"),
        (INTEGER, "7", "type"),
        ({"type": "boolean", "title": "同意", "const": True}, False, "const"),
        (
            {"type": "array", "title": "项", "items": text("项"), "minItems": 2, "maxItems": 3},
            ["a"],
            "too-few-items",
        ),
    ],
)
def test_one_value(leaf, value, code):
    assert told(form({"a": leaf}), {"a": value}) == [(code, "a")]


def test_required_and_absent():
    assert told(form({"a": text("甲"), "b": yes_no("乙")}, "a", "b"), {"a": " "}) == [
        ("required", "a"),
        ("required", "b"),
    ]


def test_no_is_an_answer():
    assert told(form({"b": yes_no("乙")}, "b"), {"b": False}) == []


def test_all_problems_at_once_in_document_order():
    the_form = form({"a": text("甲"), "b": text("乙", minLength=3), "c": text("丙")}, "a", "c")
    assert told(the_form, {"b": "1"}) == [("required", "a"), ("too-short", "b"), ("required", "c")]


def test_the_words_of_the_definition():
    said = {"minLength": "请写全称。", "required": "必须写名称。"}
    the_form = form(
        {
            "a": text("甲", minLength=3, errorMessage=said),
            "b": text("乙", minLength=2, errorMessage="两个字。"),
        },
        "a",
    )
    assert [problem.text for problem in found(the_form, {"b": "x"})] == ["必须写名称。", "两个字。"]
    assert [problem.text for problem in found(the_form, {"a": "x"})] == ["请写全称。"]


def test_params_carry_title_and_limit():
    (problem,) = found(form({"a": text("甲", minLength=3)}), {"a": "x"})
    assert problem.params == {"title": "甲", "limit": 3}


def test_hidden_fields_have_no_problems():
    the_form = form(
        {"a": text("甲"), "b": text("乙", minLength=3), "c": text("丙")},
        "b",
        "c",
        layout=[control("a"), group(control("b"), control("c"), show="form.a == '1'")],
        checks=[{"id": "c", "assert": "form.b == 'x'", "message": "不对。", "paths": ["b"]}],
    )
    assert told(the_form, {"a": "2", "b": "1"}) == []
    assert told(the_form, {"a": "1", "b": "1"}) == [("too-short", "b"), ("required", "c")]


def test_rows_of_a_table():
    values = {"rows": [{"name": "林一", "age": "x"}, {"age": 3}]}
    assert told(form({"rows": TABLE}), values) == [
        ("type", "rows/0/age"),
        ("required", "rows/1/name"),
    ]


def test_a_nested_object():
    account = {
        "type": "object",
        "properties": {"bank": text("银行", minLength=2), "number": text("账号")},
        "required": ["bank", "number"],
    }
    the_form = form({"account": account}, "account")
    assert told(the_form, {}) == [("required", "account.bank"), ("required", "account.number")]
    assert told(the_form, {"account": {"bank": "x", "number": "1"}}) == [
        ("too-short", "account.bank")
    ]
    assert told(form({"account": account}), {}) == []


WHEN = {"if": {"properties": {"a": {"const": "1"}}, "required": ["a"]}, "then": {"required": ["b"]}}


def test_a_condition_of_the_schema_asks_only_for_what_is_shown():
    shown = form({"a": text("甲"), "b": text("乙")}, schema={"allOf": [WHEN]})
    assert told(shown, {"a": "1"}) == [("required", "b")]
    assert told(shown, {"a": "2"}) == []
    hidden = form(
        {"a": text("甲"), "b": text("乙")},
        schema={"allOf": [WHEN]},
        layout=[control("a"), control("b", show="form.a == '2'")],
    )
    assert told(hidden, {"a": "1"}) == []


def test_dependent_fields():
    the_form = form({"a": text("甲"), "b": text("乙")}, schema={"dependentRequired": {"a": ["b"]}})
    assert told(the_form, {"a": "1"}) == [("required", "b")]
    assert told(the_form, {}) == []


CHECKED = form(
    {"n": INTEGER, "m": INTEGER, "note": text("注")},
    "n",
    checks=[
        {
            "id": "less",
            "assert": "form.n < form.m",
            "message": "应小于。",
            "paths": ["m", "n"],
            "when": "has_value(form.m)",
        },
        {
            "id": "hint",
            "assert": "has_value(form.note)",
            "message": "最好写明。",
            "paths": ["note"],
            "level": "warn",
        },
        {"id": "bad", "assert": "form.m > 0", "message": "应大于零。", "paths": ["n"]},
    ],
)


def test_checks():
    problems_found = found(CHECKED, {"n": 3, "m": 2})
    assert [(p.code, p.path, p.text, p.level) for p in problems_found] == [
        ("check", "m", "应小于。", "block"),
        ("check", "note", "最好写明。", "warn"),
    ]


def test_a_check_that_errs_blocks():
    assert told(CHECKED, {"n": 3, "note": "x"}) == [("expression-failed", "n")]


def test_a_check_waits_for_what_is_missing():
    assert told(CHECKED, {"m": 3, "note": "x"}) == [("required", "n")]


def test_a_rule_that_errs_blocks_the_submission():
    the_form = form(
        {"n": INTEGER, "b": text("乙")}, layout=[control("n"), control("b", show="form.n > 3")]
    )
    assert told(the_form, {}) == [("expression-failed", "b")]
    assert told(the_form, {"n": 1}) == []


def test_a_draft_is_told_about_types_and_lengths_only():
    the_form = form(
        {"a": text("甲", maxLength=3), "b": text("乙", minLength=3), "n": INTEGER, "c": text("丙")},
        "c",
    )
    assert told(the_form, {"a": "abcd", "b": "x", "n": "x"}, mode="draft") == [
        ("too-long", "a"),
        ("type", "n"),
    ]


def test_a_step_is_told_about_itself():
    the_form = form(
        {"a": text("甲"), "b": text("乙"), "c": text("丙")},
        "a",
        "b",
        layout=wizard(one=[control("a"), control("c")], two=[control("b")]),
        checks=[
            {"id": "c1", "assert": "form.c == 'x'", "message": "一。", "paths": ["c"]},
            {"id": "c2", "assert": "form.b == form.c", "message": "二。", "paths": ["c"]},
        ],
    )
    assert told(the_form, {"c": "y"}, mode="step", step="one") == [
        ("required", "a"),
        ("check", "c"),
    ]
    assert told(the_form, {}, mode="step", step="two") == [("required", "b")]


def brought(**lookup):
    return form(
        {"unit": text("单位"), "key": text("键"), "name": text("工会名称", readOnly=True)},
        "unit",
        "key",
        "name",
        layout=[control("unit"), control("name")],
        prefill={"name": "union.name"},
        lookups={
            "unit": {
                "source": "units",
                "columns": [],
                "fill": {"key": "union"},
                "require": [{"column": "union", "message": "该单位还没有工会。"}],
            }
        },
    )


def test_what_a_picker_brings_is_told_at_the_picker():
    assert told(brought(), {}) == [("required", "unit")]
    (problem, other) = found(brought(), {"unit": "1"})
    assert (problem.code, problem.path, problem.text) == (
        "unavailable",
        "unit",
        "该单位还没有工会。",
    )
    assert (other.code, other.path) == ("unavailable", "name")


ELIGIBLE = [
    {
        "id": "verified",
        "title": "实名",
        "when": "applicant.verified",
        "pass": "是",
        "fail": "请先实名认证。",
    },
    {"id": "has-a", "title": "有甲", "when": "form.a == 'x'", "pass": "是", "fail": "甲不对。"},
]


def test_eligibility_is_asked_again_at_submission():
    the_form = form({"a": text("甲")})
    known = world(applicant={"verified": False})
    small = process(form=the_form, eligibility=ELIGIBLE)
    state = resolve(small, small.form, {"a": "y"}, known)
    assert [(p.code, p.text) for p in problems(small, small.form, state, known, mode="submit")] == [
        ("eligibility", "请先实名认证。"),
        ("eligibility", "甲不对。"),
    ]
    assert problems(small, small.form, state, known, mode="step", step="form") == ()


def test_a_condition_nobody_can_judge_blocks_too():
    assert [p.code for p in found(form({"a": text("甲")}), {}, eligibility=ELIGIBLE)] == [
        "eligibility-pending"
    ]
    assert told(form({"a": text("甲")}, "a"), {}, eligibility=ELIGIBLE) == [("required", "a")]


def test_what_the_gate_lets_through_is_never_a_surprise():
    the_form = form({"a": text("甲"), "rows": TABLE})
    small = process(form=the_form)
    normal = normalise(small.form, {"a": " x ", "rows": [{"name": " 林一 "}, {}]})
    assert (normal.values, normal.problems) == ({"a": "x", "rows": [{"name": "林一"}]}, ())
