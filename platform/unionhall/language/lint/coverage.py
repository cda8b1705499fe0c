"""What the scenarios of a process do not reach, as warnings.

The scenarios are run by the engine, which this package must not know: the caller hands in the
marks of what nobody touched, such as `action:confirm.return` or `condition:check/amount=false`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from unionhall.language.findings import Finding
from unionhall.language.lint.report import found
from unionhall.language.lint.subject import at

CODES = {
    "stage": "COV002",
    "action": "COV003",
    "condition": "COV004",
    "effect": "COV005",
    "notice": "COV006",
}


def findings(scenario_count: int, missing: Iterable[str]) -> Iterator[Finding]:
    """One warning when there are no scenarios at all, else one per mark."""
    if not scenario_count:
        yield found("COV001", at("scenarios"))
        return
    for mark in missing:
        kind, _, name = mark.partition(":")
        name, _, value = name.partition("=")
        yield found(CODES[kind], at("scenarios"), name=name, value=value)
