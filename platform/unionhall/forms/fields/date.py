"""Dates: the browser's own picker, and a tolerant reader for what is typed or pasted."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from unionhall.forms.control import ABSENT, KEPT, Control, Missing, Post, RenderContext, Unreadable
from unionhall.forms.fields.digits import half_width
from unionhall.forms.fields.parts import input_attributes, labelled
from unionhall.forms.markup import tag

if TYPE_CHECKING:
    from unionhall.engine.state import FieldState

_SEPARATED = re.compile(r"(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?", re.ASCII)
_PLAIN = re.compile(r"(\d{4})(\d{2})(\d{2})", re.ASCII)
_ISO = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)


def parse(post: Post, control: Control) -> str | Missing | Unreadable:
    """ISO 8601. Accepts 2026-03-05, 2026/3/5, 2026.3.5, 2026年3月5日 and 20260305."""
    typed = post.get(control.path)
    if typed is None:
        return KEPT
    plain = half_width(typed).replace("／", "/")
    if not plain:
        return ABSENT
    match = _SEPARATED.fullmatch(plain) or _PLAIN.fullmatch(plain)
    if match is None:
        return Unreadable("not-a-date", {"value": typed})
    try:
        return date(*(int(part) for part in match.groups())).isoformat()
    except ValueError:
        return Unreadable("no-such-date", {"value": typed})


def spoken(value: object) -> str:
    """`2026-03-05` as `2026年3月5日`; anything else as it is."""
    if isinstance(value, str) and _ISO.fullmatch(value):
        year, month, day = value.split("-")
        return _("{year}-{month}-{day}").format(year=year, month=int(month), day=int(day))
    return "" if value is None else str(value)


def render(
    control: Control, state: FieldState, problems: Sequence[str], context: RenderContext
) -> SafeString:
    typed = context.typed.get(control.path, "" if state.value is None else str(state.value))
    # A date input shows nothing for a value it cannot read: fall back to text, keep the words.
    kind = "date" if not typed or _ISO.fullmatch(typed) else "text"
    values = input_attributes(control, state, problems, kind)
    values |= {"value": typed, "autocomplete": control.options.get("autocomplete", "off")}
    return labelled(control, state, problems, tag("input", values))
