"""The hidden mark of a template: which import and which version of it a workbook was made for.

It stands twice, as a custom property and as a hidden name, because programs that save workbooks
keep the one or the other.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from unionhall.language.model import Import

PROPERTY: Final = "UnionhallTemplate"
NAME: Final = "_unionhall_template"


def mark(import_: Import) -> str:
    """`<import key>@<version>`; the same wherever the template was downloaded."""
    return f"{import_.key}@{import_.version}"


def found(marks: Mapping[str, str]) -> str:
    """The mark among the names and properties of a workbook, "" without one."""
    return marks.get(PROPERTY) or marks.get(NAME) or ""
