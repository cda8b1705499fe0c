"""找回密码 in three ways (X1-64..81): who asks learns nothing about whether there is an account.

Between the pages the session knows what was looked up, for half an hour. Every answer that could
take longer for an account that exists takes at least `STEADY` seconds for all.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import asdict
from datetime import datetime
from functools import wraps
from typing import Any, Final

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from unionhall.casework.accounts.recover_by_code import recover_by_code
from unionhall.casework.accounts.recover_by_link import recover_by_link
from unionhall.casework.accounts.send_recovery_code import send_recovery_code
from unionhall.casework.accounts.send_recovery_link import send_recovery_link
from unionhall.casework.refusals import Refused
from unionhall.engine.problem import Problem
from unionhall.people import codes, recovery
from unionhall.people.models import User
from unionhall.people.recovery import Found
from unionhall.web.account import captcha, entries
from unionhall.web.account.appeal import appeal_url
from unionhall.web.account.entries import Entry
from unionhall.web.account.waiting import wait_sentence

STEADY: Final = 0.7
NAME, CODE, SECRET = 254, 20, 64
_ASKED, _DONE = "recovery", "recovered"
View = Callable[..., HttpResponse]


def steady(view: View) -> View:
    """Answer after `STEADY` seconds at the earliest, so that a gateway's time tells nothing."""

    @wraps(view)
    def timed(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        begun = time.monotonic()
        answer = view(request, *args, **kwargs)
        if request.method == "POST":
            time.sleep(max(0.0, STEADY - (time.monotonic() - begun)))
        return answer

    return timed


@login_not_required
@require_http_methods(["GET", "POST"])
def ask(request: HttpRequest) -> HttpResponse:
    """第 1 步: 用户名 and captcha."""
    if request.method == "GET" or captcha.wants_another(request):
        return _ask(request)
    name = request.POST.get("name", "").strip()[:NAME]
    if not captcha.passes(request):
        return _ask(request, captcha_error=captcha.wrong())
    if not name:
        return _ask(request, problem=_("Please enter your ID number, mobile number or e-mail."))
    now = timezone.now()
    ticket = recovery.may_ask(name, request.META.get("REMOTE_ADDR"), now)
    if not ticket:
        return _ask(request, problem=wait_sentence(ticket.wait) if ticket.wait else "")
    found = recovery.look(name)
    until = (now + recovery.LIFETIME).isoformat()
    request.session[_ASKED] = {"found": asdict(found), "until": until}
    return HttpResponseRedirect(reverse("account:recover_ways"))


@login_not_required
@require_GET
def ways(request: HttpRequest) -> HttpResponse:
    """第 2 步: three cards; a channel that is not set up cannot be chosen."""
    found = _found(request)
    if found is None:
        return _again(request)
    return render(request, "account/recover_ways.html", {"found": found, "appeal": appeal_url()})


@login_not_required
@sensitive_post_parameters("password", "again", "code")
@require_http_methods(["GET", "POST"])
@steady
def mobile(request: HttpRequest) -> HttpResponse:
    """手机方式: captcha, then the code, then the new password twice."""
    found = _found(request)
    if found is None or not found.mobile:
        return _again(request)
    if request.method == "GET" or captcha.wants_another(request):
        return _mobile(request, found)
    now, bound_to = timezone.now(), codes.binding(request.session)
    system = User.objects.system()
    try:
        if request.POST.get("_do") == "send":
            return _send(request, found, bound_to, now)
        recover_by_code(
            found.account,
            found.decoy,
            request.POST.get("code", "")[:CODE],
            request.POST.get("password", ""),
            request.POST.get("again", ""),
            bound_to=bound_to,
            by=system,
            now=now,
        )
    except Refused as refusal:
        return _mobile(request, found, wrong=_wrong(refusal))
    return _finished(request)


@login_not_required
@require_POST
@steady
def email(request: HttpRequest) -> HttpResponse:
    """邮箱方式: the letter goes out at once (X1-74)."""
    found = _found(request)
    if found is None or not found.email:
        return _again(request)
    address = request.META.get("REMOTE_ADDR")
    try:
        send_recovery_link(
            found.account,
            found.decoy,
            address=address,
            by=User.objects.system(),
            now=timezone.now(),
        )
    except Refused as refusal:
        messages.error(request, refusal.sentence)
        return HttpResponseRedirect(reverse("account:recover_ways"))
    return render(request, "account/recover_mailed.html", {"found": found})


@login_not_required
@sensitive_post_parameters("password", "again", "key")
@require_http_methods(["GET", "POST"])
def link(request: HttpRequest) -> HttpResponse:
    """The address of a letter or message: two new passwords. Looking at it uses nothing up."""
    given = request.POST if request.method == "POST" else request.GET
    key, now = given.get("key", "")[:SECRET], timezone.now()
    if not recovery.is_standing(key, now):
        return render(request, "account/recover_link.html", {"is_old": True}, status=410)
    wrong: list[Problem] = []
    if request.method == "POST":
        password, again = request.POST.get("password", ""), request.POST.get("again", "")
        try:
            recover_by_link(key, password, again, by=User.objects.system(), now=now)
        except Refused as refusal:
            wrong = _wrong(refusal)
        else:
            return _finished(request)
    return entries.page(request, "account/recover_link.html", _passwords(), wrong, key=key)


@login_not_required
@require_GET
def done(request: HttpRequest) -> HttpResponse:
    """重置密码成功 (X1-73); nothing to see for who did not come from there."""
    if not request.session.pop(_DONE, False):
        return HttpResponseRedirect(reverse("account:sign_in"))
    return render(request, "account/recover_done.html", {})


def _send(request: HttpRequest, found: Found, bound_to: str, now: datetime) -> HttpResponse:
    """One right captcha opens sending for this look-up; budgets hold it from then on."""
    asked = request.session[_ASKED]
    if not asked.get("passed") and not captcha.passes(request):
        return _mobile(request, found, captcha_error=captcha.wrong())
    request.session[_ASKED] = {**asked, "passed": True}
    address = request.META.get("REMOTE_ADDR")
    send_recovery_code(
        found.account,
        found.decoy,
        bound_to=bound_to,
        address=address,
        by=User.objects.system(),
        now=now,
    )
    return _mobile(request, found, told=_("The code is on its way. It is valid for 10 minutes."))


def _finished(request: HttpRequest) -> HttpResponse:
    request.session.pop(_ASKED, None)
    request.session[_DONE] = True
    return HttpResponseRedirect(reverse("account:recover_done"))


def _found(request: HttpRequest) -> Found | None:
    asked = request.session.get(_ASKED)
    if not asked or datetime.fromisoformat(asked["until"]) <= timezone.now():
        return None
    return Found(**asked["found"])


def _again(request: HttpRequest) -> HttpResponse:
    messages.info(request, _("Please begin again: this was too long ago, or not begun here."))
    return HttpResponseRedirect(reverse("account:recover"))


def _ask(request: HttpRequest, *, captcha_error: str = "", problem: str = "") -> HttpResponse:
    context = {
        "name": request.POST.get("name", "")[:NAME],
        "problem": problem,
        "captcha": captcha.shown(request, error=captcha_error),
    }
    status = 422 if captcha_error or problem else 200
    return render(request, "account/recover.html", context, status=status)


def _mobile(
    request: HttpRequest,
    found: Found,
    *,
    captcha_error: str = "",
    wrong: Sequence[Problem] = (),
    told: str = "",
) -> HttpResponse:
    has_passed = request.session[_ASKED].get("passed", False)
    code = Entry(
        "code",
        _("Verification code"),
        help=_("The 6 digits of the message, valid for 10 minutes"),
        value=request.POST.get("code", "")[:CODE],
        autocomplete="one-time-code",
        inputmode="numeric",
        maxlength=CODE,
        sends=True,
    )
    return entries.page(
        request,
        "account/recover_mobile.html",
        [code, *_passwords()],
        wrong,
        status=422 if captcha_error else 200,
        found=found,
        told=told,
        captcha=None if has_passed else captcha.shown(request, error=captcha_error),
    )


def _passwords() -> list[Entry]:
    rule = _("8 to 30 characters with letters and digits, without blanks")
    return [
        entries.secret("password", _("New password"), new=True, help_text=rule),
        entries.secret("again", _("New password again"), new=True),
    ]


def _wrong(refusal: Refused) -> list[Problem]:
    """The refusal beside the field it is about."""
    fields = {"password-rule": "password", "password-again": "again", "link-used": "password"}
    return [Problem(refusal.code, fields.get(refusal.code, "code"), text=refusal.sentence)]
