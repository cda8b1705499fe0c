"""Running the scenarios of a process and saying what they do not reach.

The stories are told by the engine, without a database; this only collects and words the results.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from unionhall.definitions.folder import Source
from unionhall.definitions.library import Judged
from unionhall.engine.scenarios import Coverage, Result, coverage, run
from unionhall.language.findings import Finding
from unionhall.language.lint.coverage import findings
from unionhall.language.model import Process
from unionhall.language.parse import parse_process

# Without these nobody has ever seen the chain work; conditions and effects are only warned of.
NEEDED = ("stage", "action")


@dataclass(frozen=True, slots=True)
class Trial:
    """All scenarios of one process."""

    process: Process
    results: tuple[Result, ...]
    coverage: Coverage

    @property
    def failed(self) -> tuple[Result, ...]:
        return tuple(result for result in self.results if not result.passed)

    @property
    def uncovered(self) -> tuple[str, ...]:
        """Marks of stages and actions that no scenario reaches."""
        return tuple(m for m in self.coverage.missing if m.partition(":")[0] in NEEDED)

    @property
    def is_complete(self) -> bool:
        """Nothing failed, and every stage and action is reached."""
        return not self.failed and not self.uncovered

    @property
    def warnings(self) -> tuple[Finding, ...]:
        return tuple(findings(len(self.results), self.coverage.missing))


def of_source(source: Source) -> Trial:
    """All scenarios of a process: its own, and those in the file beside it."""
    process: Process = parse_process(source.doc, digest=source.digest)
    return attempt(process, (*process.scenarios, *source.stories))


def with_coverage(judged: Iterable[Judged]) -> tuple[Judged, ...]:
    """The same, each sound process with a warning per thing its scenarios do not reach."""
    return tuple(
        replace(one, findings=(*one.findings, *of_source(one.source).warnings))
        if one.source.kind == "process" and one.is_publishable
        else one
        for one in judged
    )


def attempt(process: Process, scenarios: Sequence[Mapping[str, Any]]) -> Trial:
    """Run scenarios of a process that the linter found no error in."""
    results = tuple(run(process, scenario) for scenario in scenarios)
    return Trial(process, results, coverage(process, results))
