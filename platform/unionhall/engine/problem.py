"""What is wrong with an application, as data: sentences are made elsewhere."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal


@dataclass(frozen=True, slots=True)
class Problem:
    """`code` is stable; `path` is a field (`rows/0/name` for a cell), `material:<key>`, or empty
    for the whole form. `text` is the definition's own sentence, where it has one. A `warn` does
    not block."""

    code: str
    path: str = ""
    params: Mapping[str, Any] = field(default_factory=dict)
    text: str | None = None
    level: Literal["block", "warn"] = "block"

    @property
    def is_blocking(self) -> bool:
        return self.level == "block"
