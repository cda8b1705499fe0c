"""The workbook that people download and fill in, made of the definition alone.

What the reader later insists on stands here too: anchors, labels, titles, text columns, the hidden
mark. Nothing is merged, because merged cells are how a header breaks.
"""

from __future__ import annotations

import io
from collections.abc import Mapping
from datetime import date
from typing import Any, Final

from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, PatternFill, Protection, Side
from openpyxl.worksheet.datavalidation import DataValidation

from unionhall.language.model import CodeList, Import, ImportCell, ImportColumn
from unionhall.language.schema import kind as type_of
from unionhall.workbooks import choices, instructions, marks, sizes
from unionhall.workbooks.exports import text_of
from unionhall.workbooks.values import letters_of

TEXT: Final = "@"
LISTS_SHEET: Final = "_lists"
_PROMPT_CHARS: Final = 255
_HEAD: Final = PatternFill("solid", fgColor="F3E9E4")
_REQUIRED: Final = Font(bold=True, color="B3261E")
_PLAIN: Final = Font(bold=True)
_EDGE: Final = Border(bottom=Side("thin", color="999999"))
Sheet = Any


def build(
    import_: Import,
    *,
    header: Mapping[str, str] | None = None,
    codelists: Mapping[str, CodeList] | None = None,
    today: date | None = None,
    locked: bool = False,
) -> bytes:
    """`header`: texts already filled in, by key of the header cell. `locked`: everything but the
    cells to fill in is protected against slips (without a password)."""
    book = Workbook()
    sheet = book.active
    sheet.title = import_.sheet
    lists = _Lists(book, codelists or {}, today.isoformat() if today else "")
    _write_header(sheet, import_, header or {}, lists)
    _write_columns(sheet, import_, lists)
    instructions.write(book, import_, lists.offered)
    lists.close()
    _mark(book, import_)
    if locked:
        _lock(sheet, import_)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def file_name(import_: Import) -> str:
    """As the person saves it, always with the ending that tells its kind."""
    name = import_.file_name or import_.title
    return name if name.lower().endswith(".xlsx") else f"{name}.xlsx"


def put(sheet: Sheet, place: str, text: str) -> Any:
    """A cell that holds this text and nothing else, whatever it begins with."""
    cell = sheet[place]
    cell.value = text_of(text)
    cell.data_type = "s"
    cell.number_format = TEXT
    return cell


def starred(title: str, is_required: bool) -> str:
    return title if not is_required or title.startswith("*") else f"*{title}"


class _Lists:
    """Choices stand on a hidden sheet: a list inside the rule itself ends at 255 characters."""

    def __init__(self, book: Workbook, codelists: Mapping[str, CodeList], today: str) -> None:
        self.sheet = book.create_sheet(LISTS_SHEET)
        self.sheet.sheet_state = "hidden"
        self.codelists, self.today, self.count = codelists, today, 0

    def offered(self, cell: ImportCell | ImportColumn) -> tuple[str, ...]:
        if type_of(cell.schema) == "boolean":
            return (_("Yes"), _("No"))
        return tuple(title for _, title in choices.offered(cell, self.codelists, self.today))

    def _accepted(self, cell: ImportCell | ImportColumn) -> tuple[str, ...]:
        """The titles, and the codes where people are told to type those: else the program in
        which they fill the template in would not let them."""
        titles = self.offered(cell)
        codes = [str(code) for code, _ in choices.offered(cell, self.codelists, self.today)]
        return (*titles, *codes) if cell.example in codes and cell.example not in titles else titles

    def rule(self, cell: ImportCell | ImportColumn) -> DataValidation | None:
        """What a cell lets people choose, and the note shown beside it."""
        titles = self._accepted(cell)
        if not titles and not cell.note:
            return None
        rule = DataValidation(type="list" if titles else None, allow_blank=True)
        if titles:
            self.count += 1
            letters = letters_of(self.count)
            for row, title in enumerate(titles, start=1):
                put(self.sheet, f"{letters}{row}", title)
            rule.formula1 = f"{LISTS_SHEET}!${letters}$1:${letters}${len(titles)}"
            rule.showErrorMessage = True
            rule.errorTitle = cell.title.lstrip("*")[:32]
            rule.error = _("Please choose from the list of the cell.")
        if cell.note:
            rule.showInputMessage = True
            rule.promptTitle = cell.title.lstrip("*")[:32]
            rule.prompt = cell.note[:_PROMPT_CHARS]
        return rule

    def close(self) -> None:
        book = self.sheet.parent
        if self.count:
            book.move_sheet(self.sheet, offset=1)  # after the instructions
        else:
            book.remove(self.sheet)


def _write_header(sheet: Sheet, import_: Import, header: Mapping[str, str], lists: _Lists) -> None:
    for place, text in import_.anchors:
        put(sheet, place, text).font = _PLAIN
    for one in import_.header:
        label = put(sheet, one.label_cell, starred(one.title, one.required))
        label.font = _REQUIRED if one.required else _PLAIN
        cell = put(sheet, one.cell, header.get(one.key, ""))
        cell.border = _EDGE
        rule = lists.rule(one)
        if rule is not None:
            rule.add(one.cell)
            sheet.add_data_validation(rule)


def _write_columns(sheet: Sheet, import_: Import, lists: _Lists) -> None:
    first, last = import_.head_row + 1, import_.head_row + import_.max_rows
    for number, column in enumerate(import_.columns, start=1):
        letters = letters_of(number)
        dimension = sheet.column_dimensions[letters]
        dimension.width = column.width
        is_number = type_of(column.schema) in ("integer", "number")
        dimension.number_format = "General" if is_number else TEXT
        is_required = column.required is True
        title = put(sheet, f"{letters}{import_.head_row}", starred(column.title, is_required))
        title.font = _REQUIRED if is_required else _PLAIN
        title.fill = _HEAD
        title.alignment = Alignment(horizontal="center", vertical="center", wrap_text=True)
        rule = lists.rule(column)
        if rule is not None:
            rule.add(f"{letters}{first}:{letters}{last}")
            sheet.add_data_validation(rule)
    sheet.freeze_panes = f"A{first}"
    sheet.print_title_rows = f"{import_.head_row}:{import_.head_row}"
    sizes.fit_to_paper(sheet)


def _mark(book: Workbook, import_: Import) -> None:
    marks.put_mark(book, marks.mark(import_))
    book.properties.title = text_of(import_.title)
    book.properties.creator = ""


def _lock(sheet: Sheet, import_: Import) -> None:
    free = Protection(locked=False)
    for number in range(1, len(import_.columns) + 1):
        sheet.column_dimensions[letters_of(number)].protection = free
    for one in import_.header:
        sheet[one.cell].protection = free
    sheet.protection.sheet = True
    sheet.protection.formatColumns = False
    sheet.protection.insertRows = False
    sheet.protection.deleteRows = False
