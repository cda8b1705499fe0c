"""Tables: a list of objects, one row each, every cell a field of its own kind.

Rows are added and deleted by submit buttons (`_go` = `add:<path>` / `delete:<path>:<row>`);
`row-table` does the same in place. Cells are named `<path>.<row>.<column>`; rows keep the order
of their numbers, gaps close.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from unionhall.forms.control import (
    ABSENT,
    KEPT,
    Control,
    Missing,
    Partly,
    Post,
    RenderContext,
    Unreadable,
)
from unionhall.forms.fields.parts import PRESENT, grouped, present_marker
from unionhall.forms.markup import join, tag

if TYPE_CHECKING:
    from unionhall.engine.state import FieldState

ADD = "add"
DELETE = "delete"
ROW = "__row__"
"""Stands for the number of a row in the pattern that a script copies."""

_NUMBER = re.compile(r"\d{1,6}", re.ASCII)


def most(control: Control) -> int:
    return int(control.leaf.get("maxItems", 100))


def row_numbers(post: Post, control: Control) -> list[int]:
    """Numbers of the rows on the page, in order."""
    start = f"{control.path}."
    found = {
        name[len(start) :].split(".", 1)[0]
        for name in (*post, *post.getlist(PRESENT))
        if name.startswith(start)
    }
    return sorted(int(number) for number in found if _NUMBER.fullmatch(number))


def parse(post: Post, control: Control) -> list[dict[str, Any]] | Missing | Unreadable | Partly:
    """Rows as objects, renumbered. Rows without any value are left out."""
    numbers = row_numbers(post, control)
    if not numbers:
        return ABSENT if control.path in post.getlist(PRESENT) else KEPT
    if len(numbers) > most(control):
        return Unreadable("too-many-items", {"limit": most(control)})
    rows: list[dict[str, Any]] = []
    unreadable: list[Unreadable] = []
    for number in numbers:
        row, bad = _read_row(post, control, number, len(rows))
        unreadable += bad
        if row or bad:
            rows.append(row)
    if unreadable:
        return Partly(rows, tuple(unreadable))
    return rows or ABSENT


def _read_row(
    post: Post, control: Control, number: int, place: int
) -> tuple[dict[str, Any], list[Unreadable]]:
    """One row and what of it could not be read, under the name it will have at `place`."""
    from unionhall.forms.fields import parse_field  # cycle: cells are fields

    row: dict[str, Any] = {}
    unreadable = []
    for column in control.columns:
        value = parse_field(post, column.at(f"{control.path}.{number}"))
        if isinstance(value, Unreadable):
            unreadable.append(replace(value, name=f"{control.path}.{place}.{column.path}"))
        elif not isinstance(value, Missing) and not (isinstance(value, str) and not value.strip()):
            row[column.path] = value
    return row, unreadable


def render(
    control: Control, state: FieldState, problems: Sequence[str], context: RenderContext
) -> SafeString:
    stored = state.value if isinstance(state.value, list) else []
    blank = min(context.extra_rows.get(control.path, 0), max(0, most(control) - len(stored)))
    rows = [*stored, *({} for _row_ in range(blank))]
    drawn = [
        _row(control, str(number), row if isinstance(row, dict) else {}, state, context)
        for number, row in enumerate(rows)
    ]
    pattern = tag("template", {"data-row-pattern": True}, _row(control, ROW, {}, state, context))
    at_most = _("At most {max} rows.").format(max=most(control))
    is_full = len(rows) >= most(control)
    add = str(control.options.get("add_text") or _("Add a row"))
    body = tag(
        "row-table",
        {"class": "rows", "data-max": most(control), "data-title": _("Row {number}")},
        present_marker(control),
        tag("ol", {"class": "rows__list", "data-rows-list": True}, *drawn),
        tag("p", {"class": "rows__empty", "hidden": bool(rows)}, _("No rows yet.")),
        _action(control, ADD, control.path, add, control.label, is_full, control.id),
        tag("p", {"class": "field__note"}, at_most),
        pattern,
    )
    return grouped(control, state, problems, body)


def _row(
    control: Control, number: str, row: dict[str, Any], state: FieldState, context: RenderContext
) -> SafeString:
    from unionhall.forms.fields import render_field  # cycle: cells are fields

    needed = control.leaf.get("items", {}).get("required", ())
    cells = []
    for column in control.columns:
        cell = column.at(f"{control.path}.{number}")
        cell_state = replace(
            state,
            path=cell.path,
            schema=column.leaf,
            visible=True,
            required=column.path in needed,
            value=row.get(column.path),
            choices=(),
            notes=(),
        )
        problems = context.errors.get(cell.path, ())
        cells.append(render_field(cell, cell_state, problems, context))
    shown = str(int(number) + 1) if number != ROW else ROW
    title = _("Row {number}").format(number=shown)
    delete = _action(control, DELETE, f"{control.path}:{number}", _("Delete"), title, False, None)
    return tag(
        "li",
        {"class": "rows__row", "data-row": True},
        tag("p", {"class": "rows__title", "data-row-title": True}, title),
        tag("div", {"class": "rows__cells"}, join(cells)),
        delete,
    )


def _action(
    control: Control,
    verb: str,
    target: str,
    words: str,
    about: str,
    is_hidden: bool,
    id_: str | None,
) -> SafeString:
    return tag(
        "button",
        {
            "class": "button",
            "type": "submit",
            "id": id_,
            "name": "_go",
            "value": f"{verb}:{target}",
            f"data-{verb}": True,
            "hidden": is_hidden,
        },
        words,
        " ",
        tag("span", {"class": "visually-hidden", "data-row-title": verb == DELETE}, about),
    )
