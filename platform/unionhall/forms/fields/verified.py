"""A mobile number that has to be proven: 【发送验证码】, and the place for the code.

Sending and proving are buttons of the step, so they save what was typed and work without
JavaScript; `mobile-proof` only spares the page load. What is proven stays so until another
number is typed.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from unionhall.forms.control import Control, RenderContext, no_captcha
from unionhall.forms.fields.parts import input_attributes, labelled
from unionhall.forms.fields.text import parse
from unionhall.forms.markup import Attributes, tag

if TYPE_CHECKING:
    from unionhall.engine.state import FieldState

__all__ = ["KEYWORD", "PROVE", "SEND", "code_name", "parse", "render"]

KEYWORD = "x-verify"
SEND, PROVE = "send-code", "prove"
DIGITS = 6


def code_name(path: str) -> str:
    """Posted name of the code; `:` cannot occur in the key of a field."""
    return f"{path}:code"


def render(
    control: Control, state: FieldState, problems: Sequence[str], context: RenderContext
) -> SafeString:
    is_proven = control.path in context.proven and control.path not in context.typed
    value = context.typed.get(control.path, "" if state.value is None else str(state.value))
    values = input_attributes(control, state, problems, "tel")
    values |= {"value": value, "inputmode": "tel", "autocomplete": "tel"}
    number = tag("input", values)
    if state.read_only:
        return labelled(control, state, problems, number)
    send = _button(SEND, control, _("Send a code"))
    body = tag(
        "mobile-proof",
        _words(value if is_proven else "", context.captcha is not no_captcha),
        tag("div", {"class": "proof__row"}, number, send),
        _done(is_proven),
        _asking(control, context, is_proven),
        tag("p", {"class": "proof__status", "role": "status", "data-status": True}),
    )
    return labelled(control, state, problems, body)


def _words(proven: str, has_captcha: bool) -> Attributes:
    """`data-proven`: the number as it was proven, for the script to compare with."""
    return {
        "class": "proof",
        "data-proven": proven,
        "data-captcha": has_captcha,
        "data-failed": _("The message could not be sent. Please try again in a moment."),
        "data-wait": _("Send again in {n} s"),
    }


def _done(is_proven: bool) -> SafeString:
    words = _("Proven by a code")
    return tag("p", {"class": "proof__done", "data-done": True, "hidden": not is_proven}, words)


def _asking(control: Control, context: RenderContext, is_proven: bool) -> SafeString:
    id_ = f"{control.id}-code"
    label = _("Code sent to this number")
    entry = tag(
        "input",
        {
            "class": "field__control proof__code",
            "id": id_,
            "name": code_name(control.path),
            "inputmode": "numeric",
            "autocomplete": "one-time-code",
            "maxlength": DIGITS + 2,
            "aria-describedby": f"{id_}-help",
        },
    )
    return tag(
        "div",
        {"class": "proof__asking", "data-asking": True, "hidden": is_proven},
        "" if is_proven else context.captcha(),
        tag("label", {"class": "field__label", "for": id_}, label),
        tag(
            "p",
            {"class": "field__help", "id": f"{id_}-help"},
            _("The 6 digits of the message, valid for 10 minutes"),
        ),
        tag("div", {"class": "proof__row"}, entry, _button(PROVE, control, _("Prove"))),
    )


def _button(verb: str, control: Control, words: str) -> SafeString:
    return tag(
        "button",
        {
            "class": "button",
            "type": "submit",
            "name": "_go",
            "value": f"{verb}:{control.path}",
            f"data-{verb}": True,
        },
        words,
    )
