"""Evaluating must not use up the interpreter's references to None (the process would be aborted)."""

from __future__ import annotations

import gc
import sys

import pytest

from unionhall.language.expressions import Environment

ENVIRONMENT = Environment({"form.a": "string", "rows": "list<map>", "one": "map"})
MANY = 400


@pytest.mark.parametrize(
    ("source", "values"),
    [
        ("form.a", {"form.a": None}),
        ("rows", {"rows": [{"a": None}]}),
        ("one", {"one": {"a": None, "b": "x"}}),
        ("parent(rows)", {"rows": []}),
    ],
)
def test_no_reference_is_lost(source, values):
    expression = ENVIRONMENT.compile(source)
    gc.collect()
    before = sys.getrefcount(None)
    for _ in range(MANY):
        expression.evaluate(values)
    # garbage of other tests may go meanwhile, hence half; without the guard all MANY are lost
    assert sys.getrefcount(None) - before > -MANY // 2
