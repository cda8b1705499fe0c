"""Why a file is not taken at all: a stable code, a sentence, and how to repair it.

Raised before and while a workbook is read; what is wrong inside of a readable one is a `Problem`.
No Django here: the reading child raises them too, and has none.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any


class NotAWorkbook(Exception):
    """`code` is stable; `refusal_words.sentence` says what is wrong and what to do."""

    def __init__(self, code: str, params: Mapping[str, Any] | None = None) -> None:
        super().__init__(code)
        self.code = code
        self.params = dict(params or {})

    @property
    def sentence(self) -> str:
        """In the reader's language: what is wrong and how to repair it."""
        from unionhall.workbooks.refusal_words import sentence  # the child has no catalogue

        return sentence(self.code, self.params)
