"""Which fields a returned case leaves open.

Only what the return named, plus what the applicant could not have answered: fields absent from
what was handed in (newly relevant ones) and fields whose value is not valid any more.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from unionhall.engine.paths import is_absent, read
from unionhall.engine.plan import Plan
from unionhall.engine.violations import is_valid_leaf


class Lock:
    """`unlocked` None locks nothing."""

    def __init__(
        self, plan: Plan, unlocked: frozenset[str] | None, submitted: Mapping[str, Any]
    ) -> None:
        self._plan, self._unlocked, self._submitted = plan, unlocked, submitted

    def holds(self, path: str) -> bool:
        if self._unlocked is None or self._is_named(path):
            return False
        value = read(self._submitted, path)
        return not is_absent(value) and is_valid_leaf(self._plan, path, value)

    def _is_named(self, path: str) -> bool:
        """A field is open with the object above it, a table with any of its cells."""
        assert self._unlocked is not None
        return any(
            item == path or path.startswith(f"{item}.") or item.startswith(f"{path}/")
            for item in self._unlocked
        )
