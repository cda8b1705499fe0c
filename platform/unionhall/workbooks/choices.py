"""What may stand in a cell that offers a choice: titles and codes, however they are typed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from unionhall.language.half_width import single_blanks
from unionhall.language.model import CodeList, ImportCell, ImportColumn
from unionhall.language.schema import choices

Json = Any


def offered(
    cell: ImportCell | ImportColumn, codelists: Mapping[str, CodeList], today: str = ""
) -> tuple[tuple[Json, str], ...]:
    """(value, title) of each choice, those of a code list that are valid `today`; () for a free
    cell. A list that is not at hand offers nothing, so that no cell passes by accident."""
    if not cell.codelist:
        return choices(cell.schema)
    known = codelists.get(cell.codelist)
    return tuple(
        (item.code, item.title)
        for item in (known.items if known else ())
        if not today
        or ((item.valid_from or "") <= today and today <= (item.valid_to or "9999-12-31"))
    )


def by_words(options: tuple[tuple[Json, str], ...]) -> dict[str, Json]:
    """Folded title or code -> value; a title counts before another's code."""
    found = {folded(str(value)): value for value, _ in options}
    return found | {folded(title): value for value, title in options}


def folded(text: str) -> str:
    """Half width, single blanks, brackets and letters of one kind."""
    return single_blanks(text).replace("【", "").replace("】", "").casefold()
