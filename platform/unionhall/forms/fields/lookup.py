"""Values chosen from a list kept elsewhere: a button that opens the picker, and what was chosen.

The button submits the step, so what was typed is saved before the picker page opens; it works
without JavaScript. The value itself is never posted: `casework.choose` writes it.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from unionhall.engine.paths import read
from unionhall.forms.control import KEPT, Control, Missing, Post, RenderContext
from unionhall.forms.fields.parts import (
    describedby,
    error_block,
    frame_attributes,
    help_block,
    notes_block,
    required_mark,
)
from unionhall.forms.markup import join, tag
from unionhall.language.masks import mask

if TYPE_CHECKING:
    from unionhall.engine.state import FieldState

ACTION = "lookup"


def parse(post: Post, control: Control) -> Missing:
    return KEPT


def render(
    control: Control, state: FieldState, problems: Sequence[str], context: RenderContext
) -> SafeString:
    label_id = f"{control.id}-label"
    label = tag(
        "p",
        {"class": "field__label", "id": label_id},
        control.label,
        " ",
        required_mark(state.required),
    )
    return tag(
        "div",
        frame_attributes(control, state, problems) | {"role": "group", "aria-labelledby": label_id},
        label,
        help_block(control),
        _chosen(control, state, context),
        _button(control, state, problems) if not state.read_only else "",
        notes_block(state.notes),
        error_block(control, problems),
    )


def _button(control: Control, state: FieldState, problems: Sequence[str]) -> SafeString:
    named = control.lookup.button if control.lookup else None
    words = named or (_("Choose again") if state.value else _("Choose"))
    return tag(
        "button",
        {
            "class": "button",
            "type": "submit",
            "id": control.id,
            "name": "_go",
            "value": f"{ACTION}:{control.path}",
            "aria-describedby": describedby(control, problems),
        },
        words,
        tag("span", {"class": "visually-hidden"}, " ", control.label),
    )


def _chosen(control: Control, state: FieldState, context: RenderContext) -> SafeString:
    if not state.value:
        return tag("p", {"class": "lookup__empty"}, _("Nothing chosen yet"))
    rows = _filled(control, context)
    if not rows:
        format_ = control.leaf.get("format", "")
        name = context.names(format_, str(state.value)) or _("(no longer registered)")
        rows = [(control.label, name)]
    return tag(
        "dl",
        {"class": "facts facts--chosen"},
        join(
            tag(
                "div",
                {"class": "facts__row"},
                tag("dt", {"class": "facts__label"}, title),
                tag("dd", {"class": "facts__text"}, value),
            )
            for title, value in rows
        ),
    )


def _filled(control: Control, context: RenderContext) -> list[tuple[str, str]]:
    """What the chosen row filled in, can be read by people and stands nowhere else."""
    rows = []
    for path in control.lookup.fill if control.lookup else ():
        value: Any = read(context.values, path)
        if value in (None, "") or path in context.references or path in context.placed:
            continue
        shown = str(value)
        kind = context.sensitive.get(path)
        rows.append((context.titles.get(path, path), mask(shown, kind) if kind else shown))
    return rows
