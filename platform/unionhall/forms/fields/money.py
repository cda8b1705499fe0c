"""Money: yuan are typed and shown, whole fen are stored. Never a float."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from unionhall.forms.control import ABSENT, KEPT, Control, Missing, Post, RenderContext, Unreadable
from unionhall.forms.fields.digits import decimal_of, half_width
from unionhall.forms.fields.parts import input_attributes, labelled
from unionhall.forms.markup import tag

if TYPE_CHECKING:
    from unionhall.engine.state import FieldState


def parse(post: Post, control: Control) -> int | Missing | Unreadable:
    """Fen. Accepts `1,234.5`, `￥1234.50`, `１２３４．５０元`."""
    typed = post.get(control.path)
    if typed is None:
        return KEPT
    plain = half_width(typed).removesuffix("元").lstrip("¥￥").strip()
    if not plain:
        return ABSENT
    yuan = decimal_of(plain)
    if yuan is None:
        return Unreadable("not-money", {"value": typed})
    fen = yuan * 100
    if fen != fen.to_integral_value():
        return Unreadable("money-decimals", {"value": typed})
    return int(fen)


def yuan(fen: object, *, grouped: bool = True) -> str:
    """`123450` as `1,234.50`; anything that is not whole fen as it is."""
    if isinstance(fen, bool) or not isinstance(fen, int):
        return "" if fen is None else str(fen)
    sign, whole, part = "-" if fen < 0 else "", *divmod(abs(fen), 100)
    return f"{sign}{whole:,}.{part:02d}" if grouped else f"{sign}{whole}.{part:02d}"


def render(
    control: Control, state: FieldState, problems: Sequence[str], context: RenderContext
) -> SafeString:
    values = input_attributes(control, state, problems, "text")
    values |= {
        "value": context.typed.get(control.path, yuan(state.value)),
        "inputmode": "decimal",
        "autocomplete": "off",
        "placeholder": control.options.get("placeholder", "0.00"),
    }
    unit = tag("span", {"class": "field__unit"}, _("yuan"))
    box = tag("div", {"class": "field__affix"}, tag("input", values), unit)
    return labelled(control, state, problems, box)
