"""Evaluating for years must not fill the memory: the binding loses what passes through Python."""

from __future__ import annotations

import gc
import tracemalloc
from datetime import date

import pytest

from unionhall.language.expressions import Environment
from unionhall.language.working_days import calendar, is_weekday

ENVIRONMENT = Environment({"form.a": "string", "rows": "list<map>", "facts.one": "map"})
ROWS = [{"id": str(n), "kind": "union", "name": "x" * 50} for n in range(20)]
VALUES = {
    "form.a": "2026-01-01",
    "rows": ROWS,
    "facts.one": ROWS[0],
    "calendar": calendar(date(2025, 1, 1), date(2026, 12, 31), is_weekday),
}


@pytest.mark.parametrize(
    "source",
    [
        "form.a",
        "rows",
        "facts.one.id",
        "has_value(form.a)",
        "count(rows)",
        "nearest(rows, ['union'])",
        "parent(rows)",
        "sum(rows.map(r, 1000))",
        "days_between(form.a, '2026-02-02')",
        "age_on(form.a, form.a)",
        "working_days_between(form.a, '2026-02-02')",
        "working_days_after(form.a, 5)",
        "rows.filter(r, has_value(r.id))",
        "form.a.matches('x')",
    ],
)
def test_nothing_is_left_behind(source):
    expression = ENVIRONMENT.compile(source)
    for _ in range(50):
        expression.evaluate(VALUES)
    gc.collect()
    tracemalloc.start()
    before = tracemalloc.get_traced_memory()[0]
    for _ in range(1000):
        expression.evaluate(VALUES)
    gc.collect()
    grown = tracemalloc.get_traced_memory()[0] - before
    tracemalloc.stop()
    # One call into Python lost 50 bytes and its arguments; the interpreter's own free lists hold
    # some 8,000 bytes once and for all.
    assert grown < 25_000
