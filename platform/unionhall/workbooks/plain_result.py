"""The result when the uploaded file cannot be kept: header, titles and values, written anew."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any, Final

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Font, PatternFill

from unionhall.language.model import Import
from unionhall.workbooks import reader
from unionhall.workbooks.exports import text_of
from unionhall.workbooks.limits import Limits
from unionhall.workbooks.marks import put_mark
from unionhall.workbooks.marks_of_rows import WIDTHS, Marks
from unionhall.workbooks.raw import EMPTY
from unionhall.workbooks.told import told
from unionhall.workbooks.values import column_of, letters_of, whole

_WRONG: Final = PatternFill("solid", fgColor="FFD9D4")
_BOLD: Final = Font(bold=True)
_EVERY: Final = 200


def write(
    source: Path,
    import_: Import,
    marks: Marks,
    limits: Limits,
    alive: Callable[[], None] = lambda: None,
) -> bytes:
    """Raises NotAWorkbook when the source cannot be read."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet(import_.sheet)
    widths = [one.width for one in import_.columns] + list(WIDTHS)
    for number, width in enumerate(widths, start=1):
        sheet.column_dimensions[letters_of(number)].width = width
    sheet.freeze_panes = f"A{import_.head_row + 1}"
    columns = len(import_.columns)
    with reader.read(source, import_, limits=limits, alive=alive) as rows:
        put_mark(book, rows.head.version)
        above: dict[int, dict[int, str]] = {}
        for place, cell in rows.head.cells.items():
            row = whole(place.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ"), 0)
            above.setdefault(row, {})[column_of(place)] = cell.text
        for row in range(1, import_.head_row):
            known = above.get(row, {})
            width = max((columns, *known))
            texts = [known.get(number, "") for number in range(1, width + 1)]
            sheet.append(_line(sheet, texts, marks, row))
        titles = [*rows.head.titles[:columns], *[""] * (columns - len(rows.head.titles))]
        sheet.append(_line(sheet, titles, marks, import_.head_row, font=_BOLD))
        written = import_.head_row
        for raw in rows:
            while written < raw.number - 1:
                sheet.append([])
                written += 1
            texts = [raw.cells.get(one.key, EMPTY).text for one in import_.columns]
            sheet.append(_line(sheet, texts, marks, raw.number))
            written = raw.number
            if written % _EVERY == 0:
                alive()
    out = io.BytesIO()
    book.save(told(out, alive))
    return out.getvalue()


def _line(
    sheet: Any, texts: Sequence[str], marks: Marks, row: int, font: Font | None = None
) -> Iterable[Any]:
    wrong, height = marks.wrong(row), marks.height(row)
    if height:
        sheet.row_dimensions[row].height = height
    cells = [_cell(sheet, text, font) for text in texts]
    for number, cell in enumerate(cells, start=1):
        if letters_of(number) in wrong:
            cell.fill = _WRONG
    return [*cells, *(_cell(sheet, text, font, wraps=True) for text in marks.texts(row))]


def _cell(sheet: Any, text: str, font: Font | None, *, wraps: bool = False) -> Any:
    cell = WriteOnlyCell(sheet, text_of(text) or None)
    if text:
        cell.data_type = "s"
    cell.number_format = "@"
    cell.alignment = Alignment(vertical="top", wrap_text=wraps)
    if font is not None:
        cell.font = font
    return cell
