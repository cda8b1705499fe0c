"""Scenarios: stories a definition tells about itself, run by the engine without a database.

Publishing runs them and asks for their coverage. The words of a step are those of `story`; the
words of `expect` are in `expectations`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from unionhall.engine.coverage import Coverage, Observer, coverage
from unionhall.engine.expectations import compare
from unionhall.engine.replay import replay
from unionhall.engine.shapes import Refused
from unionhall.engine.story import Story, tell
from unionhall.language.model import Process

__all__ = ["Coverage", "Failure", "Result", "coverage", "run"]


@dataclass(frozen=True, slots=True)
class Failure:
    """`step` counts from 0; None is about the whole story."""

    step: int | None
    what: str
    expected: Any
    actual: Any


@dataclass(frozen=True, slots=True)
class Result:
    """`seen`: marks of what the story touched, for `coverage`."""

    title: str
    failures: tuple[Failure, ...]
    seen: frozenset[str]

    @property
    def passed(self) -> bool:
        return not self.failures


def run(process: Process, scenario: Mapping[str, Any]) -> Result:
    """Tells one story. Stops at the first step that is refused without being expected to be.

    A broken scenario (an unknown path or key) is a failure of the story, never an exception.
    """
    observer = Observer(process)
    failures: list[Failure] = []
    story = Story(process, scenario.get("given", {}))
    observer.look(story)
    for index, told in enumerate(scenario.get("steps", ())):
        refused = _tell(story, told, observer)
        differences = compare(story, told.get("expect", {}), refused)
        failures += [Failure(index, *difference) for difference in differences]
        if differences and refused is not None and "refused" not in told.get("expect", {}):
            break
    replayed = replay(story.journal)
    actual = (story.state.status, story.state.stage, story.state.round)
    if (replayed.status, replayed.stage, replayed.round) != actual:
        failures.append(Failure(None, "replay", replayed, actual))
    return Result(scenario.get("title", ""), tuple(failures), observer.seen)


def _tell(story: Story, told: Mapping[str, Any], observer: Observer) -> Refused | None:
    before = story.state
    try:
        observer.tried(before, told, story)
        tell(story, told)
    except Refused as refused:
        observer.look(story)
        return refused
    except (KeyError, StopIteration, TypeError, ValueError, AttributeError) as mistake:
        return Refused("broken-scenario", detail=repr(mistake))
    observer.look(story)
    observer.acted(before, told, story)
    return None
