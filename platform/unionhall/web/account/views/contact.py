"""How one is reached: changing the mobile, binding an e-mail address."""

from __future__ import annotations

from collections.abc import Sequence

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from unionhall.casework.accounts import bind_mail
from unionhall.casework.accounts.change_mobile import change_mobile, prove_old
from unionhall.casework.accounts.change_password import prove_password
from unionhall.casework.accounts.sentences import problem
from unionhall.casework.refusals import Invalid, Refused
from unionhall.engine.problem import Problem
from unionhall.language.masks import mask
from unionhall.people import codes, proven
from unionhall.people.documents import normal_number
from unionhall.web.account import codes_by_sms, entries
from unionhall.web.account.entries import Entry
from unionhall.web.requests import SignedRequest

MAY = "may-change-mobile"
LASTS = 600


@sensitive_post_parameters("password")
@require_http_methods(["GET", "POST"])
def mobile(request: SignedRequest) -> HttpResponse:
    """修改手机号 (J1-47): first the old number and the password, then a code to the new one."""
    if _may_change(request):
        return _second(request)
    if request.method == "GET":
        return _first_page(request)
    old, secret = request.POST.get("old_mobile", "")[:20], request.POST.get("password", "")
    try:
        prove_old(old, secret, by=request.user, now=timezone.now())
    except Invalid as refusal:
        return _first_page(request, refusal.problems)
    except Refused as refusal:
        return _first_page(request, refusal=refusal.sentence)
    request.session[MAY] = {"user": request.user.pk, "at": timezone.now().timestamp()}
    return HttpResponseRedirect(reverse("account:mobile"))


def _may_change(request: SignedRequest) -> bool:
    kept = request.session.get(MAY) or {}
    is_young = timezone.now().timestamp() - kept.get("at", 0) < LASTS
    return kept.get("user") == request.user.pk and is_young


def _first_page(
    request: SignedRequest, problems: Sequence[Problem] = (), *, refusal: str = ""
) -> HttpResponse:
    typed = request.POST.get("old_mobile", "")[:20]
    fields = [entries.mobile("old_mobile", _("The present mobile number"), typed)]
    if not request.user.mobile:
        fields = []
    return entries.page(
        request,
        "account/form.html",
        [*fields, entries.secret("password", _("Password"))],
        problems,
        refusal=refusal,
        title=_("Change the mobile number"),
        lead=_(
            "First prove that it is you. If you have lost the old number, see “Account trouble”."
        ),
        button=_("Next"),
        back=reverse("account:security"),
    )


def _second(request: SignedRequest) -> HttpResponse:
    if request.method == "GET":
        return _second_page(request)
    typed = normal_number(request.POST.get("mobile", "")[:20])
    if request.POST.get("_do") == "send":
        wrong, told = codes_by_sms.send(request, typed, codes.NEW_MOBILE)
        found = [Problem(wrong.code, "mobile", text=wrong.sentence)] if wrong else []
        return _second_page(request, found, told=told)
    if not codes_by_sms.is_proven(request, typed, codes.NEW_MOBILE, request.POST.get("code", "")):
        return _second_page(request, [problem("wrong-code", "code")])
    try:
        change_mobile(typed, by=request.user, now=timezone.now())
    except Refused as refusal:
        return _second_page(request, [Problem(refusal.code, "mobile", text=refusal.sentence)])
    request.session.pop(MAY, None)
    proven.forget(request.session)
    messages.success(request, _("Your mobile number was changed. Sign in with the new one."))
    return HttpResponseRedirect(reverse("account:security"))


def _second_page(
    request: SignedRequest, problems: Sequence[Problem] = (), *, told: str = ""
) -> HttpResponse:
    fields = [
        entries.mobile("mobile", _("The new mobile number"), request.POST.get("mobile", "")[:20]),
        entries.code(),
    ]
    return entries.page(
        request,
        "account/form.html",
        fields,
        problems,
        told=told,
        title=_("Change the mobile number"),
        button=_("Save"),
        back=reverse("account:security"),
    )


@sensitive_post_parameters("password")
@require_http_methods(["GET", "POST"])
def email(request: SignedRequest) -> HttpResponse:
    """绑定邮箱: the password, an address, a letter with a link."""
    if request.method == "GET":
        return _email_page(request)
    now = timezone.now()
    try:
        secret = request.POST.get("password", "")
        prove_password(request.user, secret, "password", "wrong-password", now=now)
        bind_mail.ask(request.user, request.POST.get("email", "")[:254], by=request.user, now=now)
    except Invalid as refusal:
        return _email_page(request, refusal.problems)
    except Refused as refusal:
        return _email_page(request, [Problem(refusal.code, "email", text=refusal.sentence)])
    messages.success(request, _("A letter is on its way: its link proves your address."))
    return HttpResponseRedirect(reverse("account:security"))


def _email_page(request: SignedRequest, problems: Sequence[Problem] = ()) -> HttpResponse:
    typed = request.POST.get("email", "")[:254]
    now = mask(request.user.email, "email")
    address = Entry("email", _("E-mail"), typed, "email", autocomplete="email", maxlength=254)
    lead = _("You can sign in and recover your password with a proven address.")
    if now:
        lead = _("Bound now: {address}. A new one takes its place once it is proven.")
    return entries.page(
        request,
        "account/form.html",
        [address, entries.secret("password", _("Password"))],
        problems,
        title=_("Bind an e-mail address"),
        lead=lead.format(address=now),
        button=_("Send the letter"),
        back=reverse("account:security"),
    )


@login_not_required
@require_http_methods(["GET", "POST"])
def email_proof(request: HttpRequest, key: str) -> HttpResponse:
    """The link of the letter; a button, because programs that look at mail open links, too."""
    address = bind_mail.address_of(key)
    if request.method == "GET" or address is None:
        shown = {"address": mask(address, "email") if address else ""}
        return render(request, "account/email_proof.html", shown, status=200 if address else 410)
    try:
        bind_mail.prove(key, by=None, now=timezone.now())
    except Refused as refusal:
        shown = {"address": "", "refusal": refusal.sentence}
        return render(request, "account/email_proof.html", shown, status=422)
    messages.success(request, _("The address is bound. You can sign in with it now."))
    signed = request.user.is_authenticated
    return HttpResponseRedirect(reverse("account:security" if signed else "account:sign_in"))
