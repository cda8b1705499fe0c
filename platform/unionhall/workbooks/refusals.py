"""Why a file is not taken at all: a stable code, a sentence, and how to repair it.

Raised before and while a workbook is read; what is wrong inside of a readable one is a `Problem`.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any


class NotAWorkbook(Exception):
    """`code` is stable; `sentence` says what is wrong and what to do, in the reader's language."""

    def __init__(self, code: str, params: Mapping[str, Any] | None = None) -> None:
        super().__init__(code)
        self.code = code
        self.params = dict(params or {})
