"""Values that only one case may have, as the database is to enforce them (invariant I8)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from unionhall.engine.paths import is_absent, read
from unionhall.language.model import Process


def keys(
    process: Process, answers: Mapping[str, Any], status: str
) -> tuple[tuple[str, tuple[Any, ...]], ...]:
    """(key, values) of each exclusive rule that holds in this status and is fully answered."""
    found: list[tuple[str, tuple[Any, ...]]] = []
    for rule in process.exclusive:
        values = tuple(read(answers, path) for path in rule.paths)
        if status in rule.statuses and not any(is_absent(value) for value in values):
            found.append((rule.key, values))
    return tuple(found)
