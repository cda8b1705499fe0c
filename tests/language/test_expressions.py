from __future__ import annotations

import contextlib
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from unionhall.language import cost
from unionhall.language.expressions import Environment, EvaluationError, ExpressionError

VARIABLES = {
    "form.reason": "string",
    "form.amount": "int",
    "form.ratio": "double",
    "form.agreed": "bool",
    "form.tags": "list<string>",
    "form.rows": "list<map>",
    "facts.plan": "map",
    "facts.payments": "list<map>",
    "union.chain": "list<map>",
    "today": "string",
}
NAMES = Environment(VARIABLES, {"form.rows": ("name", "fee")}, empty=("form.rows", "form.tags"))
CHAIN = [{"id": "1", "kind": "union"}, {"id": "2", "kind": "district"}, {"id": "3", "kind": "root"}]


def value(source, **values):
    named = {name.replace("__", "."): one for name, one in values.items()}
    return NAMES.compile(source).evaluate(named)


def failure(source, **values):
    with pytest.raises(EvaluationError) as error:
        value(source, **values)
    return error.value.message


def refusal(source, returns=None):
    with pytest.raises(ExpressionError) as error:
        NAMES.compile(source, returns)
    return error.value.message, error.value.line, error.value.column


def test_values_of_every_type():
    assert value("form.reason == 'x'", form__reason="x") is True
    assert value("form.amount + 1", form__amount=2) == 3
    assert value("form.agreed ? form.reason : null", form__agreed=True, form__reason="a") == "a"
    assert value("form.rows.map(r, r.fee)", form__rows=[{"fee": 1}, {"fee": 2}]) == [1, 2]
    assert value("facts.plan.limit", facts__plan={"limit": 5}) == 5
    assert value("{'a': form.amount}", form__amount=1) == {"a": 1}


def test_a_whole_number_is_a_number_where_one_is_declared():
    assert value("form.ratio < 2.5", form__ratio=2) is True
    assert value("form.ratio + 0.5", form__ratio=2) == 2.5


def test_absent_is_null_and_nothing_but_a_question_may_be_asked_of_it():
    assert value("form.reason == 'x'") is False
    assert value("form.reason != 'x'") is True
    assert value("form.reason == null") is True
    assert value("form.reason in ['a', 'b']") is False
    assert value("has_value(form.reason)") is False
    assert value("has_value(form.amount) && form.amount > 3") is False
    assert failure("form.amount > 3") == "No matching overloads found : _>_(null_type, int64)"
    assert "matches" in failure("form.reason.matches('x')")
    assert failure("facts.plan.limit > 3") == "Applying SELECT to non-message type"


def test_a_table_nobody_filled_in_has_no_rows_but_an_unanswered_fact_is_no_list():
    assert value("form.rows.all(r, r.fee > 0)") is True
    assert value("form.rows.exists(r, r.fee > 0)") is False
    assert "iter_range" in failure("facts.payments.all(p, p.paid)")


def test_a_cell_that_a_row_lacks_is_null():
    rows = [{"name": "甲"}, {"name": "乙", "fee": 2}]
    assert value("form.rows.filter(r, has_value(r.fee)).size()", form__rows=rows) == 1
    assert "Key not found" in failure("form.rows.all(r, r.colour == 'red')", form__rows=rows)


@pytest.mark.parametrize(
    ("given_", "has"),
    [(None, False), ("", False), (" ", False), ("x", True), (0, True), (False, True),
     ([], False), ([0], True), ({}, True), (0.0, True)],
)  # fmt: skip
def test_has_value(given_, has):
    environment = Environment({"form.a": "dyn"})
    assert environment.compile("has_value(form.a)").evaluate({"form.a": given_}) is has


def test_the_chain_of_unions():
    assert value("nearest(union.chain, ['district', 'root'])", union__chain=CHAIN) == CHAIN[1]
    assert value("nearest(union.chain, ['town'])", union__chain=CHAIN) is None
    assert value("parent(union.chain).id", union__chain=CHAIN) == "2"
    assert value("root(union.chain).kind", union__chain=CHAIN) == "root"
    assert value("parent(union.chain)", union__chain=CHAIN[:1]) is None
    assert value("root(union.chain)") is None
    assert value("has_value(nearest(union.chain, ['root']))", union__chain=CHAIN) is True


def test_days_and_ages():
    assert value("days_between('2026-01-31', '2026-03-01')") == 29
    assert value("days_between('2026-03-01', '2026-01-31')") == -29
    assert value("days_between('2026-01-01T23:00:00+08:00', today)", today="2026-01-02") == 1
    assert value("days_after('2026-12-31', 1)") == "2027-01-01"
    assert value("days_after('2026-03-01', -1)") == "2026-02-28"
    assert value("years_after('2026-03-02T08:00:00+08:00', 1)") == "2027-03-02"
    assert value("years_after('2028-02-29', 1)") == "2029-02-28"
    assert value("age_on('2008-02-29', '2026-02-28')") == 17
    assert value("age_on('2008-02-29', '2026-03-01')") == 18
    assert failure("age_on(form.reason, today)", form__reason="x", today="2026-01-01") != ""
    assert "null_type" in failure("days_between(today, '2026-01-01')")


def test_counting_and_adding():
    rows = [{"fee": 100}, {"fee": 250}]
    assert value("count(form.rows)", form__rows=rows) == 2
    assert value("sum(form.rows.map(r, r.fee))", form__rows=rows) == 350
    assert value("count(form.rows) + sum(form.rows.map(r, r.fee))") == 0
    # A gap, a truth value or half a fen is no amount of money.
    assert "(int64, null_type)" in failure(
        "sum(form.rows.map(r, r.fee))", form__rows=[{"name": "x"}]
    )
    assert "(int64, bool)" in failure("sum([1, true])")
    assert "(int64, double)" in failure("sum([1, 0.5])")


def test_what_does_not_compile_is_told_with_its_place():
    assert refusal("form.zzz == 1") == ("undeclared reference to 'form.zzz'", 1, 5)
    assert refusal("form.reason == 'x' &&\n  form.amount == 'y'")[1:] == (2, 15)
    assert "no matching overload" in refusal("form.amount == 'a'")[0]
    assert "Syntax error" in refusal("size(")[0]
    assert refusal(" ") == ("the expression is empty", 1, 1)
    assert refusal("has(form.reason)") == (
        "has() does not work on names; write has_value()", 1, 1,
    )  # fmt: skip
    assert value("form.reason == 'has(x)'", form__reason="has(x)") is True
    assert "timestamp" in refusal("timestamp(today)")[0]


def test_what_a_place_asks_for():
    assert NAMES.compile("form.agreed", "bool").type_name == "bool"
    assert refusal("form.reason", "bool") == ("the result is string, bool is needed", 1, 1)
    assert refusal("null", "bool")[0] == "the result is null, bool is needed"
    assert NAMES.compile("null", "string").type_name == "null"
    assert NAMES.compile("root(union.chain)", "map").type_name == "dyn"
    condition = NAMES.compile("facts.plan.open", "bool")
    assert condition.evaluate({"facts.plan": {"open": True}}) is True
    for wrong in (None, "yes", 1):
        with pytest.raises(EvaluationError, match="neither true nor false"):
            condition.evaluate({"facts.plan": {"open": wrong}})


def test_functions_within_functions_and_loops():
    rows = [{"name": "甲", "fee": 1}, {"name": "", "fee": 2}]
    assert value("form.rows.filter(x, has_value(x.name)).size()", form__rows=rows) == 1
    assert value("count([count(form.rows), sum([1, 2])])", form__rows=rows) == 2
    assert value("days_between(today, '2026-01-03') + count([today])", today="2026-01-01") == 3
    source = "nearest(union.chain, [parent(union.chain).kind, 'x']).id"
    assert value(source, union__chain=CHAIN) == "2"
    assert value("union.chain.exists(y, nearest([y], ['root']) == y)", union__chain=CHAIN) is True


def test_references_are_the_declared_names_that_are_used():
    source = "form.rows.all(today, today.fee > 0) && facts.plan.limit > form.amount"
    assert NAMES.compile(source).references == {"form.rows", "facts.plan", "form.amount"}
    assert NAMES.compile("form.reason == 'form.amount'").references == {"form.reason"}
    assert NAMES.compile("1 < 2").references == frozenset()


def test_a_source_is_compiled_once():
    assert NAMES.compile("form.amount > 1") is NAMES.compile("form.amount > 1")


@pytest.mark.parametrize(
    ("source", "part"),
    [
        ("form.reason == '" + "x" * 1000 + "'", "longer than 1000"),
        ("[" * 40 + "1" + "]" * 40, "recursion limit"),
        ("form.rows.all(r, count(form.rows) > 0)", "the whole list form.rows inside a loop"),
        ("form.rows.all(r, r in form.rows)", "the whole list form.rows inside a loop"),
        ("form.rows.map(r, form.rows)", "list<list"),
        ("form.rows.all(a, form.rows.all(b, form.rows.all(c, true)))", "nested deeper than 2"),
        ("form.tags.map(a, a).map(b, b).filter(c, true)", "more than 2 times filter or map"),
        (" && ".join(["form.tags.all(a, a != '')"] * 5), "more than 4 loops"),
        ("form.tags.map(a, a + a + a + a + a)", "times + inside loops"),
    ],
)
def test_what_would_cost_too_much_does_not_compile(source, part):
    assert part in refusal(source)[0]


def test_lists_have_an_end():
    assert "more than 2000 entries" in failure("count(form.tags)", form__tags=["x"] * 2001)
    plan = {"list": list(range(51))}
    assert "over 50 entries" in failure("has_value(facts.plan)", facts__plan=plan)


@pytest.mark.slow
@pytest.mark.parametrize(
    "source",
    [
        "form.tags.all(t, t in form.tags)",
        "form.rows.filter(r, r.name != '').map(r, r.name + r.name + r.name).size() > 0",
        "form.rows.all(a, form.rows.all(b, form.rows.size() > 0))",
        "form.tags.all(t, t.matches('^(x+)+$'))",
    ],
)
def test_the_dearest_expressions_end_soon(source):
    columns = {f"c{n}": "x" * 100 for n in range(10)}
    rows = [{"name": f"{n}", "fee": n, **columns} for n in range(cost.MAX_LIST)]
    compiled = NAMES.compile(source)
    began = time.process_time()
    with contextlib.suppress(EvaluationError):
        compiled.evaluate({"form.rows": rows, "form.tags": ["x" * 1000] * cost.MAX_LIST})
    assert time.process_time() - began < 3


@given(st.text(max_size=40))
def test_no_text_does_worse_than_not_compile(source):
    with contextlib.suppress(ExpressionError, EvaluationError):
        NAMES.compile(source).evaluate({})


@given(st.dictionaries(st.sampled_from(sorted(VARIABLES)), st.recursive(
    st.none() | st.booleans() | st.integers(-(2**80), 2**80) | st.floats() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner, max_size=3),
    max_leaves=6,
)))  # fmt: skip
def test_no_value_does_worse_than_fail(values):
    for source in ("form.amount > 3", "form.rows.all(r, r.fee > 0)", "count(form.tags)",
                   "has_value(facts.plan)", "form.reason + today"):  # fmt: skip
        with contextlib.suppress(EvaluationError):
            NAMES.compile(source).evaluate(values)


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ([None, " ", "x", "y"], "x"),
        ([None, 0], 0),
        ([False], False),
        ([None, ""], None),
        ([], None),
    ],
)
def test_first_of(values, expected):
    environment = Environment({"form.a": "list<dyn>"})
    assert environment.compile("first_of(form.a)").evaluate({"form.a": values}) == expected


def test_first_of_nothing():
    environment = Environment({"form.a": "list<dyn>", "form.b": "map"})
    assert environment.compile("first_of(form.a)").evaluate({"form.a": None}) is None
    chosen = environment.compile("first_of([form.b, {'id': 'x'}]).id")
    assert chosen.evaluate({"form.b": None}) == "x"
