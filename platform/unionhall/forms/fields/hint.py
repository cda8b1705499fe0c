"""Hints (`Label` of a layout): words between fields, no value; `{path}` in them is a field as it
stands, `options.link` an address of the platform that `options.link_text` leads to."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from django.utils.safestring import SafeString

from unionhall.engine.paths import read
from unionhall.forms.control import KEPT, Control, Missing, Post, RenderContext
from unionhall.forms.markup import tag

if TYPE_CHECKING:
    from unionhall.engine.state import FieldState


_SLOT = re.compile(r"\{([a-z][a-z0-9_.]*)\}")


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
        _words(control.label, context.values),
        _link(control),
    )


def _words(text: str, values: Mapping[str, Any]) -> str:
    return _SLOT.sub(lambda slot: str(read(values, slot.group(1)) or ""), text)


def _link(control: Control) -> SafeString | str:
    if "link" not in control.options:
        return ""
    words = control.options.get("link_text") or control.options["link"]
    return tag("a", {"class": "hint__link", "href": control.options["link"]}, words)
