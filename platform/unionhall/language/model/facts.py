"""Named questions that are put to the data."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from unionhall.language.model.values import Cel


@dataclass(frozen=True, slots=True)
class Fact:
    """A named question: `op` of `source` where each column equals (or is in) a CEL value."""

    key: str
    op: Literal["exists", "count", "sum", "first", "list"]
    source: str
    where: Mapping[str, Cel]
    column: str | None = None
