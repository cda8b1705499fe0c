"""Sentences for the codes of `refusals`: what is wrong with the file and how to repair it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

_SAVE_AS = gettext_noop(
    "Open it, choose “Save as”, pick the type “Excel workbook (*.xlsx)”, and upload that."
)

SENTENCES: Mapping[str, str] = {
    "empty-file": gettext_noop("The file is empty. Please save your workbook again and upload it."),
    "too-big": gettext_noop(
        "The file has more than {limit} MB. Please delete pictures and empty sheets, or split the"
        " list into several workbooks."
    ),
    "old-excel": gettext_noop("This is an old Excel workbook (*.xls)."),
    "xml-2003": gettext_noop("This is a table in the XML of Excel 2003."),
    "xlsb": gettext_noop("This is a binary Excel workbook (*.xlsb)."),
    "ods": gettext_noop("This is an OpenDocument table (*.ods)."),
    "numbers": gettext_noop("This is a Numbers table."),
    "csv": gettext_noop("This is a text file (CSV), in which numbers lose their digits."),
    "web-page": gettext_noop("This is a web page that was named like a workbook."),
    "macros": gettext_noop("The workbook contains macros, which are not accepted."),
    "encrypted": gettext_noop(
        "The workbook is protected by a password. Please remove the password (File, Info, Protect"
        " workbook) and upload it again."
    ),
    "document": gettext_noop(
        "This is a text document or a presentation. Please copy the list into the template and"
        " upload that."
    ),
    "pdf": gettext_noop("This is a PDF. Please fill in the template and upload that."),
    "picture": gettext_noop("This is a picture. Please fill in the template and upload that."),
    "text": gettext_noop("This is a text file. Please fill in the template and upload that."),
    "packed": gettext_noop("This is an archive. Please unpack it and upload the workbook in it."),
    "other": gettext_noop(
        "This is no Excel workbook. Please fill in the template and upload that."
    ),
    "damaged": gettext_noop(
        "The workbook is damaged or was not uploaded completely ({detail}). Please open it in Excel"
        " or WPS, save it under a new name, and upload that."
    ),
    "bomb": gettext_noop(
        "The workbook unpacks to far more than it may contain. Please copy the rows into a freshly"
        " downloaded template and upload that."
    ),
    "part-too-big": gettext_noop(
        "One part of the workbook ({part}) is too large. Please copy the rows into a freshly"
        " downloaded template and upload that."
    ),
    "too-many-parts": gettext_noop(
        "The workbook consists of more than {limit} parts. Please copy the rows into a freshly"
        " downloaded template and upload that."
    ),
    "too-many-sheets": gettext_noop(
        "The workbook has more than {limit} sheets. Please delete those that do not belong to it."
    ),
    "too-many-strings": gettext_noop(
        "The workbook holds more than {limit} different texts. Please split the list into several"
        " workbooks."
    ),
    "too-many-merges": gettext_noop(
        "The workbook has more than {limit} merged cells. Please select all, unmerge the cells,"
        " and upload it again."
    ),
    "cell-too-long": gettext_noop(
        "A cell (row {row}) holds more text than a cell can. Please copy the rows into a freshly"
        " downloaded template and upload that."
    ),
    "far-cell": gettext_noop(
        "The sheet claims a cell where no sheet has one ({cell}). Please copy the rows into a"
        " freshly downloaded template and upload that."
    ),
    "row-order": gettext_noop(
        "The rows of the sheet are not in order (at row {row}). Please open it in Excel or WPS,"
        " save it under a new name, and upload that."
    ),
    "no-sheet": gettext_noop(
        "There is no sheet in this workbook. Please fill in the template and upload that."
    ),
    "program-links": gettext_noop(
        "The workbook starts other programs (DDE or OLE links). Please select all, copy, paste as"
        " values into a freshly downloaded template, and upload that."
    ),
    "connections": gettext_noop(
        "The workbook fetches data from outside. Please remove the connections (Data, Queries and"
        " connections) and upload it again."
    ),
    "embedded": gettext_noop(
        "Other files are embedded in the workbook. Please delete them and upload it again."
    ),
    "declares-entities": gettext_noop(
        "The workbook contains declarations that no workbook needs. Please copy the rows into a"
        " freshly downloaded template and upload that."
    ),
    "too-much-memory": gettext_noop(
        "Reading the workbook takes too much memory. Please delete formats and empty sheets, or"
        " split the list into several workbooks."
    ),
    "too-slow": gettext_noop(
        "Reading the workbook takes too long. Please delete formats and empty sheets, or split the"
        " list into several workbooks."
    ),
    "reader-died": gettext_noop(
        "The workbook could not be read. Please copy the rows into a freshly downloaded template"
        " and upload that."
    ),
}

# Their repair is the same: save it as another type.
SAVED_OTHERWISE = frozenset(
    ("old-excel", "xml-2003", "xlsb", "ods", "numbers", "csv", "web-page", "macros")
)


def sentence(code: str, params: Mapping[str, Any]) -> str:
    """Never raises, whatever the code and the parameters."""
    words = _(SENTENCES.get(code, SENTENCES["reader-died"])).format_map(_Params(params))
    return words + _(_SAVE_AS) if code in SAVED_OTHERWISE else words


class _Params(dict[str, Any]):
    def __missing__(self, key: str) -> str:
        return "—"
