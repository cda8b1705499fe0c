"""Which values stood in an earlier row of the same workbook."""

from __future__ import annotations

from collections.abc import Hashable


class Seen:
    """Values -> (row, name) of the first that had them. Some hundred bytes for each row."""

    def __init__(self) -> None:
        self._first: dict[Hashable, tuple[int, str]] = {}

    def first(self, key: Hashable, number: int, name: str) -> tuple[int, str] | None:
        """The earlier row with the same values, None when this one is the first."""
        known = self._first.setdefault(key, (number, name))
        return None if known[0] == number else known
