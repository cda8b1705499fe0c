"""What is shown, required, open and counted at one moment."""

from __future__ import annotations

import pytest

from tests.engine.small import (
    NESTED,
    TABLE,
    control,
    form,
    group,
    state,
    text,
    yes_no,
)


def shown(found):
    return [path for path, field in found.fields.items() if field.visible]


PARENT = form(
    {"kind": text("类"), "other": text("其他"), "why": text("原因")},
    "kind",
    "other",
    "why",
    layout=[
        control("kind"),
        group(control("other"), show="form.kind == 'other'"),
        control("why", show="form.other == 'x'"),
    ],
)


def test_hidden_is_not_required_and_not_in_the_answers_but_kept():
    found = state(PARENT, {"kind": "a", "other": "x", "why": "y"})
    assert shown(found) == ["kind"]
    assert [path for path, field in found.fields.items() if field.required] == ["kind"]
    assert found.answers == {"kind": "a"}
    assert found.values == {"kind": "a", "other": "x", "why": "y"}


def test_a_hidden_value_counts_for_no_condition():
    assert shown(state(PARENT, {"kind": "other", "other": "x"})) == ["kind", "other", "why"]
    assert shown(state(PARENT, {"kind": "a", "other": "x"})) == ["kind"]


def test_the_value_comes_back_with_the_field():
    before = state(PARENT, {"kind": "other", "other": "x", "why": "y"}, {"kind": "a"})
    after = state(PARENT, before.values, {"kind": "other"})
    assert after.answers == {"kind": "other", "other": "x", "why": "y"}


def test_the_order_of_the_layout_does_not_change_the_answers():
    turned = form(
        {"kind": text("类"), "other": text("其他"), "why": text("原因")},
        layout=[
            control("why", show="form.other == 'x'"),
            group(control("other"), show="form.kind == 'other'"),
            control("kind"),
        ],
    )
    for values in ({"kind": "other", "other": "x", "why": "y"}, {"kind": "a", "other": "x"}):
        assert state(turned, values).answers == state(PARENT, values).answers


@pytest.mark.parametrize(("value", "visible"), [(None, False), (False, False), (True, True)])
def test_yes_and_no_have_a_third_state(value, visible):
    the_form = form(
        {"sure": yes_no("是否"), "more": text("说明")},
        layout=[control("sure"), control("more", show="form.sure == true")],
    )
    found = state(the_form, {"sure": value})
    assert found.fields["more"].visible is visible
    assert found.answers == ({} if value is None else {"sure": value})


def test_blank_text_is_absent():
    assert state(form({"a": text("甲")}), {"a": "  "}).answers == {}


def test_a_placement_is_enough_to_be_shown():
    the_form = form(
        {"a": text("甲"), "b": text("乙")},
        layout=[
            control("a"),
            control("b", show="form.a == '1'"),
            control("b", show="form.a == '2'"),
        ],
    )
    assert [state(the_form, {"a": a}).fields["b"].visible for a in "123"] == [True, True, False]


def test_a_property_outside_the_layout_is_carried():
    the_form = form({"a": text("甲"), "key": text("键")}, layout=[control("a")])
    found = state(the_form, {"a": "1", "key": "k"})
    assert found.answers == {"a": "1", "key": "k"}
    assert [found.fields[path].is_placed for path in ("a", "key")] == [True, False]


def test_rules_that_do_not_hide():
    the_form = form(
        {"a": text("甲"), "b": text("乙"), "c": text("丙"), "d": text("丁")},
        layout=[
            control("a"),
            control("b", require="form.a == '1'"),
            control("c", disable="form.a == '1'"),
            control("d", enable="form.a == '1'"),
        ],
    )
    on, off = (state(the_form, {"a": a}).fields for a in "12")
    assert [on["b"].required, on["c"].read_only, on["d"].read_only] == [True, True, False]
    assert [off["b"].required, off["c"].read_only, off["d"].read_only] == [False, False, True]


COMPUTED = form(
    {
        "n": {"type": "integer", "title": "数"},
        "twice": {"type": "integer", "title": "两倍"},
        "name": text("名"),
    },
    computed={
        "twice": "form.n * 2",
        "name": {"value": "union.name", "when": "form.n == 1"},
    },
)


def test_a_computed_value_is_never_taken_from_outside():
    found = state(COMPUTED, {"n": 4, "twice": 1}, {"twice": 99})
    field = found.fields["twice"]
    assert (field.value, field.read_only, found.answers["twice"]) == (8, True, 8)


def test_computed_from_nothing_is_absent_and_no_problem():
    found = state(COMPUTED, {})
    assert (found.fields["twice"].value, found.answers, found.problems) == (None, {}, ())


def test_computed_only_while_its_condition_holds():
    mine = {"n": 2, "name": "我的"}
    assert state(COMPUTED, mine).answers["name"] == "我的"
    held = state(COMPUTED, mine, {"n": 1})
    assert (held.answers["name"], held.fields["name"].read_only) == ("海滨软件有限公司工会", True)
    assert held.values["name"] == "我的"


def test_posted_values_of_read_only_fields_are_ignored():
    the_form = form(
        {"a": text("甲"), "b": text("乙"), "c": text("丙", readOnly=True)},
        layout=[control("a"), control("b", disable="form.a == 'lock'"), control("c")],
    )
    posted = {"a": "lock", "b": "new", "c": "new"}
    found = state(the_form, {"a": "", "b": "old", "c": "old"}, posted)
    assert found.values == {"a": "lock", "b": "old", "c": "old"}


def test_a_posted_null_clears():
    assert state(
        form({"a": text("甲"), "b": text("乙")}), {"a": "1", "b": "2"}, {"a": None}
    ).values == {"b": "2"}


FAILING = "form.n > 3"
NUMBER = {"type": "integer", "title": "数"}


@pytest.mark.parametrize("rule", ["show", "hide", "enable", "disable"])
def test_a_rule_that_errs_leaves_the_field_as_it_is_and_blocks(rule):
    the_form = form(
        {"n": NUMBER, "b": text("乙")}, layout=[control("n"), control("b", **{rule: FAILING})]
    )
    found = state(the_form, {"b": "1"})
    assert (found.fields["b"].visible, found.fields["b"].read_only) == (True, False)
    assert [(problem.code, problem.path) for problem in found.problems] == [
        ("expression-failed", "b")
    ]


def test_a_computation_that_errs_on_full_inputs_blocks():
    the_form = form({"n": NUMBER, "m": NUMBER}, computed={"m": "10 / form.n"})
    found = state(the_form, {"n": 0})
    assert found.fields["m"].value is None
    assert [(problem.code, problem.path) for problem in found.problems] == [
        ("expression-failed", "m")
    ]


def test_cells_of_a_table_are_fields():
    found = state(form({"rows": TABLE}), {"rows": [{"name": "林一"}, {"age": 3}]})
    cells = {path: (f.value, f.required) for path, f in found.fields.items() if "/" in path}
    assert cells == {
        "rows/0/name": ("林一", True),
        "rows/0/age": (None, False),
        "rows/1/name": (None, True),
        "rows/1/age": (3, False),
    }


def test_a_hidden_table_hides_its_cells():
    the_form = form(
        {"a": text("甲"), "rows": TABLE},
        layout=[control("a"), control("rows", show="form.a == '1'")],
    )
    found = state(the_form, {"rows": [{"name": "林一"}]})
    assert (found.answers, found.fields["rows/0/name"].visible) == ({}, False)


def test_an_optional_object_asks_for_its_parts_once_it_has_any():
    the_form = form({"account": NESTED})
    assert state(the_form, {}).fields["account.bank"].required is False
    found = state(the_form, {"account": {"number": "1"}})
    assert found.fields["account.bank"].required is True
    assert state(form({"account": NESTED}, "account"), {}).fields["account.bank"].required is True


def test_a_control_may_stand_for_a_whole_object():
    found = state(
        form({"account": NESTED}, layout=[control("account")]), {"account": {"bank": "甲"}}
    )
    assert list(found.fields) == ["account"]
    assert found.fields["account"].value == {"bank": "甲"}


def test_a_circle_of_conditions_ends():
    the_form = form(
        {"a": text("甲"), "b": text("乙")},
        layout=[control("a", show="form.b == '1'"), control("b", show="form.a == '1'")],
    )
    assert shown(state(the_form, {"a": "1", "b": "1"})) in ([], ["a"], ["b"], ["a", "b"])


def test_the_schema_itself_may_ask_under_a_condition():
    when = {"if": {"properties": {"a": {"const": "1"}}, "required": ["a"]}}
    the_form = form(
        {"a": text("甲"), "b": text("乙"), "c": text("丙"), "d": text("丁"), "account": NESTED},
        schema={
            "allOf": [
                {**when, "then": {"required": ["b", "account"]}, "else": {"required": ["c"]}}
            ],
            "dependentRequired": {"c": ["d"]},
        },
    )

    def required(values):
        return [path for path, field in state(the_form, values).fields.items() if field.required]

    assert required({"a": "1"}) == ["b", "account.bank"]
    assert required({"a": "2"}) == ["c"]
    assert required({"a": "1", "b": "x", "c": "x"}) == ["b", "d", "account.bank"]
