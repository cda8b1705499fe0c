"""Answers that are not taken at once, as they lie sealed among the files of jobs.

Lines of JSON: the verdict on the case, then one for each line of the answer, in its order.
"""

from __future__ import annotations

import json
import tempfile
from collections.abc import Iterator
from typing import Any

from unionhall.casework.jobs import files
from unionhall.casework.outside.reading import LineAnswer, OutsideAnswer


def save(told: OutsideAnswer) -> str:
    """The generated name."""
    with tempfile.TemporaryFile(prefix=files.TEMPORARY) as plain:
        for one in _rows(told):
            plain.write(json.dumps(one, ensure_ascii=False).encode() + b"\n")
        plain.seek(0)
        return files.save(plain)


def load(stored_name: str) -> OutsideAnswer:
    """Raises FileNotFoundError, sealing.Unreadable."""
    content = b"".join(files.pieces(stored_name))
    head, *lines = (json.loads(one) for one in content.split(b"\n") if one)
    dispatch, key, is_passed, reason = head
    return OutsideAnswer(dispatch, key, tuple(LineAnswer(*one) for one in lines), is_passed, reason)


def _rows(told: OutsideAnswer) -> Iterator[list[Any]]:
    yield [told.dispatch, told.id, told.is_passed, told.reason]
    for one in told.lines:
        yield [one.line, one.is_passed, one.code, one.reason, dict(one.values)]
