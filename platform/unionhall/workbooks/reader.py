"""Reading an uploaded workbook row by row, through a child process that is bound in everything.

The parent never parses: it waits for lines of JSON, no longer than the limits say, and a child
that died is a refusal like any other. Raises NotAWorkbook at the start and at any row.
"""

from __future__ import annotations

import contextlib
import json
import os
import select
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import asdict
from pathlib import Path
from types import TracebackType
from typing import Any, Final

import unionhall
from unionhall.language.model import Import
from unionhall.workbooks import marks
from unionhall.workbooks.inspect import inspect
from unionhall.workbooks.limits import LIMITS, Limits
from unionhall.workbooks.raw import Head, Kind, Mark, RawCell, RawRow
from unionhall.workbooks.refusals import NotAWorkbook
from unionhall.workbooks.values import KINDS

LINE_MOST: Final = 64 << 20
_LAST_BREATH: Final = 5
# Seconds after which the caller is asked whether it still wants to wait
_A_WHILE: Final = 5.0
_SOURCE_ROOT: Final = Path(unionhall.__file__).parents[1]


def read(
    path: Path,
    import_: Import,
    *,
    limits: Limits = LIMITS,
    alive: Callable[[], None] | None = None,
) -> Reading:
    """`with read(...) as rows:` then `rows.head`, `rows.total`, and iterate once for `RawRow`s.

    `alive` is called every few seconds while the child says nothing; what it raises ends it.
    """
    inspect(path, limits)
    return Reading(path, import_, limits, alive)


class Reading:
    """An open workbook. `head` judges the whole (`layout.header_findings`), `header` holds the
    values above the rows by key as row 0, `total` is the number of rows with content."""

    def __init__(
        self,
        path: Path,
        import_: Import,
        limits: Limits,
        alive: Callable[[], None] | None = None,
    ) -> None:
        self._import, self._limits, self._alive = import_, limits, alive
        self._left = float(limits.wait_seconds)
        self._buffer = b""
        self._child = _start(path, import_, limits)
        try:
            first = self._line()
            self.head = _head(import_, first.get("head") or {})
        except BaseException:
            self.close()
            raise
        self.total = self.head.rows
        cells = self.head.cells
        found = {one.key: cells[one.cell] for one in import_.header if one.cell in cells}
        self.header = RawRow(0, found)

    def __enter__(self) -> Reading:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def __iter__(self) -> Iterator[RawRow]:
        keys = {number: one.key for number, one in enumerate(self._import.columns, start=1)}
        while "end" not in (message := self._line()):
            for number, cells, odd in message.get("rows", ()):
                yield RawRow(
                    number,
                    {keys[n]: RawCell(text, _KINDS[kind]) for n, (text, kind) in cells},
                    {keys.get(n, ""): mark for n, mark in odd} if odd else _NO_MARKS,
                )

    def close(self) -> None:
        """The child ends with the reading, however far that came."""
        if self._child.poll() is None:
            self._child.kill()
        self._child.wait()
        if self._child.stdout is not None:
            self._child.stdout.close()

    def _line(self) -> dict[str, Any]:
        while (end := self._buffer.find(b"\n")) < 0:
            self._buffer += self._more()
            if len(self._buffer) > LINE_MOST:
                raise NotAWorkbook("too-much-memory")
        line, self._buffer = self._buffer[:end], self._buffer[end + 1 :]
        message: dict[str, Any] = json.loads(line)
        if "refused" in message:
            raise NotAWorkbook(message["refused"], message.get("params"))
        return message

    def _more(self) -> bytes:
        """What the child says next; only the time that we wait for it counts."""
        assert self._child.stdout is not None  # noqa: S101 - opened as a pipe above
        pipe = self._child.stdout.fileno()
        waiting = select.poll()
        waiting.register(pipe, select.POLLIN)
        while not self._waited(waiting):
            if self._left <= 0:
                raise NotAWorkbook("too-slow")
            if self._alive is not None:
                self._alive()
        said = os.read(pipe, 1 << 20)
        if not said:
            raise NotAWorkbook("too-slow" if self._died_of_work() else "reader-died")
        return said

    def _waited(self, waiting: select.poll) -> bool:
        since = time.monotonic()
        ready = waiting.poll(min(max(self._left, 0), _A_WHILE) * 1000)
        self._left -= time.monotonic() - since
        return bool(ready)

    def _died_of_work(self) -> bool:
        with contextlib.suppress(subprocess.TimeoutExpired):
            return self._child.wait(timeout=_LAST_BREATH) == -signal.SIGXCPU
        return False


_KINDS: Final[Mapping[str, Kind]] = KINDS  # type: ignore[assignment]
_NO_MARKS: Final[Mapping[str, Mark]] = {}


def _start(path: Path, import_: Import, limits: Limits) -> subprocess.Popen[bytes]:
    places = [cell for cell, _ in import_.anchors]
    places += [place for one in import_.header for place in (one.label_cell, one.cell)]
    order = {
        "sheet": import_.sheet,
        "head_row": import_.head_row,
        "columns": len(import_.columns),
        "cells": list(dict.fromkeys(place for place in places if place)),
        "limits": asdict(limits),
    }
    command = [sys.executable, "-P", "-s", "-B", "-m", "unionhall.workbooks.child"]
    with path.open("rb") as workbook:
        # none of our environment goes along: it holds keys and addresses
        return subprocess.Popen(
            [*command, json.dumps(order)],
            stdin=workbook,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env={"PYTHONPATH": str(_SOURCE_ROOT), "LANG": "C.UTF-8"},
            close_fds=True,
        )


def _head(import_: Import, said: Mapping[str, Any]) -> Head:
    keys = [one.key for one in import_.columns]
    return Head(
        sheet=said.get("sheet", ""),
        version=marks.found(said.get("marks", {})),
        cells={
            place: RawCell(text, _KINDS[kind])
            for place, (text, kind) in said.get("cells", {}).items()
        },
        titles=tuple(said.get("titles", ())),
        widest=said.get("widest", 0),
        rows=said.get("rows", 0),
        merged=tuple(said.get("merged", ())),
        hidden=tuple(keys[n - 1] if n else "" for n in said.get("hidden", ())),
    )
