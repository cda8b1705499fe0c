"""The pieces every field is made of: label, help, error, notes and the frame around them.

Order on the page is fixed for all kinds: label, help, input, notes, error; the input names its
help and its error by aria-describedby. Error links point at the id of the (first) input.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from unionhall.forms.control import Control
from unionhall.forms.markup import tag

if TYPE_CHECKING:
    from unionhall.engine.state import FieldState

PRESENT = "_present"
"""Posted once per control whose emptiness a browser does not send (no box ticked, no row)."""

_ICON = SafeString(
    '<svg class="icon" viewBox="0 0 20 20" width="20" height="20" aria-hidden="true"'
    ' focusable="false"><path fill="currentColor" d="M10 1a9 9 0 1 0 0 18 9 9 0 0 0 0-18Zm-1 4h2v7'
    'H9V5Zm0 9h2v2H9v-2Z"></path></svg>'
)


def required_mark(required: bool) -> SafeString:
    """Star and word; present but hidden while not required, so that a script can show it."""
    star = tag("span", {"aria-hidden": "true"}, "*")
    return tag(
        "span", {"class": "field__required", "hidden": not required}, star, " ", _("required")
    )


def describedby(control: Control, problems: Sequence[str], help_: bool | None = None) -> str | None:
    ids = []
    if control.help if help_ is None else help_:
        ids.append(f"{control.id}-help")
    if problems:
        ids.append(f"{control.id}-error")
    return " ".join(ids) or None


def help_block(control: Control, text: str | None = None) -> SafeString:
    words = control.help if text is None else text
    if not words:
        return SafeString("")
    return tag("p", {"class": "field__help", "id": f"{control.id}-help"}, words)


def error_block(control: Control, problems: Sequence[str]) -> SafeString:
    if not problems:
        return SafeString("")
    spoken = tag("span", {"class": "visually-hidden"}, _("Error:"), " ")
    told = [tag("span", {"class": "field__error-text"}, problem) for problem in problems]
    values = {"class": "field__error", "id": f"{control.id}-error"}
    return tag("p", values, _ICON, spoken, *told)


def notes_block(notes: Iterable[object]) -> SafeString:
    """Always there, so that a script has a place to write what the server says later."""
    lines = [tag("p", {"class": "field__note"}, str(note)) for note in notes]
    return tag("div", {"data-notes": True}, *lines)


def frame_attributes(
    control: Control, state: FieldState, problems: Sequence[str], *, element: str = "field"
) -> dict[str, str | int | bool | None]:
    """Attributes of the outermost element of a control; scripts find it by `data-field`."""
    name = f"{element} {element}--{control.kind.replace('_', '-')}"
    return {
        "class": name + (f" {element}--error" if problems else ""),
        "id": f"{control.id}-field",
        "data-field": control.path,
        "hidden": not state.visible,
    }


def labelled(
    control: Control, state: FieldState, problems: Sequence[str], *body: object
) -> SafeString:
    """A control with one input: `<label>` above, then help, input, notes and error."""
    label = tag(
        "label",
        {"class": "field__label", "for": control.id},
        control.label,
        " ",
        required_mark(state.required),
    )
    return tag(
        "div",
        frame_attributes(control, state, problems),
        label,
        help_block(control),
        *body,
        notes_block(state.notes),
        error_block(control, problems),
    )


def grouped(
    control: Control,
    state: FieldState,
    problems: Sequence[str],
    *body: object,
    role: str | None = None,
) -> SafeString:
    """A control with several inputs: `<fieldset>` and `<legend>`.

    `role` is `radiogroup` where the group as a whole is required or invalid; a plain group may
    not carry those attributes.
    """
    legend = tag(
        "legend",
        {"class": "field__label", "id": f"{control.id}-label"},
        control.label,
        " ",
        required_mark(state.required),
    )
    is_radio = role == "radiogroup"
    fieldset = tag(
        "fieldset",
        {
            "class": "field__set",
            "role": role,
            "aria-describedby": describedby(control, problems),
            "aria-required": "true" if is_radio and state.required else None,
            "aria-invalid": "true" if is_radio and problems else None,
            "disabled": state.read_only,
        },
        legend,
        help_block(control),
        *body,
        notes_block(state.notes),
        error_block(control, problems),
    )
    return tag("div", frame_attributes(control, state, problems), fieldset)


def input_attributes(
    control: Control, state: FieldState, problems: Sequence[str], kind: str
) -> dict[str, str | int | bool | None]:
    """What every single input carries; validation is ours, so no native `required`."""
    return {
        "class": "field__control",
        "id": control.id,
        "name": control.path,
        "type": kind,
        "aria-describedby": describedby(control, problems),
        "aria-required": "true" if state.required else None,
        "aria-invalid": "true" if problems else None,
        "readonly": state.read_only,
    }


def present_marker(control: Control) -> SafeString:
    return tag("input", {"type": "hidden", "name": PRESENT, "value": control.path})
