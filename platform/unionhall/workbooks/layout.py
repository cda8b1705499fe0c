"""Is this the template that was handed out? What stands above and around the rows, in the order
of the manual: sheet, mark, anchors, labels, last column, titles, merged and hidden, then values.

The first thing wrong with the layout ends it: a workbook that is another one is not read further.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from unionhall.language.half_width import without_blanks
from unionhall.language.model import CodeList, Import
from unionhall.workbooks import cells, values
from unionhall.workbooks.marks import mark
from unionhall.workbooks.marks_of_rows import TITLES
from unionhall.workbooks.problems import Problem
from unionhall.workbooks.raw import EMPTY, Head

Json = Any


def header_findings(
    import_: Import,
    head: Head,
    *,
    today: date,
    codelists: Mapping[str, CodeList] | None = None,
) -> tuple[dict[str, Json], list[Problem]]:
    """(values of the header cells by key, what is wrong). Values only when the layout is right."""
    wrong = next(_layout(import_, head), None)
    if wrong is not None:
        return {}, [wrong]
    found: dict[str, Json] = {}
    problems: list[Problem] = []
    for one in import_.header:
        cell = head.cells.get(one.cell, EMPTY)
        if cell.kind == "empty":
            if one.required:
                problems.append(Problem("header-required", one.key, {"cell": one.cell}))
            continue
        value, said = cells.judge_of(one, codelists or {}, today)(cell, "")
        if said is None and f"{one.key}:stray-blank" in import_.codes and _is_loose(cell.text):
            said = ("stray-blank", {})
        found[one.key] = value
        if said is not None:
            told = {**said[1], "value": cell.text, "cell": one.cell}
            problems.append(Problem(said[0], one.key, told))
    return found, problems


def _layout(import_: Import, head: Head) -> Iterator[Problem]:
    if not head.sheet:
        yield Problem("sheet", "", {"value": import_.sheet})
    yield from _version(import_, head)
    for place, text in import_.anchors:
        if not _same(head.cells.get(place, EMPTY).text, text):
            yield Problem("anchor", "", {"cell": place, "value": text})
    for one in import_.header:
        if one.label_cell and not _same(head.cells.get(one.label_cell, EMPTY).text, one.title):
            yield Problem("label", one.key, {"cell": one.label_cell, "value": one.title})
    last = len(import_.columns)
    if not _ends_at(head, last):
        told = {"value": values.letters_of(last), "found": values.letters_of(head.widest)}
        yield Problem("last-column", "", told)
    for number, (column, title) in enumerate(zip(import_.columns, head.titles, strict=False), 1):
        if not _same(title, column.title):
            place = f"{values.letters_of(number)}{import_.head_row}"
            yield Problem("head", column.key, {"cell": place, "value": column.title})
    if head.merged:
        yield Problem("header-merged", "", {"value": head.merged[0]})
    for key in head.hidden:
        yield Problem("hidden-column" if key else "hidden-sheet", key)
    if head.rows > import_.max_rows:
        yield Problem("too-many-rows", "", {"value": head.rows, "limit": import_.max_rows})
    if not head.rows:
        yield Problem("no-rows", "", {"row": import_.head_row + 1})


def _version(import_: Import, head: Head) -> Iterator[Problem]:
    """Whole or not at all: rows of another version may mean something else."""
    key, _, version = head.version.partition("@")
    if not head.version:
        yield Problem("no-version")
    elif key != import_.key:
        yield Problem("other-template", "", {"value": key})
    elif head.version != mark(import_):
        yield Problem("version", "", {"value": version, "version": import_.version})


def _ends_at(head: Head, last: int) -> bool:
    """Nothing right of the last column, unless it is what a result of ours wrote there."""
    if head.widest == len(head.titles) == last:
        return True
    beyond = {title for title in head.titles[last:] if title}
    ours = {_(title) for title in TITLES}
    return len(head.titles) > last and head.widest <= len(head.titles) and beyond <= ours


def _same(found: str, wanted: str) -> bool:
    """Stars of required columns and blanks do not count, nor does their width."""
    return found == wanted or _bare(found) == _bare(wanted)


def _bare(text: str) -> str:
    return without_blanks(text).replace("*", "").rstrip(":")


def _is_loose(text: str) -> bool:
    """Blanks that nobody sees, at the ends or inside."""
    return without_blanks(text) != text
