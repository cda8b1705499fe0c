"""What stands in an uploaded workbook, told apart and not yet judged.

Plain values between the reader and the checks; nothing here opens a file.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final, Literal, NamedTuple

# Of a cell: `number` as it was typed (its digits beyond the 15th are lost already), `formula`
# without its "=", `date` and `bool` in the words of JSON.
Kind = Literal["text", "number", "formula", "date", "bool", "error", "empty"]
# What is odd about a row or a place of it.
Mark = Literal["merged", "hidden"]


class RawCell(NamedTuple):
    """`text` as a person would type it: `2026-03-05`, `12.5`, `true`; "" for an empty cell."""

    text: str
    kind: Kind


EMPTY: Final = RawCell("", "empty")


class RawRow(NamedTuple):
    """`number`: the row of the sheet, 0 for the header. `cells`: key of a column (of an
    `ImportCell` in the header) -> cell, empty cells left out. `marks`: column key, or "" for the
    whole row -> what is odd about it."""

    number: int
    cells: Mapping[str, RawCell]
    marks: Mapping[str, Mark] = {}


@dataclass(frozen=True, slots=True)
class Head:
    """What stands above the rows and around them; `layout.header_findings` judges it.

    `sheet`: name of the sheet that was read ("" when the template's is missing). `version`: the
    hidden mark of the template. `cells`: coordinate ("B3") -> cell, of anchors, labels and values.
    `titles`: the head row from column A to the last one that says something. `widest`: number of
    the last column with content in any row (13 = M). `rows`: how many rows below have content.
    `merged`: ranges that touch header or head row. `hidden`: keys of hidden columns, "" when the
    sheet itself is hidden.
    """

    sheet: str
    version: str
    cells: Mapping[str, RawCell] = field(default_factory=dict)
    titles: tuple[str, ...] = ()
    widest: int = 0
    rows: int = 0
    merged: tuple[str, ...] = ()
    hidden: tuple[str, ...] = ()
