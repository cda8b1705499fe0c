"""Lists as files: xlsx and csv, written row by row, every cell a text, but for days and amounts
in the columns that say so.

What is written is what the screen shows: rows arrive worded and masked. Nothing that begins like a
formula is one when the file is opened, saved as another kind and opened again (E-52).
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, islice, zip_longest
from typing import IO, Any, Final

from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter

from unionhall.workbooks import real, sizes

XLSX: Final = "xlsx"
CSV: Final = "csv"
CONTENT_TYPES: Final = {
    XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    CSV: "text/csv; charset=utf-8",
}
# What the file formats hold at most
LAST_ROW: Final = 1_048_576
LONGEST_CELL: Final = 32_767
LONGEST_TITLE: Final = 31
CUT: Final = "…"
WIDEST: Final = 50
NARROWEST: Final = 8
# Rows that tell how wide a column has to be
LOOKED_AT: Final = 100
# Also as typed with a Chinese keyboard; a sign behind blanks counts, some programs drop them
_SIGNS: Final = frozenset("=+-@\t\r\n|%＝＋－＠")
# XML cannot hold these, and no CSV reader wants them
_NO_TEXT = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
# Excel reads _x0041_ as the letter A
_ESCAPE = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")
_NO_SHEET_TITLE = re.compile(r"[\[\]:*?/\\\x00-\x1f]")


@dataclass(frozen=True, slots=True)
class Column:
    """`width` in signs; 0: as wide as its title and the first rows need. `kind`: of `real`, ""
    for texts."""

    title: str
    width: int = 0
    kind: str = ""


@dataclass(frozen=True, slots=True)
class Sheet:
    title: str
    columns: Sequence[Column]
    rows: Iterable[Sequence[str]]


def write(
    columns: Sequence[Column],
    rows: Iterable[Sequence[str]],
    out: IO[bytes],
    *,
    title: str,
    notes: Sequence[tuple[str, str]] = (),
    last_row: int = LAST_ROW,
) -> int:
    """Write a workbook; how many rows it holds. A full sheet is followed by another.

    `notes`: (what, how) lines of a last sheet: who exported when, with which filters.
    """
    book = _book(title)
    count = _fill(book, Sheet(title, columns, rows), last_row)
    if notes:
        _write_notes(book, [*notes, (_("Rows"), str(count))])
    book.save(out)
    return count


def write_book(
    sheets: Sequence[Sheet], out: IO[bytes], *, title: str, notes: Sequence[tuple[str, str]] = ()
) -> None:
    """Write several tables into one workbook, each on a sheet of its own, `notes` last."""
    book = _book(title)
    for sheet in sheets:
        _fill(book, sheet, LAST_ROW)
    if notes:
        _write_notes(book, notes)
    book.save(out)


def _book(title: str) -> Workbook:
    book = Workbook(write_only=True)
    book.properties.creator = book.properties.title = text_of(title)
    return book


def _fill(book: Workbook, table: Sheet, last_row: int) -> int:
    """Write a table, on as many sheets as it takes; how many rows."""
    rows = iter(table.rows)
    first = list(islice(rows, LOOKED_AT))
    widths = [_width(column, n, first) for n, column in enumerate(table.columns)]
    kinds = [column.kind for column in table.columns]
    count, number, waiting = 0, 1, chain(first, rows)
    following = next(waiting, None)
    while following is not None or number == 1:
        sheet = _sheet(book, _sheet_title(table.title, number), table.columns, widths)
        cells, on_sheet = _Cells(sheet, kinds), 1
        while following is not None and on_sheet < last_row:
            sheet.append(cells.row(following))
            count, on_sheet = count + 1, on_sheet + 1
            following = next(waiting, None)
        number += 1
    return count


def write_csv(columns: Sequence[Column], rows: Iterable[Sequence[str]], out: IO[bytes]) -> int:
    """Write comma-separated text that Excel opens as UTF-8; how many rows it holds."""
    text = io.TextIOWrapper(out, encoding="utf-8-sig", newline="", write_through=True)
    try:
        sheet = csv.writer(text, lineterminator="\r\n")
        sheet.writerow([guarded(column.title) for column in columns])
        count = 0
        for row in rows:
            sheet.writerow([guarded(cell) for cell in row])
            count += 1
        return count
    finally:
        text.detach()


def is_risky(text: str) -> bool:
    """Whether a program might take it for a formula."""
    return text[:1] in _SIGNS or text.lstrip()[:1] in _SIGNS if text else False


def guarded(text: str) -> str:
    """The text, behind an apostrophe where it might be taken for a formula."""
    text = _NO_TEXT.sub(" ", text)
    return f"'{text}" if is_risky(text) else text


def text_of(text: str) -> str:
    """The text as a cell can hold it: no control characters, no escapes, not too long."""
    text = _ESCAPE.sub("_x005F_", _NO_TEXT.sub(" ", text))
    if len(text) * 2 > LONGEST_CELL:  # Excel counts signs outside the basic plane twice
        while len(text.encode("utf-16-le")) // 2 > LONGEST_CELL:
            text = text[
                : LONGEST_CELL - len(CUT) - (len(text.encode("utf-16-le")) // 2 - len(text))
            ]
            text += CUT
    return text


class _Cells:
    """Two cells, used again for every row: the writer is done with one before it asks the next."""

    def __init__(self, sheet: Any, kinds: Sequence[str] = ()) -> None:
        self._plain, self._quoted = WriteOnlyCell(sheet), WriteOnlyCell(sheet)
        self._sheet, self._kinds = sheet, kinds
        self._real: dict[str, Any] = {}
        for cell in (self._plain, self._quoted):
            cell.number_format = "@"
        self._quoted.quotePrefix = True

    def row(self, texts: Sequence[str]) -> Iterator[Any]:
        for kind, text in zip_longest(self._kinds[: len(texts)], texts, fillvalue=""):
            found = real.of(text, kind) if kind else None
            if found is not None:
                yield self._of(*found)
                continue
            cell = self._quoted if is_risky(text) else self._plain
            cell.value = text_of(text)
            cell.data_type = "s"  # also what begins with "="
            yield cell

    def _of(self, value: Any, shown: str) -> Any:
        """One cell for each number format."""
        cell = self._real.get(shown)
        if cell is None:
            cell = self._real[shown] = WriteOnlyCell(self._sheet)
            cell.number_format = shown
        cell.value = value
        return cell


def _width(column: Column, place: int, rows: Iterable[Sequence[str]]) -> int:
    if column.width:
        return min(column.width, WIDEST)
    texts = [column.title, *(row[place] for row in rows if place < len(row))]
    widest = max(sizes.width_of(text.partition("\n")[0]) for text in texts)
    return max(NARROWEST, min(widest + 2, WIDEST))


def _sheet(book: Workbook, title: str, columns: Sequence[Column], widths: Sequence[int]) -> Any:
    sheet = book.create_sheet(title)
    sheet.freeze_panes, sheet.print_title_rows = "A2", "1:1"
    sizes.fit_to_paper(sheet)
    for number, width in enumerate(widths, start=1):
        sheet.column_dimensions[get_column_letter(number)].width = width
    sheet.append([_head(sheet, column.title) for column in columns])
    return sheet


def _head(sheet: Any, title: str) -> Any:
    cell = WriteOnlyCell(sheet)
    cell.value, cell.data_type = text_of(title), "s"
    cell.number_format, cell.font = "@", Font(bold=True)
    cell.fill = PatternFill("solid", fgColor="F3E9E4")
    cell.alignment = Alignment(vertical="center")
    return cell


def _sheet_title(title: str, number: int) -> str:
    """As Excel allows it: none of []:*?/\\, no apostrophe at the ends, at most 31 signs."""
    ending = "" if number == 1 else f" {number}"
    clean = _NO_SHEET_TITLE.sub(" ", _NO_TEXT.sub(" ", title)).strip().strip("'").strip()
    return f"{(clean or 'Sheet')[: LONGEST_TITLE - len(ending)]}{ending}"


def _write_notes(book: Workbook, notes: Iterable[tuple[str, str]]) -> None:
    sheet = book.create_sheet(_("About this export")[:LONGEST_TITLE])
    sheet.column_dimensions["A"].width, sheet.column_dimensions["B"].width = 18, WIDEST
    cells = _Cells(sheet)
    for note in notes:
        sheet.append(cells.row(note))
