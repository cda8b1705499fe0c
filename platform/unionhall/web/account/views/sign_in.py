"""In and out: password, code by SMS (X1-05..07, 10, 11). Works without a script.

Every "no" is the same sentence, whether the account exists or not; only waiting is told apart.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from math import ceil
from urllib.parse import urlencode

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import authenticate, login, logout
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from unionhall.people import backends, codes
from unionhall.web.addresses import safe_next

NAME, MOBILE = 254, 20


@dataclass(frozen=True, slots=True)
class Tab:
    title: str
    url: str
    current: bool
    count: None = None


@login_not_required
@sensitive_post_parameters("password")
@require_http_methods(["GET", "POST"])
def password(request: HttpRequest) -> HttpResponse:
    """密码登录: mobile, ID number or e-mail, and password."""
    if request.method == "GET":
        return _already_in(request) or _page(request, "sign_in")
    name = request.POST.get("name", "").strip()[:NAME]
    user = authenticate(request, username=name, password=request.POST.get("password", ""))
    if user is not None:
        return _enter(request, user)
    wait = backends.wait_for(request, name)
    problem = _wait_sentence(wait) if wait else _("The account or the password is wrong.")
    return _page(request, "sign_in", account=name, problem=problem, status=422)


@login_not_required
@require_http_methods(["GET", "POST"])
def code(request: HttpRequest) -> HttpResponse:
    """短信登录: a mobile, and the code that was sent to it."""
    if request.method == "GET":
        return _already_in(request) or _page(request, "sign_in_code")
    mobile = request.POST.get("mobile", "").strip()[:MOBILE]
    if request.POST.get("_do") == "send":
        return _send(request, mobile)
    given = request.POST.get("code", "").strip()[:MOBILE]
    user = authenticate(request, mobile=mobile, code=given)
    if user is not None:
        return _enter(request, user)
    problem = _("The code is wrong or no longer valid. Check it, or ask for a new one.")
    return _page(request, "sign_in_code", mobile=mobile, sent=True, problem=problem, status=422)


def _send(request: HttpRequest, mobile: str) -> HttpResponse:
    address = request.META.get("REMOTE_ADDR")
    bound_to = codes.binding(request.session)
    try:
        codes.send(mobile, codes.SIGN_IN, bound_to, address, timezone.now())
    except codes.CodeRefused as refusal:
        sentences = {
            "bad-phone": _("Please enter the 11 digits of your mobile number."),
            "not-sent": _("The message could not be sent. Please try again in a moment."),
        }
        problem = sentences.get(refusal.code) or _wait_sentence(refusal.wait or timedelta())
        return _page(request, "sign_in_code", mobile=mobile, problem=problem, status=422)
    told = _("If this number is registered, a code is on its way.")
    return _page(request, "sign_in_code", mobile=mobile, sent=True, told=told)


@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    logout(request)
    messages.success(request, _("You are signed out."))
    return HttpResponseRedirect(reverse(settings.LOGOUT_REDIRECT_URL))


def _wait_sentence(wait: timedelta) -> str:
    seconds = max(1, ceil(wait.total_seconds()))
    if seconds < 120:
        return _("Too many attempts. Please try again in {n} seconds.").format(n=seconds)
    return _("Too many attempts. Please try again in {n} minutes.").format(n=ceil(seconds / 60))


def _enter(request: HttpRequest, user: object) -> HttpResponse:
    """A new session key, and on to where one was going."""
    login(request, user)  # type: ignore[arg-type]  # authenticate() says AbstractBaseUser
    return HttpResponseRedirect(safe_next(request, fallback=reverse(settings.LOGIN_REDIRECT_URL)))


def _already_in(request: HttpRequest) -> HttpResponse | None:
    if not request.user.is_authenticated:
        return None
    return HttpResponseRedirect(safe_next(request, fallback=reverse(settings.LOGIN_REDIRECT_URL)))


def _page(request: HttpRequest, tab: str, *, status: int = 200, **shown: object) -> HttpResponse:
    onward = safe_next(request, fallback="")
    query = f"?{urlencode({'next': onward})}" if onward else ""
    titles = {"sign_in": _("Sign in with a password"), "sign_in_code": _("Sign in with a code")}
    tabs = [
        Tab(title, reverse(f"account:{key}") + query, key == tab) for key, title in titles.items()
    ]
    context = {"tabs": tabs, "next": onward, "is_demo": settings.DEMO, **shown}
    return render(request, f"account/{tab}.html", context, status=status)
