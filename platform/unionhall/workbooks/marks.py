"""The hidden mark of a template: which import and which version of it a workbook was made for.

It stands twice, as a custom property and as a hidden name, because programs that save workbooks
keep the one or the other.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Final

from openpyxl.packaging.custom import StringProperty
from openpyxl.workbook.defined_name import DefinedName

from unionhall.language.model import Import

if TYPE_CHECKING:
    from openpyxl import Workbook

PROPERTY: Final = "UnionhallTemplate"
NAME: Final = "_unionhall_template"


def mark(import_: Import) -> str:
    """`<import key>@<version>`; the same wherever the template was downloaded."""
    return f"{import_.key}@{import_.version}"


def found(marks: Mapping[str, str]) -> str:
    """The mark among the names and properties of a workbook, "" without one."""
    return marks.get(PROPERTY) or marks.get(NAME) or ""


def put_mark(book: Workbook, text: str) -> None:
    """Into a workbook that is being made; nothing for an empty mark."""
    if text:
        book.custom_doc_props.append(StringProperty(name=PROPERTY, value=text))
        book.defined_names[NAME] = DefinedName(NAME, attr_text=f'"{text}"', hidden=True)
