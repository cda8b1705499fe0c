"""The process that alone opens uploaded workbooks: the file on stdin, lines of JSON on stdout.

`python -m unionhall.workbooks.child '<order>'`. It binds its own memory and time before it looks
at the first byte, knows no database and no secret, and dies with the file that was too much for it.
Lines: {"head": ...}, {"rows": [...]} ..., then {"end": true} or {"refused": code, "params": {}}.
"""

from __future__ import annotations

import contextlib
import json
import resource
import sys
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, Final

from unionhall.workbooks import parts, values
from unionhall.workbooks.inspect import BROKEN
from unionhall.workbooks.limits import Limits
from unionhall.workbooks.refusals import NotAWorkbook
from unionhall.workbooks.sheet import Cells, Sheet

ROWS_AT_ONCE: Final = 200
CHARS_AT_ONCE: Final = 500_000

Area = tuple[int, int, int, int]


@dataclass(slots=True)
class Order:
    """`sheet`: its name, blank for the first that can be seen. `cells`: places of the header that
    are wanted; `columns`: how many columns a row has."""

    sheet: str
    head_row: int
    columns: int
    cells: list[str]
    limits: Limits


@dataclass(slots=True)
class Survey:
    """What is known after the first pass over the sheet."""

    head_row: int
    widest: int = 0
    rows: int = 0
    above: dict[int, Cells] = field(default_factory=dict)

    def take(self, number: int, hidden: bool, cells: Cells) -> None:
        self.widest = max(self.widest, max(cells))
        if number > self.head_row:
            self.rows += 1
        else:
            self.above[number] = cells


class Sender:
    """Rows in batches, with what is odd about each."""

    def __init__(self, order: Order, areas: list[Area]) -> None:
        self.order = order
        self.areas = sorted(areas, reverse=True)
        self.near: list[Area] = []
        self.batch: list[list[Any]] = []
        self.chars = 0

    def take(self, number: int, hidden: bool, cells: Cells) -> None:
        if number <= self.order.head_row:
            return
        wanted = {column: cell for column, cell in cells.items() if column <= self.order.columns}
        marks = dict(self._merged(number))
        if hidden:
            marks[0] = "hidden"
        self.batch.append([number, list(wanted.items()), list(marks.items())])
        self.chars += sum(len(cell[0]) for cell in wanted.values())
        if len(self.batch) >= ROWS_AT_ONCE or self.chars >= CHARS_AT_ONCE:
            self.flush()

    def flush(self) -> None:
        if self.batch:
            say({"rows": self.batch})
        self.batch, self.chars = [], 0

    def _merged(self, number: int) -> Iterator[tuple[int, str]]:
        while self.areas and self.areas[-1][0] <= number:
            self.near.append(self.areas.pop())
        if self.near:
            self.near = [area for area in self.near if area[1] >= number]
        for _, _, column, _ in self.near:
            yield column, "merged"


def say(message: dict[str, Any]) -> None:
    line = json.dumps(message, ensure_ascii=False, separators=(",", ":"))
    sys.stdout.buffer.write(line.encode("utf-8", "replace") + b"\n")
    sys.stdout.buffer.flush()


def bind(limits: Limits) -> None:
    """From here on the kernel watches: memory, time, no file may grow, no core is left.

    Never above what the process was given; a system that knows one of them not (macOS and memory)
    is left with the others.
    """
    for what, soft, hard in (
        (resource.RLIMIT_AS, limits.memory, limits.memory),
        (resource.RLIMIT_CPU, limits.cpu_seconds, limits.cpu_seconds + 5),
        (resource.RLIMIT_FSIZE, 0, 0),
        (resource.RLIMIT_CORE, 0, 0),
    ):
        most = resource.getrlimit(what)[1]
        if most != resource.RLIM_INFINITY:
            soft, hard = min(soft, most), min(hard, most)
        with contextlib.suppress(ValueError, OSError):
            resource.setrlimit(what, (soft, hard))


def read(order: Order) -> None:
    """Two passes over the sheet: what is above and around the rows, then the rows."""
    with zipfile.ZipFile(sys.stdin.buffer) as archive:
        found = parts.read(archive, order.limits)
        chosen = next((one for one in found.sheets if _is_wanted(one, order)), None)
        if chosen is None:
            say({"head": {"sheet": "", "marks": found.marks}})
            return
        sheet = Sheet(
            found.strings,
            found.dates,
            found.epoch_1904,
            order.limits.cell_chars,
            order.limits.merges_count,
        )
        survey = Survey(order.head_row)
        with parts.opened(archive, chosen.part) as stream:
            sheet.read(stream, survey.take)
        areas = [_area(ref) for ref in sheet.merged]
        say({"head": _head(order, chosen, survey, sheet, areas, found.marks)})
        rows = [a for a in areas if a[1] > order.head_row and a[2] <= order.columns]
        sender = Sender(order, rows)
        with parts.opened(archive, chosen.part) as stream:
            sheet.read(stream, sender.take)
        sender.flush()


def _is_wanted(sheet: parts.SheetPart, order: Order) -> bool:
    if not order.sheet:
        return not sheet.is_hidden
    return sheet.name.strip() == order.sheet.strip()


def _head(
    order: Order,
    chosen: parts.SheetPart,
    survey: Survey,
    sheet: Sheet,
    areas: list[Area],
    marks: dict[str, str],
) -> dict[str, Any]:
    titles = survey.above.get(order.head_row, {})
    last = max(titles, default=0)
    hidden = [n for n in range(1, order.columns + 1) if any(a <= n <= b for a, b in sheet.hidden)]
    return {
        "sheet": chosen.name,
        "marks": {name: text[:200] for name, text in marks.items()},
        "cells": {place: cell for place in order.cells if (cell := _at(survey, place))},
        "titles": [titles.get(n, ("", "t"))[0] for n in range(1, last + 1)],
        "widest": survey.widest,
        "rows": survey.rows,
        "merged": [sheet.merged[n] for n, a in enumerate(areas) if a[0] <= order.head_row][:20],
        "hidden": ([0] if chosen.is_hidden else []) + hidden,
    }


def _at(survey: Survey, place: str) -> tuple[str, str] | None:
    column = values.column_of(place)
    row = values.whole(place.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ"), 0)
    return survey.above.get(row, {}).get(column)


def _area(reference: str) -> Area:
    """`B7:C9` -> (7, 9, 2, 3); what is none touches nothing."""
    first, _, last = reference.replace("$", "").partition(":")
    corners = [
        (values.whole(one.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ"), 0), values.column_of(one))
        for one in (first, last or first)
    ]
    (top, left), (bottom, right) = corners
    return (top, bottom, left, right) if top and bottom else (0, -1, 0, 0)


def main() -> None:
    asked = json.loads(sys.argv[1])
    limits = Limits(**asked.pop("limits"))
    bind(limits)
    try:
        read(Order(limits=limits, **asked))
        say({"end": True})
    except NotAWorkbook as refusal:
        say({"refused": refusal.code, "params": refusal.params})
    except MemoryError:
        say({"refused": "too-much-memory", "params": {}})
    except BROKEN:
        say({"refused": "damaged", "params": {"detail": "zip"}})


if __name__ == "__main__":
    main()
