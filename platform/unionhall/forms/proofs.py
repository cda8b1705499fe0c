"""Numbers that are proven inside a form: sending the code, taking it, the captcha before it.

Guests answer a captcha before a code is sent; who signed in has done enough for that.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import HttpRequest
from django.template.loader import get_template
from django.utils import timezone
from django.utils.translation import gettext as _

from unionhall.casework.prove import prove
from unionhall.casework.refusals import Refused
from unionhall.casework.send_proof import send_proof
from unionhall.engine.paths import read
from unionhall.forms import step_page
from unionhall.forms.buttons import Pressed
from unionhall.forms.drafts import OpenDraft
from unionhall.forms.fields.verified import code_name
from unionhall.people import captcha, codes

if TYPE_CHECKING:
    from unionhall.forms.steps import StepForm

LONGEST = 20


def send(request: HttpRequest, form: StepForm, path: str) -> None:
    """【发送验证码】 for what was typed. Raises Refused, also for a wrong captcha of a guest."""
    user, now = _user(request), timezone.now()
    if _is_guest(request) and not captcha.answered(request.POST, now):
        raise Refused("captcha", captcha.wrong())
    address = request.META.get("REMOTE_ADDR")
    bound_to = codes.binding(request.session)
    mobile = _typed(form, path)
    send_proof(form.draft.key, path, mobile, bound_to=bound_to, address=address, by=user, now=now)
    if not step_page.wants_json(request):
        messages.success(request, sent_words())


def take(request: HttpRequest, form: StepForm, press: Pressed) -> bool:
    """Whether something was proven: by 【验证】, or by a code typed before going on.

    Raises Refused: wrong-code and the others of `casework.prove`.
    """
    done = False
    for control in form.step.controls:
        if control.kind != "verified":
            continue
        code = (request.POST.get(code_name(control.path)) or "").strip()[:LONGEST]
        is_pressed = press.verb == "prove" and press.path == control.path
        is_passed = press.verb in ("next", "check") and bool(code) and _needs(form, control.path)
        if is_pressed or is_passed:
            prove(
                form.draft.key,
                control.path,
                _typed(form, control.path),
                code,
                bound_to=codes.binding(request.session),
                by=_user(request),
                now=timezone.now(),
            )
            done = True
    return done


def with_captcha(request: HttpRequest, draft: OpenDraft) -> OpenDraft:
    """The draft as it is drawn for this visitor: the first number not proven yet gets the captcha,
    the others of the page go by its answer."""
    if not _is_guest(request):
        return draft
    is_drawn = False

    def drawn() -> str:
        nonlocal is_drawn
        if is_drawn:
            return ""
        is_drawn = True
        address = request.META.get("REMOTE_ADDR")
        shown = captcha.shown(request.POST, address, timezone.now())
        return get_template("components/captcha.html").render({"captcha": shown})

    return replace(draft, context=replace(draft.context, captcha=drawn))


def sent_words() -> str:
    return _("The code is on its way. It is valid for 10 minutes.")


def _needs(form: StepForm, path: str) -> bool:
    _state, world = form.draft.settled(form.posted.values)
    return not world.proofs.get(path)


def _typed(form: StepForm, path: str) -> str:
    value = read(form.posted.values, path)
    return value if isinstance(value, str) else ""


def _is_guest(request: HttpRequest) -> bool:
    return bool(getattr(request.user, "is_guest", False))


def _user(request: HttpRequest) -> Any:
    return request.user
