"""What the scenarios of a process do not reach, as warnings.

The scenarios are run by the engine, which this package must not know: the caller hands in what
is not covered.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from unionhall.language.findings import Finding
from unionhall.language.lint.report import found
from unionhall.language.lint.subject import at

CODES = {"stage": "COV002", "action": "COV003", "condition": "COV004", "effect": "COV005"}


@dataclass(frozen=True, slots=True)
class Gap:
    """`kind`: stage, action, condition or effect; `missing`: for a condition, true or false."""

    kind: str
    name: str
    missing: str = ""


def findings(scenario_count: int, gaps: Iterable[Gap]) -> Iterator[Finding]:
    """One warning when there are no scenarios, else one per gap."""
    if not scenario_count:
        yield found("COV001", at("scenarios"))
        return
    for gap in gaps:
        yield found(CODES[gap.kind], at("scenarios"), name=gap.name, missing=gap.missing)
