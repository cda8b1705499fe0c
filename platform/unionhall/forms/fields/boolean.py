"""Yes or no, asked as two radio buttons: not answered is a third state. A tick box only where the
one answer possible is yes (`const: true`, a consent)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from unionhall.forms.control import ABSENT, KEPT, Control, Missing, Post, RenderContext, Unreadable
from unionhall.forms.fields.choice import radios
from unionhall.forms.fields.options import Option
from unionhall.forms.fields.parts import (
    PRESENT,
    describedby,
    error_block,
    frame_attributes,
    grouped,
    help_block,
    notes_block,
    present_marker,
    required_mark,
)
from unionhall.forms.markup import tag

if TYPE_CHECKING:
    from unionhall.engine.state import FieldState

_VALUES = {"true": True, "false": False}


def is_tick(control: Control) -> bool:
    return control.leaf.get("const") is True


def parse(post: Post, control: Control) -> bool | Missing | Unreadable:
    typed = post.get(control.path)
    if typed is None:
        is_empty = is_tick(control) and control.path in post.getlist(PRESENT)
        return ABSENT if is_empty else KEPT
    if not typed:
        return ABSENT
    return _VALUES[typed] if typed in _VALUES else Unreadable("choice", {"value": typed})


def spoken(value: object) -> str:
    if value is None:
        return ""
    return _("Yes") if value else _("No")


def render(
    control: Control, state: FieldState, problems: Sequence[str], context: RenderContext
) -> SafeString:
    if is_tick(control):
        return _tick(control, state, problems)
    offered = (Option(True, spoken(True)), Option(False, spoken(False)))
    value = {True: "true", False: "false"}.get(state.value, "")
    boxes = radios(control, offered, value, context)
    return grouped(control, state, problems, boxes, role="radiogroup")


def _tick(control: Control, state: FieldState, problems: Sequence[str]) -> SafeString:
    entry = tag(
        "input",
        {
            "class": "choice__input",
            "type": "checkbox",
            "id": control.id,
            "name": control.path,
            "value": "true",
            "checked": state.value is True,
            "aria-describedby": describedby(control, problems),
            "aria-required": "true" if state.required else None,
            "aria-invalid": "true" if problems else None,
            "disabled": state.read_only,
        },
    )
    mark = required_mark(state.required)
    label = tag("label", {"class": "choice__label", "for": control.id}, control.label, " ", mark)
    return tag(
        "div",
        frame_attributes(control, state, problems),
        help_block(control),
        tag("div", {"class": "choice__item"}, present_marker(control), entry, label),
        notes_block(state.notes),
        error_block(control, problems),
    )
