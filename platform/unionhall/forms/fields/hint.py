"""Hints (`Label` of a layout): words between fields, no value."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from django.utils.safestring import SafeString

from unionhall.forms.control import KEPT, Control, Missing, Post, RenderContext
from unionhall.forms.markup import tag

if TYPE_CHECKING:
    from unionhall.engine.state import FieldState


def parse(post: Post, control: Control) -> Missing:
    return KEPT


def render(
    control: Control, state: FieldState, problems: Sequence[str], context: RenderContext
) -> SafeString:
    return tag(
        "p",
        {
            "class": "hint",
            "id": f"{control.id}-field",
            "data-field": control.path,
            "hidden": not state.visible,
        },
        control.label,
    )
