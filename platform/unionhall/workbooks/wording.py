"""A problem in the words of the definition's own catalogue, or of ours where it has none.

The entry is found from the most exact name to the widest: `document_no:length`,
`document_no:format`, `document_no:cn-resident-id`, then the same without the column.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from django.utils.translation import gettext as _

from unionhall.engine.import_rows import filled_in, title_of
from unionhall.language.masks import mask
from unionhall.language.model import Import, ImportCell, ImportColumn
from unionhall.workbooks import finding_words
from unionhall.workbooks.checks import reason
from unionhall.workbooks.problems import Problem
from unionhall.workbooks.refusals import NotAWorkbook

# A finding without an entry of its own is told as the wider one.
WIDER: Final = {
    **dict.fromkeys(("look-alike", "inner-blank", "not-text", "formula", "error-cell"), "format"),
    **dict.fromkeys(("pattern", "type", "range", "too-short", "too-long", "choice"), "format"),
    "invalid": "format",
    "stray-blank": "format",
    # how many rows it has is no matter of its layout: who filled in none has the right template
    **dict.fromkeys(
        ("sheet", "no-version", "other-template", "version", "anchor", "label", "last-column")
        + ("head", "header-merged", "hidden-column", "hidden-sheet", "header-required"),
        "layout",
    ),
}


def problem(
    import_: Import, problem: Problem, row: int, *, name: str = "", union: str = ""
) -> dict[str, str]:
    """code, column, title, type, message, cause, remedy, reason: all text, never raising.

    `code` is the entry's, or the platform's finding when the definition has none.
    """
    code = entry(import_, problem)
    found = import_.error(code) if code else None
    parts = ("type", "message", "cause", "remedy")
    texts = (
        {part: str(getattr(found, part)) for part in parts}
        if found
        else dict(zip(parts, finding_words.of(problem), strict=True))
    )
    title = title_of(import_, problem.column)
    values: dict[str, Any] = {
        "value": "", "row": row, "name": name, "union": union, "cell": "",
        "limit": "", "options": "", "letter": "", "found": "", "version": "",
        "column": title or _("the workbook"), **problem.params,
    }  # fmt: skip
    if found is None:
        values["value"] = _masked(import_, problem.column, values["value"])
    return {
        "code": code or problem.code,
        "column": problem.column,
        "title": title,
        **{part: filled_in(text, values) for part, text in texts.items()},
        "reason": reason(problem),
    }


def entry(import_: Import, problem: Problem) -> str:
    """The code of the catalogue's entry for a problem, "" when the platform words it itself."""
    for prefix in (f"{problem.column}:", "") if problem.column else ("",):
        for name in _names(problem):
            code = import_.codes.get(prefix + name)
            if code:
                return code
    return problem.code if import_.error(problem.code) else ""


def _names(problem: Problem) -> Iterator[str]:
    said = str(problem.params.get("reason") or "")
    if said:
        yield said
    yield problem.code
    if problem.params.get("format"):
        yield str(problem.params["format"])
    if problem.code in WIDER:
        yield WIDER[problem.code]


def _masked(import_: Import, column: str, value: Any) -> Any:
    """Our own words are kept and shown where the cell itself would be masked."""
    cells: tuple[ImportColumn | ImportCell, ...] = (*import_.columns, *import_.header)
    kind = next((one.schema.get("x-sensitive") for one in cells if one.key == column), None)
    return mask(value, kind) if kind and isinstance(value, str) else value


def refusal(wrong: NotAWorkbook) -> dict[str, str]:
    """A file that is not taken, in the same parts."""
    return {
        "code": wrong.code,
        "column": "",
        "title": "",
        "type": _("File"),
        "message": wrong.sentence,
        "cause": "",
        "remedy": "",
        "reason": wrong.code,
    }
