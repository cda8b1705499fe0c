"""Numbers: a text box with a numeric keyboard (`type=number` loses what is not a number)."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import TYPE_CHECKING

from django.utils.safestring import SafeString

from unionhall.forms.control import ABSENT, KEPT, Control, Missing, Post, RenderContext, Unreadable
from unionhall.forms.fields.digits import decimal_of
from unionhall.forms.fields.parts import input_attributes, labelled
from unionhall.forms.markup import tag

if TYPE_CHECKING:
    from unionhall.engine.state import FieldState


def is_whole(control: Control) -> bool:
    kind = control.leaf.get("type")
    return kind == "integer" or (isinstance(kind, list) and "number" not in kind)


def parse(post: Post, control: Control) -> int | float | Missing | Unreadable:
    typed = post.get(control.path)
    if typed is None:
        return KEPT
    if not typed.strip():
        return ABSENT
    number = decimal_of(typed)
    if number is None:
        return Unreadable("not-a-number", {"value": typed})
    if number == number.to_integral_value():
        return int(number)
    if is_whole(control):
        return Unreadable("not-whole", {"value": typed})
    return float(number)


def shown(value: object) -> str:
    """A stored number as text: no exponent, no trailing `.0`."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        return "" if value is None else str(value)
    return format(Decimal(repr(value)), "f").removesuffix(".0")


def render(
    control: Control, state: FieldState, problems: Sequence[str], context: RenderContext
) -> SafeString:
    values = input_attributes(control, state, problems, "text")
    values |= {
        "value": context.typed.get(control.path, shown(state.value)),
        "inputmode": "numeric" if is_whole(control) else "decimal",
        "autocomplete": "off",
        "placeholder": control.options.get("placeholder"),
    }
    return labelled(control, state, problems, tag("input", values))
