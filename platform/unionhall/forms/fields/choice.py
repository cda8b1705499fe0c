"""One of several: radio buttons up to five options, else a list. `options.format` decides."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from unionhall.forms.control import ABSENT, KEPT, Control, Post, RenderContext, Unreadable
from unionhall.forms.fields import options
from unionhall.forms.fields.parts import describedby, grouped, labelled
from unionhall.forms.markup import join, tag

if TYPE_CHECKING:
    from unionhall.engine.state import FieldState

MOST_RADIOS = 5


def parse(post: Post, control: Control) -> Any:
    """The value of the chosen option. Code lists are checked where they are known (`posted`)."""
    typed = post.get(control.path)
    if typed is None:
        return KEPT
    if not typed:
        return ABSENT
    if control.options.get("codelist"):
        return typed
    option = options.chosen(options.of_schema(control.leaf), typed)
    return option.value if option else Unreadable("choice", {"value": typed})


def render(
    control: Control, state: FieldState, problems: Sequence[str], context: RenderContext
) -> SafeString:
    offered = options.of(control, state, context)
    wanted = control.options.get("format")
    as_radios = wanted == "radio" or (wanted != "select" and len(offered) <= MOST_RADIOS)
    if as_radios and offered:
        boxes = radios(control, offered, options.posted(state.value), context)
        return grouped(control, state, problems, boxes, role="radiogroup")
    return labelled(control, state, problems, _select(control, state, problems, offered))


def radios(
    control: Control, offered: Sequence[options.Option], value: str, context: RenderContext
) -> SafeString:
    """Radio buttons; the first carries the id that error links point at."""
    current = context.typed.get(control.path, value)
    boxes = [
        box(control, option, index, "radio", option.posted == current)
        for index, option in enumerate(offered)
    ]
    return tag("div", {"class": "choice"}, *boxes)


def box(
    control: Control, option: options.Option, index: int, kind: str, is_checked: bool
) -> SafeString:
    """One radio button or check box with its label and description."""
    id_ = control.id if index == 0 else f"{control.id}-{index}"
    described = f"{id_}-about" if option.description else None
    entry = tag(
        "input",
        {
            "class": "choice__input",
            "type": kind,
            "id": id_,
            "name": control.path,
            "value": option.posted,
            "checked": is_checked,
            "aria-describedby": described,
        },
    )
    parts = [entry, tag("label", {"class": "choice__label", "for": id_}, option.title)]
    if described:
        parts.append(tag("p", {"class": "choice__about", "id": described}, option.description))
    return tag("div", {"class": "choice__item"}, *parts)


def _select(
    control: Control,
    state: FieldState,
    problems: Sequence[str],
    offered: Sequence[options.Option],
) -> SafeString:
    has_value = state.value is not None
    blank = control.options.get("placeholder") or _("Please choose")
    entries = [tag("option", {"value": ""}, blank)]
    current = options.posted(state.value) if has_value else ""
    if has_value and options.title_of(offered, state.value) is None:
        # No longer offered: keep showing what was chosen, the check says what to do.
        entries.append(tag("option", {"value": current, "selected": True}, current))
    entries += [
        tag("option", {"value": o.posted, "selected": o.posted == current}, o.title)
        for o in offered
    ]
    return tag(
        "select",
        {
            "class": "field__control",
            "id": control.id,
            "name": control.path,
            "aria-describedby": describedby(control, problems),
            "aria-required": "true" if state.required else None,
            "aria-invalid": "true" if problems else None,
            "autocomplete": control.options.get("autocomplete", "off"),
            "disabled": state.read_only,
        },
        join(entries),
    )
