"""The chain as a graph: which moves from one stage to another a definition allows.

Conditions are kept as source text and taken to be possible either way. Drawn by `graph`, proved
by `lint.flow`; the engine walks the chain by itself.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

from unionhall.language.model import Process, Stage

EXTERNAL = "external"
APPLICANT = "applicant"
END = "end"
REJECTED = "rejected"
ADVANCING = "approve"

Move = Literal["submit", "approve", "skip", "return", "reject"]


@dataclass(frozen=True, slots=True)
class Edge:
    """`label` is the caption of the action, `when` the condition of the branch."""

    source: str
    target: str
    move: Move
    label: str = ""
    when: str | None = None


def edges(process: Process) -> tuple[Edge, ...]:
    """Every move, `applicant` first, then stage by stage. Targets may be unknown keys."""
    found = [Edge(APPLICANT, process.stages[0].key if process.stages else END, "submit")]
    for index, stage in enumerate(process.stages):
        after = process.stages[index + 1].key if index + 1 < len(process.stages) else END
        found += _of(stage, after)
    return tuple(found)


def reached(start: str, moves: Iterable[Edge]) -> frozenset[str]:
    """Everything that can be reached from `start`, itself included."""
    after: dict[str, list[str]] = {}
    for edge in moves:
        after.setdefault(edge.source, []).append(edge.target)
    return _closure(start, after)


def reaching(goals: Iterable[str], moves: Iterable[Edge]) -> frozenset[str]:
    """Everything from which one of `goals` can be reached, the goals included."""
    before: dict[str, list[str]] = {}
    for edge in moves:
        before.setdefault(edge.target, []).append(edge.source)
    return frozenset().union(*(_closure(goal, before) for goal in goals))


def _closure(start: str, neighbours: Mapping[str, list[str]]) -> frozenset[str]:
    seen, waiting = {start}, [start]
    while waiting:
        for other in neighbours.get(waiting.pop(), ()):
            if other not in seen:
                seen.add(other)
                waiting.append(other)
    return frozenset(seen)


def _of(stage: Stage, after: str) -> Iterator[Edge]:
    ways = [(branch.to, branch.when) for branch in stage.branches] or [(after, None)]
    if stage.kind != "review" and stage.action(ADVANCING) is None:
        for target, when in ways:
            yield Edge(stage.key, target, "submit", "", when)
    for action in stage.actions:
        if action.key == ADVANCING:
            for target, when in ways:
                yield Edge(stage.key, target, "approve", action.title, when)
        elif action.key == "return":
            for target in action.to or (APPLICANT,):
                yield Edge(stage.key, target, "return", action.title)
        elif action.key == "reject":
            yield Edge(stage.key, REJECTED, "reject", action.title)
    if may_be_skipped(stage):
        for target, _ in ways:
            yield Edge(stage.key, target, "skip", "", stage.skip_when)


def may_be_skipped(stage: Stage) -> bool:
    """Whether a case can pass without anybody acting there."""
    return stage.skip_when is not None or (stage.kind == "review" and stage.if_nobody == "skip")
