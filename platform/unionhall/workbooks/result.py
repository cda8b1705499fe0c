"""The uploaded workbook given back, each row with what became of it.

The file itself is kept byte for byte, only marks are spliced in; where its inside is too odd for
that, its values are written anew. Memory does not grow with the workbook.
"""

from __future__ import annotations

import io
import shutil
import zipfile
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Final
from xml.parsers.expat import ExpatError

from unionhall.language.model import Import
from unionhall.workbooks import marked_styles, parts, plain_result
from unionhall.workbooks.inspect import BROKEN
from unionhall.workbooks.limits import LIMITS, Limits
from unionhall.workbooks.marked_sheet import MarkedSheet, TooOdd
from unionhall.workbooks.marks_of_rows import Marks
from unionhall.workbooks.refusals import NotAWorkbook
from unionhall.workbooks.told import told

Words = Mapping[str, str]
PIECE: Final = 1 << 16
_ODD: Final = (TooOdd, NotAWorkbook, ExpatError, KeyError, *BROKEN)


def write(
    source: Path,
    import_: Import,
    problems: Mapping[int, Sequence[Words]],
    states: Mapping[int, str],
    *,
    header: Sequence[Words] = (),
    limits: Limits = LIMITS,
    alive: Callable[[], None] = lambda: None,
) -> bytes:
    """`problems` and `states` by row number; words as `wording.problem` gives them. `header`: what
    is wrong above the rows. `alive` is called again and again while it works. Raises NotAWorkbook
    when the source cannot be read again."""
    marks = Marks(import_, problems, states, header)
    try:
        return _spliced(source, import_, marks, limits, alive)
    except _ODD:
        return plain_result.write(source, import_, marks, limits, alive)


def _spliced(
    source: Path, import_: Import, marks: Marks, limits: Limits, alive: Callable[[], None]
) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(source) as archive:
        found = parts.outline(archive, limits)
        named = (one for one in found.sheets if one.name.strip() == import_.sheet.strip())
        chosen = next(named, None)
        if chosen is None or not found.styles_part:
            raise TooOdd
        styles = marked_styles.MarkedStyles(archive, found.styles_part, limits)
        sheet = MarkedSheet(import_, marks, styles)
        with parts.opened(archive, chosen.part) as stream:
            sheet.survey(told(stream, alive))
        with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as result:
            with (
                parts.opened(archive, chosen.part) as stream,
                result.open(chosen.part, "w", force_zip64=False) as target,
            ):
                sheet.write(told(stream, alive), target)
            result.writestr(found.styles_part, styles.content())
            for one in archive.infolist():
                if one.filename not in (chosen.part, found.styles_part):
                    with archive.open(one) as kept, result.open(one.filename, "w") as target:
                        shutil.copyfileobj(kept, target, PIECE)
    return out.getvalue()
