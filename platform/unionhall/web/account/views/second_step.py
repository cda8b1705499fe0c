"""The second step of staff: asked for at sign-in, set up and taken away in 账号安全."""

from __future__ import annotations

from collections.abc import Sequence

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from unionhall.casework.accounts import second_step
from unionhall.casework.accounts.sentences import problem
from unionhall.casework.refusals import Invalid, Refused
from unionhall.engine.problem import Problem
from unionhall.people import sealing, second_factor
from unionhall.web.account import entering, entries
from unionhall.web.account.entries import Entry
from unionhall.web.account.views.security import may_have_second_step
from unionhall.web.account.waiting import wait_sentence
from unionhall.web.requests import SignedRequest

SECRET = "second-step-secret"  # nosec B105 - the name of a place in the session


@login_not_required
@require_http_methods(["GET", "POST"])
def ask(request: HttpRequest) -> HttpResponse:
    """A code of the app, or one of the recovery codes, before one is in."""
    found = entering.waiting(request)
    if found is None:
        return HttpResponseRedirect(reverse("account:sign_in"))
    user, kept = found
    if request.method == "GET":
        return _ask_page(request)
    now = timezone.now()
    if second_factor.passes(user, request.POST.get("code", "")[:20], now):
        request.session.pop(entering.WAITING, None)
        return entering.sign_in(request, user, kept["way"], kept["next"])
    entering.failed(request, user.username, "second-step")
    wait = second_factor.wait_for(user, now)
    if wait:
        return _ask_page(request, refusal=wait_sentence(wait))
    return _ask_page(request, [problem("wrong-code", "code")])


def _ask_page(
    request: HttpRequest, problems: Sequence[Problem] = (), *, refusal: str = ""
) -> HttpResponse:
    return entries.page(
        request,
        "account/form.html",
        [_code(_("The 6 digits your app shows now, or a recovery code"))],
        problems,
        refusal=refusal,
        title=_("Second step"),
        button=_("Sign in"),
        back=reverse("account:sign_in"),
    )


@require_http_methods(["GET", "POST"])
def setup(request: SignedRequest) -> HttpResponse:
    """Setting it up, or taking it away."""
    if not may_have_second_step(request.user):
        raise Http404
    if second_factor.has(request.user):
        return _take_away(request)
    secret = _secret(request)
    if request.method == "GET":
        return _setup_page(request, secret)
    try:
        code = request.POST.get("code", "")[:20]
        codes = second_step.set_up(secret, code, by=request.user, now=timezone.now())
    except Invalid as refusal:
        return _setup_page(request, secret, refusal.problems)
    request.session.pop(SECRET, None)
    shown = {"section": "account", "codes": codes}
    return render(request, "account/recovery_codes.html", shown)


def _secret(request: SignedRequest) -> str:
    """The same one until it is used: it is in the app by the time the code is typed."""
    kept = request.session.get(SECRET)
    if kept:
        return sealing.unseal(bytes.fromhex(kept))
    secret = second_factor.new_secret()
    request.session[SECRET] = sealing.seal(secret).hex()
    return secret


def _setup_page(
    request: SignedRequest, secret: str, problems: Sequence[Problem] = ()
) -> HttpResponse:
    groups = " ".join(secret[at : at + 4] for at in range(0, len(secret), 4))
    return entries.page(
        request,
        "account/second_step.html",
        [_code(_("The 6 digits your app shows now"))],
        problems,
        picture=second_factor.picture(request.user, secret),
        secret=groups,
    )


def _take_away(request: SignedRequest) -> HttpResponse:
    problems: Sequence[Problem] = ()
    refusal = ""
    if request.method == "POST":
        try:
            code = request.POST.get("code", "")[:20]
            second_step.take_away(code, by=request.user, now=timezone.now())
        except Invalid as invalid:
            problems = invalid.problems
        except Refused as refused:
            refusal = refused.sentence
        else:
            messages.success(request, _("The second step is off."))
            return HttpResponseRedirect(reverse("account:security"))
    return entries.page(
        request,
        "account/form.html",
        [_code(_("The 6 digits your app shows now, or a recovery code"))],
        problems,
        refusal=refusal,
        title=_("Second step"),
        lead=_("It is on: signing in asks for a code of your app. Enter one to turn it off."),
        button=_("Turn off"),
        back=reverse("account:security"),
    )


def _code(help_text: str) -> Entry:
    label = _("Verification code")
    return Entry(*("code", label, "", "text", help_text, "one-time-code", "numeric"), maxlength=20)
