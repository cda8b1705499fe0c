"""Text: one line, or several where the definition says `multi`.

Length is not cut in the browser (`maxlength` counts UTF-16 units and swallows pasted text); the
engine counts code points and says so.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from django.utils.safestring import SafeString

from unionhall.forms.control import KEPT, Control, Missing, Post, RenderContext
from unionhall.forms.fields.parts import input_attributes, labelled
from unionhall.forms.markup import tag

if TYPE_CHECKING:
    from unionhall.engine.state import FieldState

LONG = 200

_BY_FORMAT: Mapping[str, tuple[str, str | None, str]] = {
    # format: (type, inputmode, autocomplete)
    "email": ("email", "email", "email"),
    "cn-mobile": ("tel", "tel", "tel"),
    "cn-person-name": ("text", None, "name"),
    "cn-bank-card": ("text", "numeric", "off"),
    "cn-bank-account": ("text", "numeric", "off"),
    "cn-bank-branch": ("text", "numeric", "off"),
    "cn-resident-id": ("text", None, "off"),
    "cn-id-document": ("text", None, "off"),
    "cn-uscc": ("text", None, "off"),
}


def parse(post: Post, control: Control) -> str | Missing:
    """The text as typed; trimming and full-width forms are the engine's."""
    typed = post.get(control.path)
    return KEPT if typed is None else typed.replace("\r\n", "\n")


def is_long(control: Control) -> bool:
    is_free = "format" not in control.leaf and control.leaf.get("maxLength", 0) > LONG
    return bool(control.options.get("multi")) or is_free


def render(
    control: Control, state: FieldState, problems: Sequence[str], context: RenderContext
) -> SafeString:
    value = context.typed.get(control.path, "" if state.value is None else str(state.value))
    values: dict[str, Any]
    if is_long(control):
        values = input_attributes(control, state, problems, "text")
        values |= {"type": None, "rows": 4, "autocomplete": _autocomplete(control, "off")}
        values["placeholder"] = control.options.get("placeholder")
        # A line feed right after the tag is swallowed by the parser: give it one to swallow.
        return labelled(control, state, problems, tag("textarea", values, "\n", value))
    kind, mode, autocomplete = _BY_FORMAT.get(control.leaf.get("format", ""), ("text", None, "off"))
    values = input_attributes(control, state, problems, kind)
    values |= {
        "value": value,
        "inputmode": mode,
        "autocomplete": _autocomplete(control, autocomplete),
        "placeholder": control.options.get("placeholder"),
    }
    return labelled(control, state, problems, tag("input", values))


def _autocomplete(control: Control, usual: str) -> str:
    return str(control.options.get("autocomplete", usual))
