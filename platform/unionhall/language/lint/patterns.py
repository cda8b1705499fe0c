"""Patterns: short, and in RE2's syntax, which cannot take long whatever is typed."""

from __future__ import annotations

from collections.abc import Iterator

import re2

from unionhall.language.findings import Finding
from unionhall.language.lint.report import found
from unionhall.language.schema import MAX_PATTERN


def pattern(source: object, pointer: str) -> Iterator[Finding]:
    """One `pattern`; it always means the whole value, so anchors are not needed."""
    if not isinstance(source, str):
        return  # the shape of the document says so already
    if len(source) > MAX_PATTERN:
        yield found("PRO005", pointer, length=len(source), limit=MAX_PATTERN)
        return
    options = re2.Options()
    options.log_errors = False
    try:
        re2.compile(source, options)
    except re2.error as error:
        detail = error.args[0] if error.args else ""
        shown = detail.decode(errors="replace") if isinstance(detail, bytes) else str(detail)
        yield found("PRO006", pointer, detail=shown)
