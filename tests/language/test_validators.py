from __future__ import annotations

import time
from datetime import date

import jsonschema_rs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from unionhall.language.validators import Violation, matches, validator

SCHEMA = {
    "type": "object",
    "properties": {
        "name": {"type": "string", "minLength": 2, "maxLength": 5, "title": "姓名"},
        "code": {"type": "string", "pattern": "[0-9]{3}"},
        "number": {"type": "string", "format": "cn-resident-id"},
        "amount": {"type": "integer", "minimum": 1, "maximum": 9, "multipleOf": 2},
        "kind": {"type": "string", "oneOf": [{"const": "a", "title": "甲"}, {"const": "b"}]},
        "rows": {
            "type": "array",
            "maxItems": 2,
            "items": {
                "type": "object",
                "properties": {"fee": {"type": "integer"}},
                "required": ["fee"],
            },
        },
    },
    "required": ["name"],
    "dependentRequired": {"code": ["number", "amount"]},
    "allOf": [
        {
            "if": {"properties": {"kind": {"const": "b"}}, "required": ["kind"]},
            "then": {"required": ["amount"]},
        }
    ],
    "additionalProperties": False,
}


def found(answers, **more):
    return [
        (one.keyword, one.path, one.reason or one.missing or None)
        for one in validator(SCHEMA).violations(answers, **more)
    ]


def test_nothing_is_wrong():
    answers = {"name": "陈小满", "kind": "a", "rows": [{"fee": 1}], "amount": 4}
    assert found(answers) == []
    assert validator(SCHEMA).is_valid(answers) is True


def test_everything_is_told_as_data():
    answers = {
        "name": "陈", "code": "12", "number": "790101198501010014", "amount": 11, "kind": "c",
        "rows": [{"fee": "1"}, {}, {"fee": 1}], "more": 1,
    }  # fmt: skip
    assert found(answers) == [
        ("minLength", ("name",), None),
        ("pattern", ("code",), None),
        ("format", ("number",), "checksum"),
        ("maximum", ("amount",), None),
        ("multipleOf", ("amount",), None),
        ("oneOf", ("kind",), None),
        ("maxItems", ("rows",), None),
        ("type", ("rows", 0, "fee"), None),
        ("required", ("rows", 1), ("fee",)),
        ("additionalProperties", (), None),
    ]


def test_what_is_missing_is_named():
    assert found({}) == [("required", (), ("name",))]
    assert found({"name": "陈小满", "code": "123"}) == [
        ("dependentRequired", (), ("number",)),
        ("dependentRequired", (), ("amount",)),
    ]
    assert found({"name": "陈小满", "kind": "b"}) == [("required", (), ("amount",))]


def test_a_violation_carries_what_was_expected_and_found():
    (one,) = validator(SCHEMA).violations({"name": "陈小满是一个人"})
    assert one == Violation("maxLength", ("name",), 5, "陈小满是一个人")


def test_today_is_handed_in():
    later = {"name": "陈小满", "number": "790101209901010013"}
    assert found(later) == []
    assert found(later, today=date(2026, 11, 21)) == [("format", ("number",), "future")]


@pytest.mark.parametrize("value", ["123\n", "１２３", "1234", "x123", ""])
def test_patterns_match_the_whole_text_in_ascii(value):
    assert matches("[0-9]{3}", value) is False
    assert matches("^\\d{3}$", value) is False


@pytest.mark.parametrize("source", ["(", "(?=a)", "(a)\\1", "a{2000}"])
def test_a_pattern_that_re2_does_not_know_matches_nothing(source):
    assert matches(source, "a") is False


def test_patterns_that_hang_others_end():
    began = time.process_time()
    assert matches("^(a+)+$", "a" * 10_000 + "!") is False
    assert time.process_time() - began < 1


@pytest.mark.parametrize(
    "reference", ["http://127.0.0.1:9/x", "file:///etc/passwd", "#/$defs/none", "other.json"]
)
def test_nothing_is_fetched(reference):
    schema = {"type": "object", "properties": {"a": {"$ref": reference}}}
    assert [one.keyword for one in validator(schema).violations({"a": 1})] == ["$ref"]
    assert validator(schema).violations({}) == ()


def test_words_outside_the_profile_do_nothing_here():
    rows = [{"fee": n} for n in range(3000)]
    schema = {"type": "array", "uniqueItems": True, "contains": {"const": 1}}
    assert validator(schema).is_valid(rows * 2) is True


def test_an_unknown_format_fails_closed():
    schema = {"type": "string", "format": "cn-residnet-id"}
    assert [v.reason for v in validator(schema).violations("x")] == ["unknown-format"]


def test_a_schema_is_compiled_once_per_content():
    assert validator(SCHEMA) is validator({**SCHEMA})


ANSWERS = st.fixed_dictionaries(
    {},
    optional={
        "name": st.text(max_size=7) | st.integers(),
        "amount": st.integers(-3, 12) | st.floats(allow_nan=False) | st.booleans(),
        "kind": st.sampled_from(["a", "b", "c", None]),
        "rows": st.lists(st.fixed_dictionaries({}, optional={"fee": st.integers()}), max_size=3),
        "more": st.none(),
    },
)


@given(ANSWERS)
def test_agrees_with_another_implementation(answers):
    other = jsonschema_rs.Draft202012Validator(SCHEMA)
    assert validator(SCHEMA).is_valid(answers) is other.is_valid(answers)
