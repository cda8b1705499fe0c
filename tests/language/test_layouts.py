from __future__ import annotations

import pytest

from tests.language import small
from unionhall.language.environment import expression
from unionhall.language.expressions import EvaluationError
from unionhall.language.layouts import dotted
from unionhall.language.model import Element, Rule


def condition(one, fields=small.FIELDS):
    rule = {"effect": "SHOW", "condition": one}
    control = {"type": "Control", "scope": "#/properties/reason", "rule": rule}
    layout = {"type": "VerticalLayout", "elements": [control]}
    process = small.process(form={"uischema": layout}, fields=fields)
    return process, process.form.layout.elements[0].rule.when


def on(path, **schema):
    return {"scope": f"#/properties/{path}", "schema": schema}


def test_paths():
    assert dotted("#/properties/account/properties/bank") == "account.bank"
    assert dotted("#/properties/properties") == "properties"


def test_a_layout():
    layout = {
        "type": "Categorization",
        "elements": [
            {"type": "Category", "key": "one", "label": "第一步", "elements": [
                {"type": "Control", "scope": "#/properties/account/properties/bank",
                 "options": {"placeholder": "银行"}},
                {"type": "Label", "text": "说明"},
            ]},
        ],
    }  # fmt: skip
    process = small.process(form={"uischema": layout, "uischema@officer": layout["elements"][0]})
    assert process.steps == ("one",)
    assert process.form.layout.elements[0].elements == (
        Element("Control", path="account.bank", options={"placeholder": "银行"}),
        Element("Label", text="说明"),
    )
    assert process.form.layouts["uischema@officer"].key == "one"


def test_without_a_layout_fields_stand_in_order_and_objects_are_groups():
    layout = small.process().form.layout
    assert [(e.type, e.path, e.label) for e in layout.elements] == [
        ("Control", "reason", None),
        ("Control", "amount", None),
        ("Control", "ratio", None),
        ("Control", "agreed", None),
        ("Control", "tags", None),
        ("Group", None, "账户"),
        ("Control", "rows", None),
    ]
    assert [e.path for e in layout.elements[5].elements] == ["account.bank", "account.number"]


@pytest.mark.parametrize(
    ("one", "cel"),
    [
        ({"expr": "form.agreed == true"}, "form.agreed == true"),
        (on("reason", const="join"), 'form.reason == "join"'),
        (on("agreed", const=True), "form.agreed == true"),
        (on("reason", enum=["a", "b"]), 'form.reason in ["a", "b"]'),
        (on("reason", const='“引号"和\\'), 'form.reason == "“引号\\"和\\\\"'),
        (on("amount", minimum=3), "has_value(form.amount) && form.amount >= 3"),
        (on("ratio", exclusiveMaximum=3), "has_value(form.ratio) && form.ratio < 3.0"),
        (on("reason", **{"not": {"const": "a"}}), '!(form.reason == "a")'),
        (
            {"type": "OR", "conditions": [on("agreed", const=True), {"expr": "true"}]},
            "(form.agreed == true) || (true)",
        ),
        (
            {"type": "AND", "conditions": [on("agreed", const=True), on("agreed", const=False)]},
            "(form.agreed == true) && (form.agreed == false)",
        ),
        ({"type": "NOT", "conditions": [on("agreed", const=True)]}, "!(form.agreed == true)"),
    ],
)
def test_conditions_become_expressions_that_compile(one, cel):
    process, source = condition(one)
    assert source == cel
    assert expression(process, source, returns="bool").type_name == "bool"


@pytest.mark.parametrize(
    ("schema", "value", "holds"),
    [
        ({"const": "join"}, None, False),
        ({"const": "join"}, "join", True),
        ({"enum": ["join"]}, None, False),
        ({"not": {"const": "join"}}, None, True),
        ({"not": {"const": "join"}}, "join", False),
    ],
)
def test_an_absent_value_satisfies_no_condition_but_a_negative_one(schema, value, holds):
    process, source = condition(on("reason", **schema))
    assert expression(process, source).evaluate({"form.reason": value}) is holds


@pytest.mark.parametrize(("value", "holds"), [(None, False), (2, False), (3, True)])
def test_bounds_never_fail(value, holds):
    process, source = condition(on("amount", minimum=3))
    try:
        assert expression(process, source).evaluate({"form.amount": value}) is holds
    except EvaluationError as error:
        pytest.fail(error.message)


def test_rules_keep_their_effect():
    process, _ = condition({"expr": "true"})
    assert process.form.layout.elements[0].rule == Rule("SHOW", "true")
