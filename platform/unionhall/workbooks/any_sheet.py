"""The texts of any workbook, row by row: of its first visible sheet, whatever its layout.

For lists of people that were not made with one of our templates. Read as bound and as wary as
every other workbook.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Final

from unionhall.language.model import Import, ImportColumn
from unionhall.workbooks.limits import LIMITS, Limits
from unionhall.workbooks.reader import read

COLUMNS: Final = 16
# No name of a sheet: the first one that can be seen
_ANY: Final = Import(
    key="any",
    title="",
    digest="",
    matter_group="",
    permission="",
    sheet="",
    file_name="",
    version="",
    head_row=0,
    columns=tuple(ImportColumn(f"c{n}", "", {}) for n in range(COLUMNS)),
    errors=(),
    codes={},
    effects=(),
)


def rows_of(path: Path, limits: Limits = LIMITS) -> Iterator[tuple[int, tuple[str, ...]]]:
    """(number of the row, texts of its first cells that say something). Raises NotAWorkbook at the
    start and at any row."""
    with read(path, _ANY, limits=limits) as rows:
        for row in rows:
            texts = tuple(cell.text.strip() for cell in row.cells.values() if cell.text.strip())
            if texts:
                yield row.number, texts
