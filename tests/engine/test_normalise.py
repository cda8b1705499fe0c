"""The gate: normal forms, and what no field may hold."""

from __future__ import annotations

import math

import pytest

from tests.engine.small import NESTED, TABLE, form, process, text, yes_no
from unionhall.engine.normalise import normalise

FORM = form(
    {
        "a": text("甲"),
        "n": {"type": "integer", "title": "数"},
        "x": {"type": "number", "title": "量"},
        "sure": yes_no("是否"),
        "kept": text("只读", readOnly=True),
        "account": NESTED,
        "rows": TABLE,
        "bank": text("账号", format="cn-bank-account"),
        "unit": text("单位"),
    },
    lookups={"unit": {"source": "units", "columns": [], "fill": {}}},
)


@pytest.fixture(scope="module")
def the_form():
    return process(form=FORM).form


def gate(the_form, posted):
    normal = normalise(the_form, posted)
    return normal.values, [(problem.code, problem.path) for problem in normal.problems]


@pytest.mark.parametrize(
    ("posted", "values"),
    [
        ({"a": "  林 一\u3000"}, {"a": "林 一"}),
        ({"a": "e\u0301"}, {"a": "\u00e9"}),
        ({"a": "   "}, {"a": None}),
        ({"a": None}, {"a": None}),
        ({"a": "𠮷"}, {"a": "𠮷"}),
        ({"n": 7}, {"n": 7}),
        ({"n": 7.0}, {"n": 7}),
        ({"x": 7}, {"x": 7}),
        ({"sure": False}, {"sure": False}),
        ({"bank": "7900 0000 0000 1234"}, {"bank": "7900000000001234"}),
        ({"account": {"bank": " 甲 "}}, {"account": {"bank": "甲"}}),
        ({"rows": [{"name": " 林一 "}, {"name": "  "}]}, {"rows": [{"name": "林一"}]}),
        ({"rows": []}, {"rows": None}),
        ({"kept": "x", "unit": "x"}, {}),
    ],
)
def test_normal_form(the_form, posted, values):
    assert gate(the_form, posted) == (values, [])


@pytest.mark.parametrize(
    ("posted", "refused"),
    [
        ({"zzz": "1"}, ("unknown-field", "zzz")),
        ({"account": {"zzz": "1"}}, ("unknown-field", "account.zzz")),
        ({"rows": [{"name": "林一", "zzz": 1}]}, ("unknown-field", "rows/0/zzz")),
        ({"a\x00": "1"}, ("unknown-field", "a?")),
        ({"a": "x\x00"}, ("bad-characters", "a")),
        ({"a": "x\ud800"}, ("bad-characters", "a")),
        ({"a": "x" * 10_001}, ("too-long", "a")),
        ({"a": 7}, ("type", "a")),
        ({"a": {"b": 1}}, ("type", "a")),
        ({"a": ["x"]}, ("type", "a")),
        ({"n": "7"}, ("type", "n")),
        ({"n": 7.5}, ("type", "n")),
        ({"n": True}, ("type", "n")),
        ({"n": 2**53 + 1}, ("number-too-large", "n")),
        ({"n": -(2**53) - 1}, ("number-too-large", "n")),
        ({"x": math.nan}, ("not-a-number", "x")),
        ({"x": math.inf}, ("not-a-number", "x")),
        ({"sure": "yes"}, ("type", "sure")),
        ({"rows": [{"name": "林一"}] * 4}, ("too-many-items", "rows")),
        ({"rows": [{"name": 7}]}, ("type", "rows/0/name")),
    ],
)
def test_refused_by_name(the_form, posted, refused):
    values, problems = gate(the_form, posted)
    assert problems == [refused]
    assert values in ({}, {"account": None}, {"rows": None}, {"rows": [{"name": "林一"}]})


def test_too_much_text_is_told_the_limit_of_its_field():
    short = process(form=form({"a": text("甲", maxLength=60)})).form
    limits = [one.params["limit"] for one in normalise(short, {"a": "x" * 10_001}).problems]
    assert limits == [60]
