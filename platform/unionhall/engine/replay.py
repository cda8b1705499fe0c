"""The state of a case, read from its journal alone (invariant I2).

Knows the kinds of entry that move a case; all other kinds are passed over.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Protocol


class JournalLine(Protocol):
    """An `Entry` of the engine or a stored journal row."""

    @property
    def kind(self) -> str: ...
    @property
    def stage(self) -> str: ...
    @property
    def values(self) -> Mapping[str, Any]: ...


@dataclass(frozen=True, slots=True)
class Replayed:
    status: str
    stage: str
    round: int


def replay(entries: Iterable[JournalLine]) -> Replayed:
    """Folds a journal, oldest first. An empty journal is a draft in round 0."""
    status, stage, round_ = "draft", "", 0
    for entry in entries:
        values = entry.values
        match entry.kind:
            case "entered":
                status, stage, round_ = "in_progress", entry.stage, values.get("round", round_)
            case "returned" if values.get("to") == "applicant":
                status, stage = "returned", values.get("reenter") or ""
            case "withdrawn":
                status, stage = "withdrawn", ""
            case "rejected":
                status, stage = "rejected", entry.stage
            case "completed":
                status, stage, round_ = "completed", "", values.get("round", round_)
            case _:
                pass
    return Replayed(status, stage, round_)
