"""The error report alone: one line per problem, also for a workbook that was refused whole."""

from __future__ import annotations

import io
from collections.abc import Iterable, Mapping

from django.utils.translation import gettext as _

from unionhall.language.model import Import
from unionhall.workbooks import exports

Words = Mapping[str, str]


def write(import_: Import, rows: Iterable[tuple[int, str, Words]]) -> bytes:
    """(row number, 0 for the header; name; words of `wording.problem`) for each problem."""
    columns = [
        exports.Column(_("Row number"), 8),
        exports.Column(_("Name of the row"), 14),
        exports.Column(_("Column"), 18),
        exports.Column(_("Kind of error"), 12),
        exports.Column(_("Error"), 48),
        exports.Column(_("Cause"), 40),
        exports.Column(_("Remedy"), 48),
    ]
    lines = (
        (
            str(number or _("Header")),
            name,
            words.get("title", ""),
            *(words.get(part, "") for part in ("type", "message", "cause", "remedy")),
        )
        for number, name, words in rows
    )
    out = io.BytesIO()
    exports.write(columns, lines, out, title=import_.title)
    return out.getvalue()
