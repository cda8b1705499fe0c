"""What the platform says of a finding for which the definition has no words of its own.

Four parts, as in every catalogue: type, message, cause, remedy. Braces as there.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from unionhall.workbooks.problems import Problem

_HEADER, _CELL, _ROW = gettext_noop("Header"), gettext_noop("Cell"), gettext_noop("Row")
_AGAIN = gettext_noop(
    "Please download the template again, copy the rows into it as values, and upload that."
)

# finding -> (type, message, cause, remedy)
WORDS: Final[Mapping[str, tuple[str, str, str, str]]] = {
    "sheet": (
        _HEADER,
        gettext_noop("The sheet “{value}” is missing."),
        gettext_noop("It was renamed or deleted, or this is another workbook."),
        _AGAIN,
    ),
    "no-version": (
        _HEADER,
        gettext_noop("This is not the downloaded template."),
        gettext_noop("The workbook lacks the hidden mark of the template."),
        _AGAIN,
    ),
    "other-template": (
        _HEADER,
        gettext_noop("This template belongs to another import."),
        gettext_noop("Several templates look alike; this one was made for something else."),
        _AGAIN,
    ),
    "version": (
        _HEADER,
        gettext_noop("This template is out of date ({value}); the present one is {version}."),
        gettext_noop("The template has changed since it was downloaded."),
        _AGAIN,
    ),
    "anchor": (
        _HEADER,
        gettext_noop("Cell {cell} must say “{value}”."),
        gettext_noop("Rows or cells above the list were deleted, moved or merged."),
        _AGAIN,
    ),
    "label": (
        _HEADER,
        gettext_noop("Cell {cell} must say “{value}”."),
        gettext_noop("Rows or cells above the list were deleted, moved or merged."),
        _AGAIN,
    ),
    "last-column": (
        _HEADER,
        gettext_noop("The last column must be {value}."),
        gettext_noop("Columns were added or deleted, or something stands beside the list."),
        gettext_noop(
            "Please delete everything to the right of column {value}, or download the"
            " template again."
        ),
    ),
    "head": (
        _HEADER,
        gettext_noop("The title in {cell} must be “{value}”."),
        gettext_noop("A column was renamed, moved, added or deleted."),
        _AGAIN,
    ),
    "header-merged": (
        _HEADER,
        gettext_noop("Cells {value} of the header are merged."),
        gettext_noop("The layout of the header was changed."),
        _AGAIN,
    ),
    "hidden-column": (
        _HEADER,
        gettext_noop("Column “{column}” is hidden."),
        gettext_noop("What is hidden would be imported unseen."),
        gettext_noop("Please show all columns, check them, and upload the workbook again."),
    ),
    "hidden-sheet": (
        _HEADER,
        gettext_noop("The sheet with the list is hidden."),
        gettext_noop("What is hidden would be imported unseen."),
        gettext_noop("Please show the sheet, check it, and upload the workbook again."),
    ),
    "no-rows": (
        _HEADER,
        gettext_noop("There is no row to import."),
        gettext_noop("Nothing stands in row {row} and below."),
        gettext_noop("Please fill in the list from row {row} on and upload the workbook again."),
    ),
    "too-many-rows": (
        _HEADER,
        gettext_noop("{value} rows are more than the {limit} that one workbook may have."),
        gettext_noop("The list is too long for one import."),
        gettext_noop("Please split the list into several workbooks."),
    ),
    "header-required": (
        _HEADER,
        gettext_noop("Please fill in “{column}” in the header (cell {cell})."),
        gettext_noop("It is required and the cell is empty."),
        gettext_noop("Please fill in the cell and upload the workbook again."),
    ),
    "stray-blank": (
        _HEADER,
        gettext_noop("“{column}” contains blanks."),
        gettext_noop("Blanks before, after or inside the text make it another one."),
        gettext_noop("Please delete the blanks and upload the workbook again."),
    ),
    "required": (
        _CELL,
        gettext_noop("“{column}” is required."),
        gettext_noop("The cell is empty."),
        gettext_noop("Please fill in the cell."),
    ),
    "formula": (
        _CELL,
        gettext_noop("“{column}” is a formula: {value}"),
        gettext_noop("A formula stands in the cell where its result is due."),
        gettext_noop("Please copy the cells and paste them as values."),
    ),
    "error-cell": (
        _CELL,
        gettext_noop("“{column}” shows an error: {value}"),
        gettext_noop("A formula in the cell could not be worked out."),
        gettext_noop("Please type the value in."),
    ),
    "not-text": (
        _CELL,
        gettext_noop("“{column}” was typed as a number, so digits of it are lost."),
        gettext_noop("Excel keeps 15 digits of a number and no zeros in front."),
        gettext_noop(
            "Please format the column as text, clear the cell, and type the number in again."
        ),
    ),
    "look-alike": (
        _CELL,
        gettext_noop("“{column}” contains a letter that looks like another sign: {value}"),
        gettext_noop("A letter such as O stands where a digit such as 0 is due."),
        gettext_noop("Please type it in again with the keyboard set to English."),
    ),
    "inner-blank": (
        _CELL,
        gettext_noop("“{column}” contains a blank: {value}"),
        gettext_noop("There is a blank inside of the name."),
        gettext_noop("Please delete the blank."),
    ),
    "format": (
        _CELL,
        gettext_noop("“{column}” is not written as required: {value}"),
        gettext_noop("The value does not fit the column; see the notes in the template."),
        gettext_noop("Please correct the cell."),
    ),
    "type": (
        _CELL,
        gettext_noop("“{column}” is not a number: {value}"),
        gettext_noop("A number is due in this column."),
        gettext_noop("Please type in a number, such as 12."),
    ),
    "range": (
        _CELL,
        gettext_noop("“{column}” is outside of what is allowed ({limit}): {value}"),
        gettext_noop("The number is too small or too large."),
        gettext_noop("Please correct the cell."),
    ),
    "choice": (
        _CELL,
        gettext_noop("“{column}” must be one of: {options}"),
        gettext_noop("“{value}” is not among them."),
        gettext_noop("Please choose from the list of the cell."),
    ),
    "too-long": (
        _CELL,
        gettext_noop("“{column}” has more than {limit} characters."),
        gettext_noop("The text is too long."),
        gettext_noop("Please shorten it."),
    ),
    "too-short": (
        _CELL,
        gettext_noop("“{column}” has fewer than {limit} characters."),
        gettext_noop("The text is too short."),
        gettext_noop("Please complete it."),
    ),
    "pattern": (
        _CELL,
        gettext_noop("“{column}” is not written as required: {value}"),
        gettext_noop("The value does not fit the column; see the notes in the template."),
        gettext_noop("Please correct the cell."),
    ),
    "invalid": (
        _CELL,
        gettext_noop("“{column}” is not written as required: {value}"),
        gettext_noop("The value does not fit the column; see the notes in the template."),
        gettext_noop("Please correct the cell."),
    ),
    "duplicate": (
        _ROW,
        gettext_noop("The same “{column}” stands in row {row} ({name})."),
        gettext_noop("Two rows are about the same."),
        gettext_noop("Please delete one of the rows."),
    ),
    "merged": (
        _ROW,
        gettext_noop("Cells of this row are merged."),
        gettext_noop("Of merged cells only the first has a value."),
        gettext_noop("Please unmerge the cells and fill in every row."),
    ),
    "hidden": (
        _ROW,
        gettext_noop("This row is hidden."),
        gettext_noop("What is hidden would be imported unseen."),
        gettext_noop("Please clear filters, show all rows, and delete those that are not meant."),
    ),
}
_OTHER: Final = WORDS["format"]


def of(problem: Problem) -> tuple[str, str, str, str]:
    """Type, message, cause and remedy in the reader's language, braces not filled in."""
    kind, message, cause, remedy = WORDS.get(problem.code, _OTHER)
    return _(kind), _(message), _(cause), _(remedy)
