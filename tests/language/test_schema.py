from __future__ import annotations

import pytest

from tests.language import small
from unionhall.language import schema
from unionhall.language.schema import SchemaError, leaves

FORM = {"type": "object", "properties": small.FIELDS, "required": ["reason", "account"]}


def test_leaves_in_document_order():
    assert list(leaves(FORM)) == [
        "reason", "amount", "ratio", "agreed", "tags", "account.bank", "account.number", "rows",
    ]  # fmt: skip
    assert list(schema.columns(FORM, leaves(FORM)["rows"])) == ["name", "fee", "document_no"]


def test_sensitive_and_required_paths():
    assert schema.sensitive_paths(FORM) == {"account.number": "bank", "rows.*.document_no": "id"}
    assert schema.required_paths(FORM) == {"reason", "account", "account.bank"}


def test_references_are_followed_and_words_beside_them_win():
    root = {
        "type": "object",
        "$defs": {"money": {"type": "integer", "title": "金额"}},
        "properties": {
            "a": {"$ref": "#/$defs/money", "title": "单价"},
            "b": {"type": "array", "items": {"$ref": "#/$defs/money"}},
        },
    }
    found = leaves(root)
    assert found["a"] == {"type": "integer", "title": "单价"}
    assert schema.cel_type(found["b"]) == "list<int>"


def test_fields_of_branches_are_fields():
    root = {
        "type": "object",
        "properties": {"kind": {"type": "string", "title": "种类"}},
        "allOf": [
            {
                "if": {"properties": {"kind": {"const": "x"}}, "required": ["kind"]},
                "then": {"properties": {"more": {"type": "integer"}, "kind": {"const": "x"}}},
                "else": {"properties": {"less": {"type": "boolean"}}},
            }
        ],
        "dependentSchemas": {"more": {"properties": {"why": {"type": "string"}}}},
    }
    assert list(leaves(root)) == ["kind", "more", "less", "why"]
    assert leaves(root)["kind"]["title"] == "种类"


@pytest.mark.parametrize(
    "reference", ["#/$defs/none", "http://example.test/x", "file:///etc/passwd", "#"]
)
def test_a_reference_that_leads_nowhere(reference):
    root = {"type": "object", "properties": {"a": {"$ref": reference}}}
    with pytest.raises(SchemaError):
        leaves(root)


def test_circles_and_towers_end():
    circle = {"$defs": {"a": {"$ref": "#/$defs/b"}, "b": {"$ref": "#/$defs/a"}}}
    with pytest.raises(SchemaError, match="circle"):
        leaves({**circle, "properties": {"x": {"$ref": "#/$defs/a"}}})
    node = {"properties": {"below": {"$ref": "#/$defs/node"}}}
    with pytest.raises(SchemaError, match="deep"):
        leaves({"$defs": {"node": node}, **node})


@pytest.mark.parametrize(
    ("leaf", "expected"),
    [
        ({"type": "string"}, "string"),
        ({"type": ["integer", "null"]}, "int"),
        ({"type": "number"}, "double"),
        ({"enum": ["a", "b"]}, "string"),
        ({"oneOf": [{"const": 1}, {"const": 2}]}, "int"),
        ({"const": True}, "bool"),
        ({"type": "array"}, "list<dyn>"),
        ({"type": "array", "items": {"type": "object"}}, "list<map>"),
        ({"type": "array", "items": {"type": "array", "items": {"type": "string"}}}, "list<dyn>"),
        ({}, "dyn"),
    ],
)
def test_types_in_expressions(leaf, expected):
    assert schema.cel_type(leaf) == expected


def test_choices_and_kinds():
    labelled = {"oneOf": [{"const": "a", "title": "甲"}, {"const": "b"}]}
    assert schema.choices(labelled) == (("a", "甲"), ("b", "b"))
    assert schema.choices({"enum": [1, 2]}) == ((1, "1"), (2, "2"))
    assert schema.choices({"type": "string"}) == ()
    assert schema.kind(labelled) == "string"
    assert schema.kind({}) == "string"


def test_nodes_have_pointers():
    found = [pointer for pointer, _, _ in schema.nodes(FORM)]
    assert "/properties/rows/items/properties/fee" in found
    assert found[0] == ""
