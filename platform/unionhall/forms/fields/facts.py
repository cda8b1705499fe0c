"""Values nobody types here, shown as one row of a definition list instead of a grey box.

`read_only` and `computed` are drawn by it; the page puts neighbouring rows into one `<dl>`.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from unionhall.forms import wording
from unionhall.forms.control import Control, RenderContext
from unionhall.forms.fields.parts import error_block, frame_attributes, notes_block
from unionhall.forms.markup import tag

if TYPE_CHECKING:
    from unionhall.engine.state import FieldState


def row(
    control: Control, state: FieldState, problems: Sequence[str], context: RenderContext
) -> SafeString:
    """`<div><dt>label</dt><dd>value</dd></div>`; `data-value` is where a script writes."""
    shown = wording.words(control, state.value, context)
    empty = "" if shown else " facts__value--empty"
    value = tag("span", {"class": f"facts__value{empty}", "data-value": True}, shown or _("none"))
    error = error_block(control, problems)
    return tag(
        "div",
        frame_attributes(control, state, problems, element="facts__row")
        | {"id": control.id, "tabindex": "-1" if problems else None},
        tag("dt", {"class": "facts__label"}, control.label),
        tag("dd", {"class": "facts__text"}, value, notes_block(state.notes), error),
    )
