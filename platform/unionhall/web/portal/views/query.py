"""查询办件: back to an application that was begun without signing in, by number and query code.

Wrong numbers, wrong codes and numbers of people with an account are answered alike.
"""

from __future__ import annotations

from datetime import timedelta
from math import ceil

from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from unionhall.cases import selectors
from unionhall.casework import proving, refusals
from unionhall.casework.issue_query_code import issue_query_code
from unionhall.casework.send_query_code import send_query_code
from unionhall.language.masks import mask
from unionhall.people import guests
from unionhall.web.account import captcha
from unionhall.web.portal import desk, frame
from unionhall.web.portal.guests import enter
from unionhall.web.requests import SignedRequest

NUMBER, CODE = 40, 40


@login_not_required
@sensitive_post_parameters("code")
@require_http_methods(["GET", "POST"])
def query(request: HttpRequest) -> HttpResponse:
    if request.method == "GET" or captcha.wants_another(request):
        return _page(request)
    if not captcha.passes(request):
        return _page(request, captcha_error=captcha.wrong(), status=422)
    number = request.POST.get("number", "").strip()[:NUMBER]
    code = request.POST.get("code", "").strip()[:CODE]
    now = timezone.now()
    counted = guests.attempt(number, request.META.get("REMOTE_ADDR"), now)
    if isinstance(counted, timedelta):
        minutes = max(1, ceil(counted.total_seconds() / 60))
        told = _("Too many attempts. Please try again in {n} minutes.").format(n=minutes)
        return _page(request, problem=told, status=422)
    case = selectors.case_by_number(number)
    if not guests.is_right(case.starter if case else None, code) or case is None:
        told = _("The number or the query code is wrong. Please compare both and try again.")
        return _page(request, problem=told, status=422)
    guests.forgive(counted)
    enter(request, case.starter)
    return HttpResponseRedirect(reverse("portal:case", args=[case.key]))


@require_POST
def query_code(request: SignedRequest, key: str) -> HttpResponse:
    """A new code, or the one on the page sent to the proven mobile."""
    now = timezone.now()
    if request.POST.get("_do") == "send":
        code = request.POST.get("code", "")[:CODE]
        try:
            send_query_code(key, code, by=request.user, now=now)
        except refusals.NotYours:
            raise
        except refusals.Refused as refusal:
            messages.error(request, refusal.sentence)
        else:
            messages.success(request, _("The number and the query code are on their way to you."))
    else:
        code = issue(request, key)
    return handed_in(request, key, code)


def issue(request: SignedRequest, key: str) -> str:
    """A new code; the session goes on although it is the guest's password."""
    _case, code = issue_query_code(key, by=request.user, now=timezone.now())
    update_session_auth_hash(request, request.user)
    return code


def handed_in(request: SignedRequest, key: str, code: str = "") -> HttpResponse:
    """The page after handing in, with the code where it was just made."""
    page = desk.open_case(request.user, key)
    context = {
        **frame.of_case(page),
        "section": "cases",
        "code": code,
        "mobile": mask(proving.proven_mobile(page.case) or "", "mobile") if code else "",
    }
    return render(request, "portal/done.html", context)


def _page(
    request: HttpRequest, *, captcha_error: str = "", problem: str = "", status: int = 200
) -> HttpResponse:
    context = {
        "section": "hall",
        "number": request.POST.get("number", "")[:NUMBER],
        "code": request.POST.get("code", "")[:CODE] if not problem else "",
        "problem": problem,
        "captcha": captcha.shown(request, error=captcha_error),
    }
    return render(request, "portal/query.html", context, status=status)
