"""信息完善: who has proven a mobile, or comes from the city's accounts, opens an account here."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from unionhall.casework.accounts import bind_mail
from unionhall.casework.accounts.details import Details
from unionhall.casework.accounts.register import Client, Outside, register
from unionhall.casework.accounts.sentences import problem
from unionhall.casework.accounts.terms import terms
from unionhall.casework.refusals import Invalid, Refused
from unionhall.engine.problem import Problem
from unionhall.language.masks import mask
from unionhall.people import codes, documents, proven
from unionhall.people.countries import COUNTRIES
from unionhall.people.models import User
from unionhall.web.account import codes_by_sms, entering, entries
from unionhall.web.account.entries import Entry
from unionhall.web.account.views import outside
from unionhall.web.addresses import safe_next
from unionhall.web.portal import consents

TERMS = "terms"


@login_not_required
@sensitive_post_parameters("password", "again", "number")
@require_http_methods(["GET", "POST"])
def complete(request: HttpRequest) -> HttpResponse:
    """The one page, for both ways of coming to it."""
    if request.user.is_authenticated:
        return HttpResponseRedirect(safe_next(request, fallback=reverse("portal:hall")))
    came = outside.pending(request)
    mobile = proven.mobile(request.session, codes.SIGN_UP, timezone.now())
    if came is None and mobile is None:
        messages.info(request, _("Please begin with a code sent to your mobile."))
        return HttpResponseRedirect(reverse("account:sign_in_code"))
    if request.method == "GET":
        return _page(request, came, mobile, came or {})
    if came is not None:
        return _outside(request, came)
    return _register(request, None, str(mobile), [])


def _outside(request: HttpRequest, came: Mapping[str, Any]) -> HttpResponse:
    """Here the mobile is proven on this page; another number needs another code."""
    typed = documents.normal_number(request.POST.get("mobile", "")[:20])
    if request.POST.get("_do") == "send":
        wrong, told = codes_by_sms.send(request, typed, codes.OUTSIDE)
        found = [Problem(wrong.code, "mobile", text=wrong.sentence)] if wrong else []
        return _page(request, came, None, request.POST, found, told=told)
    given = request.POST.get("code", "")[:20]
    if codes_by_sms.is_proven(request, typed, codes.OUTSIDE, given):
        return _register(request, came, typed, [])
    return _register(request, came, typed, [problem("wrong-code", "code")])


def _register(
    request: HttpRequest, came: Mapping[str, Any] | None, mobile: str, found: Sequence[Problem]
) -> HttpResponse:
    shown = None if came is not None else mobile
    if found:
        return _page(request, came, shown, request.POST, found)
    details = _details(request)
    stranger = Outside(came["subject"], came["proven_email"]) if came is not None else None
    client = Client(request.META.get("REMOTE_ADDR"), request.headers.get("User-Agent", ""))
    now = timezone.now()
    try:
        user = register(details, mobile=mobile, outside=stranger, client=client, by=None, now=now)
    except Invalid as refusal:
        return _page(request, came, shown, request.POST, refusal.problems)
    except Refused as refusal:
        return _page(request, came, shown, request.POST, refusal=refusal.sentence)
    return _welcome(request, user, came, details)


def _welcome(
    request: HttpRequest, user: User, came: Mapping[str, Any] | None, details: Details
) -> HttpResponse:
    outside.forget(request)
    messages.success(request, _("Welcome. Your account is open."))
    if came is None:
        return entering.enter(request, user, "code")
    if details.email.strip() and user.email is None:
        try:
            bind_mail.ask(user, details.email, by=user, now=timezone.now())
            messages.info(request, _("A letter is on its way: its link proves your address."))
        except Refused as refusal:
            messages.warning(request, refusal.sentence)
    return entering.enter(request, user, "outside", str(came["next"]))


def _details(request: HttpRequest) -> Details:
    def read(name: str, most: int = 100) -> str:
        return request.POST.get(name, "").replace("\x00", "")[:most]

    ticked = TERMS in request.POST.getlist("consent")
    return Details(
        name=read("name"),
        number=read("number"),
        password=request.POST.get("password", ""),
        again=request.POST.get("again", ""),
        agreed=read("terms") if ticked else "",
        kind=read("kind", 3) or documents.RESIDENT_CARD,
        country=read("country", 3),
        born_on=read("born_on", 20),
        words=read("words", 20),
        email=read("email", 254),
    )


def _page(
    request: HttpRequest,
    came: Mapping[str, Any] | None,
    mobile: str | None,
    typed: Mapping[str, Any],
    problems: Sequence[Problem] = (),
    *,
    refusal: str = "",
    told: str = "",
) -> HttpResponse:
    words = terms()
    ticked = request.method == "POST" and TERMS in request.POST.getlist("consent")
    must = any(one.path == "agreed" for one in problems)
    label = _("I have read this and agree")
    return entries.page(
        request,
        "account/complete.html",
        _entries(came, typed),
        [one if one.path != "agreed" else _at_tick(one) for one in problems],
        refusal=refusal,
        told=told,
        next=safe_next(request, fallback=""),
        mobile=mask(mobile, "mobile") if mobile else "",
        terms=words,
        consent=consents.of_text(words, TERMS, label, given=ticked and not must, must=must),
        is_outside=came is not None,
    )


def _at_tick(one: Problem) -> Problem:
    return Problem(one.code, f"consent-{TERMS}", text=one.text)


def _entries(came: Mapping[str, Any] | None, typed: Mapping[str, Any]) -> list[Entry]:
    def value(name: str) -> str:
        return str(typed.get(name) or "")

    kinds = [("", ""), *((code, str(kind)) for code, kind in documents.KINDS.items())][1:]
    kind = value("kind") or documents.RESIDENT_CARD
    who = [
        Entry("name", _("Name"), value("name"), autocomplete="name", maxlength=50),
        Entry("kind", _("Identity document"), kind, "select", options=kinds),
        Entry(
            *("number", _("Document number"), value("number")),
            help=_("A letter at the end may be small: it is made a capital."),
            maxlength=40,
        ),
    ]
    secrets = [
        entries.secret(
            *("password", _("Password")),
            new=True,
            help_text=_("8 to 30 characters with letters and digits"),
        ),
        entries.secret("again", _("The password again"), new=True),
    ]
    if came is None:
        return [*who, *secrets]
    return [*_reached(value), *who, *_foreign(value), *secrets]


def _reached(value: Any) -> list[Entry]:
    """Where he can be reached: the number that came along may be changed, then it is proven."""
    return [
        entries.mobile("mobile", _("Mobile number"), value("mobile")),
        entries.code(),
        Entry(
            *("email", _("E-mail"), value("email"), "email"),
            help=_("You can sign in with it, too, once it is proven."),
            autocomplete="email",
            maxlength=254,
            required=False,
        ),
    ]


def _foreign(value: Any) -> list[Entry]:
    places = [("", _("Not needed")), *((code, str(name)) for code, name in COUNTRIES.items())]
    return [
        Entry(
            *("country", _("Country or region"), value("country"), "select"),
            help=_("Only for passports and residence permits for foreigners"),
            required=False,
            options=places,
        ),
        Entry(
            *("born_on", _("Date of birth"), value("born_on"), "date"),
            help=_("Only where the number does not tell it"),
            autocomplete="bday",
            required=False,
        ),
        Entry(
            *("words", _("Kind of document"), value("words")),
            help=_("Only for another document than those of the list"),
            maxlength=20,
            required=False,
        ),
    ]
