"""The list of conditions shown before an application may be handed in.

Passed, failed, or pending while something it depends on is not known yet.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from unionhall.engine.facts import inputs
from unionhall.engine.names import FAILURES, Names, ask
from unionhall.engine.world import World
from unionhall.language.model import Condition, Help, Level, Process

Status = Literal["passed", "failed", "pending"]


@dataclass(frozen=True, slots=True)
class Verdict:
    """`waits_for`: the names (`form.union`) that are not known yet."""

    key: str
    title: str
    status: Status
    text: str
    help: Help | None = None
    waits_for: tuple[str, ...] = ()
    level: Level = "block"

    @property
    def blocks(self) -> bool:
        """Whether nothing can be handed in while it stands like this."""
        return self.status != "passed" and self.level == "block"


def verdicts(process: Process, answers: Mapping[str, Any], world: World) -> tuple[Verdict, ...]:
    """One verdict per condition, in order; a condition that errs has failed."""
    names = Names(answers, world)
    return tuple(_verdict(process, condition, names) for condition in process.eligibility)


def snapshot(found: tuple[Verdict, ...]) -> list[dict[str, str]]:
    """What a submission keeps: key, title, status and the sentence shown."""
    return [
        {"key": one.key, "title": one.title, "status": one.status, "text": one.text}
        for one in found
    ]


def _verdict(process: Process, condition: Condition, names: Names) -> Verdict:
    waits = tuple(sorted(n for n in _watched(process, condition.when) if _unknown(n, names)))
    if waits:
        return Verdict(
            condition.key, condition.title, "pending", "", condition.help, waits, condition.level
        )
    try:
        passed = ask(process, condition.when, names) is True
    except FAILURES:
        passed = False
    status: Status = "passed" if passed else "failed"
    text = condition.passed if passed else condition.failed
    aid = None if passed else condition.help
    return Verdict(condition.key, condition.title, status, text, aid, level=condition.level)


def _unknown(name: str, names: Names) -> bool:
    if name.startswith("form."):
        return names.get(name) is None
    return not names.world.union


_cache: dict[tuple[str, str], frozenset[str]] = {}
_MOST = 4_000


def _watched(process: Process, source: str) -> frozenset[str]:
    key = (process.digest, source)
    found = _cache.get(key)
    if found is None:
        if len(_cache) >= _MOST:
            _cache.clear()
        names = inputs(process, source)
        found = frozenset(n for n in names if n.startswith(("form.", "union.")))
        _cache[key] = found
    return found
