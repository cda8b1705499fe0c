"""Several of several: check boxes. No box ticked means absent, so the control posts a marker."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from django.utils.safestring import SafeString

from unionhall.forms.control import ABSENT, KEPT, Control, Post, RenderContext, Unreadable
from unionhall.forms.fields import options
from unionhall.forms.fields.choice import box
from unionhall.forms.fields.parts import PRESENT, grouped, present_marker
from unionhall.forms.markup import tag

if TYPE_CHECKING:
    from unionhall.engine.state import FieldState


def parse(post: Post, control: Control) -> Any:
    """The chosen values in the order of the definition, each once."""
    typed = post.getlist(control.path)
    if not typed:
        return ABSENT if control.path in post.getlist(PRESENT) else KEPT
    if control.options.get("codelist"):
        return list(dict.fromkeys(t for t in typed if t)) or ABSENT
    offered = options.of_schema(control.leaf)
    for text in typed:
        if text and options.chosen(offered, text) is None:
            return Unreadable("choice", {"value": text})
    return [option.value for option in offered if option.posted in typed] or ABSENT


def render(
    control: Control, state: FieldState, problems: Sequence[str], context: RenderContext
) -> SafeString:
    value = state.value if isinstance(state.value, list) else []
    ticked = {options.posted(item) for item in value}
    boxes = [
        box(control, option, index, "checkbox", option.posted in ticked)
        for index, option in enumerate(options.of(control, state, context))
    ]
    body = tag("div", {"class": "choice"}, present_marker(control), *boxes)
    return grouped(control, state, problems, body)
