"""In and out: password, code by SMS (X1-05..07, 10, 11). Works without a script.

Every "no" is the same sentence, whether the account exists or not; only waiting is told apart.
"""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlencode

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import authenticate, logout
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from unionhall import audit
from unionhall.people import backends, codes
from unionhall.people.models import User
from unionhall.web.account import captcha, codes_by_sms, entering, oidc
from unionhall.web.account.views import outside
from unionhall.web.account.waiting import wait_sentence
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
    """密码登录: mobile, ID number or e-mail, and password; a captcha after three failures."""
    if request.method == "GET":
        return _already_in(request) or _password_page(request, "")
    name = request.POST.get("name", "").strip()[:NAME]
    if captcha.wants_another(request):
        return _password_page(request, name)
    if backends.is_doubted(request, name) and not captcha.passes(request):
        return _password_page(request, name, captcha_error=captcha.wrong(), status=422)
    user = authenticate(request, username=name, password=request.POST.get("password", ""))
    if isinstance(user, User):
        return entering.enter(request, user, "password")
    wait = backends.wait_for(request, name)
    if not wait:
        entering.failed(request, name, "password")
    problem = wait_sentence(wait) if wait else _("The account or the password is wrong.")
    return _password_page(request, name, problem=problem, status=422)


def _password_page(
    request: HttpRequest,
    name: str,
    *,
    captcha_error: str = "",
    status: int = 200,
    problem: str = "",
) -> HttpResponse:
    shown: dict[str, object] = {"account": name, "problem": problem}
    if backends.is_doubted(request, name):
        shown["captcha"] = captcha.shown(request, error=captcha_error)
    return _page(request, "sign_in", status=status, **shown)


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
    if isinstance(user, User):
        return entering.enter(request, user, "code")
    if getattr(request, "opens_account", False):
        # who came by the city's accounts in this browser before may have been somebody else
        outside.forget(request)
        return HttpResponseRedirect(reverse("account:complete") + _query(request))
    entering.failed(request, mobile, "code")
    problem = _("The code is wrong or no longer valid. Check it, or ask for a new one.")
    return _page(request, "sign_in_code", mobile=mobile, sent=True, problem=problem, status=422)


def _send(request: HttpRequest, mobile: str) -> HttpResponse:
    wrong, told = codes_by_sms.send(request, mobile, codes.SIGN_IN)
    if wrong:
        return _page(request, "sign_in_code", mobile=mobile, problem=wrong.sentence, status=422)
    return _page(request, "sign_in_code", mobile=mobile, sent=True, told=told)


@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    """The session is gone, not only left."""
    if isinstance(request.user, User) and not request.user.is_guest:
        about = f"user:{request.user.pk}"
        audit.record("sign-out", by=request.user, now=timezone.now(), about=about)
    logout(request)
    messages.success(request, _("You are signed out."))
    return HttpResponseRedirect(reverse(settings.LOGOUT_REDIRECT_URL))


def _already_in(request: HttpRequest) -> HttpResponse | None:
    if not request.user.is_authenticated:
        return None
    return HttpResponseRedirect(safe_next(request, fallback=reverse(settings.LOGIN_REDIRECT_URL)))


def _page(request: HttpRequest, tab: str, *, status: int = 200, **shown: object) -> HttpResponse:
    onward = safe_next(request, fallback="")
    query = _query(request)
    titles = {"sign_in": _("Sign in with a password"), "sign_in_code": _("Sign in with a code")}
    tabs = [
        Tab(title, reverse(f"account:{key}") + query, key == tab) for key, title in titles.items()
    ]
    context = {"tabs": tabs, "next": onward, "is_demo": settings.DEMO, **shown}
    context["outside_title"] = settings.OIDC_TITLE if oidc.is_offered() else ""
    return render(request, f"account/{tab}.html", context, status=status)


def _query(request: HttpRequest) -> str:
    onward = safe_next(request, fallback="")
    return f"?{urlencode({'next': onward})}" if onward else ""
