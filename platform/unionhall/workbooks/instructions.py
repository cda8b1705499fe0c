"""The sheet that tells how to fill in the template: rules, columns, and one row as an example.

The example stands here and not in the list, so that nobody imports it.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.styles import Alignment, Font, PatternFill

from unionhall.language.model import Import, ImportCell, ImportColumn
from unionhall.workbooks import sizes
from unionhall.workbooks.exports import text_of
from unionhall.workbooks.values import letters_of

Offered = Callable[[ImportCell | ImportColumn], tuple[str, ...]]
_MOST_TITLES: Final = 30
_BOLD: Final = Font(bold=True)
_HEAD: Final = PatternFill("solid", fgColor="F3E9E4")
# The columns of the example row stand in the same ones: each takes a number of eighteen digits
_WIDTHS: Final = (12, 22, 22, 48, 24, 48)
_FURTHER: Final = 16


def write(book: Workbook, import_: Import, offered: Offered) -> None:
    sheet = book.create_sheet(_("How to fill in"))
    for number in range(1, max(len(_WIDTHS), len(import_.columns)) + 1):
        width = _WIDTHS[number - 1] if number <= len(_WIDTHS) else _FURTHER
        sheet.column_dimensions[letters_of(number)].width = width
    sizes.fit_to_paper(sheet)
    _line(sheet, [import_.title], bold=True)
    for number, text in enumerate(import_.instructions, start=1):
        _line(sheet, [f"{number}.", text], wraps=False)
    _line(sheet, [_("Template version"), import_.version])
    _line(sheet, [])
    titles = [
        _("Cell or column"),
        _("Its name"),
        _("Must be filled in"),
        _("How to write it"),
        _("Such as"),
        _("To choose from"),
    ]
    _line(sheet, titles, bold=True)
    for one in import_.header:
        _line(sheet, _described(one.cell, one, offered))
    for number, column in enumerate(import_.columns, start=1):
        _line(sheet, _described(letters_of(number), column, offered))
    if any(column.example for column in import_.columns):
        _line(sheet, [])
        _line(sheet, [_("Example of a row")], bold=True)
        _line(sheet, [column.title for column in import_.columns], bold=True)
        _line(sheet, [column.example for column in import_.columns])


def _described(place: str, one: ImportCell | ImportColumn, offered: Offered) -> list[str]:
    needs = {True: _("Yes"), False: _("No")}.get(one.required is True, "")
    if isinstance(one.required, str):
        needs = _("depends")
    titles = offered(one)
    shown = "、".join(titles[:_MOST_TITLES]) + ("……" if len(titles) > _MOST_TITLES else "")
    return [place, one.title.lstrip("*"), needs, one.note, one.example, shown]


def _line(sheet: Any, texts: list[str], *, bold: bool = False, wraps: bool = True) -> None:
    """A row of texts at the end; `append` would take what begins with "=" for a formula."""
    sheet.append([""] * max(len(texts), 1))
    for number, text in enumerate(texts, start=1):
        cell = sheet.cell(sheet.max_row, number)
        cell.value, cell.data_type, cell.number_format = text_of(text), "s", "@"
        cell.alignment = Alignment(vertical="top", wrap_text=wraps and len(texts) > 1)
        if bold:
            cell.font, cell.fill = _BOLD, _HEAD
    height = sizes.height_of(zip(texts, _WIDTHS, strict=False)) if wraps and len(texts) > 1 else 0
    if height:
        sheet.row_dimensions[sheet.max_row].height = height
