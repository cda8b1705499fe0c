"""What scenarios do not reach becomes a warning each."""

from __future__ import annotations

from unionhall.language.lint.coverage import findings


def said(count, *missing):
    return [(f.code, f.level, f.params) for f in findings(count, missing)]


def test_no_scenarios_is_one_warning():
    assert said(0, "stage:pay") == [("COV001", "warning", {})]


def test_each_gap_is_named():
    assert said(
        1,
        "stage:pay",
        "action:pay.approve",
        "condition:check/fee=false",
        "effect:pay.approve.0",
        "notice:completed",
    ) == [
        ("COV002", "warning", {"name": "pay", "value": ""}),
        ("COV003", "warning", {"name": "pay.approve", "value": ""}),
        ("COV004", "warning", {"name": "check/fee", "value": "false"}),
        ("COV005", "warning", {"name": "pay.approve.0", "value": ""}),
        ("COV006", "warning", {"name": "completed", "value": ""}),
    ]


def test_full_coverage_is_silent():
    assert said(3) == []
