from __future__ import annotations

import pytest

from tests.language import small
from unionhall.language.environment import environment, expression, owner_of
from unionhall.language.expressions import ExpressionError
from unionhall.language.parse import parse_process


def test_every_name_with_its_type():
    names = environment(small.process()).variables
    assert {n: t for n, t in names.items() if n.startswith("form.")} == {
        "form.reason": "string",
        "form.amount": "int",
        "form.ratio": "double",
        "form.agreed": "bool",
        "form.tags": "list<string>",
        "form.account.bank": "string",
        "form.account.number": "string",
        "form.rows": "list<map>",
    }
    assert {n: t for n, t in names.items() if n.startswith("facts.")} == {
        "facts.paid": "bool",
        "facts.plan": "map",
        "facts.payments": "list<map>",
    }
    assert names["stage.review.approved"] == "int"
    assert names["applicant.verified"] == "bool"
    assert names["union.chain"] == "list<map>"
    assert names["case.number"] == names["today"] == names["now"] == "string"


def test_a_stage_sees_its_own_fields_and_those_of_the_application_it_does_not_shadow():
    process = small.process()
    form = process.stages[0].form
    assert expression(process, "form.approved > 0", form).references == {"form.approved"}
    assert expression(process, "form.reason == 'join'", form).references == {"form.reason"}
    with pytest.raises(ExpressionError):
        expression(process, "form.approved > 0")


def test_environments_are_kept_by_content():
    one, again = small.process(), small.process()
    assert environment(one) is environment(again)
    assert environment(one) is not environment(small.process(title="别的"))
    assert owner_of(one, one.form) == ""
    assert owner_of(one, one.stages[0].form) == "review"
    assert owner_of(one, parse_process(small.fund_refund()).form) is None


def test_a_wrong_type_in_a_condition_is_found():
    with pytest.raises(ExpressionError, match="no matching overload"):
        expression(small.process(), "form.amount == 'a lot'")
    with pytest.raises(ExpressionError, match="bool is needed"):
        expression(small.process(), "form.amount", returns="bool")


def test_the_first_process_compiles_in_every_place():
    process = parse_process(small.fund_refund())
    for condition in process.eligibility:
        assert expression(process, condition.when, returns="bool").type_name == "bool"
    for stage in process.stages:
        for actor in stage.actors:
            assert expression(process, actor.at, returns="map").references == {"union.chain"}
        for check in stage.form.checks:
            assert expression(process, check.assertion, stage.form, "bool").type_name == "bool"
