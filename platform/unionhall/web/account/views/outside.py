"""Signing in with the city's own accounts (X1-13..20): there, back, and what came of it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from allauth.socialaccount.providers.base import AuthProcess
from allauth.socialaccount.providers.oauth2.views import OAuth2CallbackView
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST
from requests import RequestException

from unionhall.language.formats import FORMATS
from unionhall.people import account_store
from unionhall.web.account import entering, oidc
from unionhall.web.addresses import safe_next

PENDING = "outside"
LASTS = 1800
LONGEST = 254


@login_not_required
@require_POST
def start(request: HttpRequest) -> HttpResponse:
    """Off to the city's page of signing in."""
    if not oidc.is_offered():
        raise Http404
    onward = safe_next(request, fallback="")
    provider = oidc.Provider(request, app=oidc.app())
    try:
        answer: HttpResponse = provider.redirect(request, AuthProcess.LOGIN, next_url=onward)
    except (RequestException, ValueError, KeyError):
        return failed(request, is_cancelled=False)
    return answer


@login_not_required
@require_GET
def back(request: HttpRequest) -> HttpResponse:
    """The city sends him back with a code for us, or without."""
    if not oidc.is_offered():
        raise Http404
    view = OAuth2CallbackView.adapter_view(oidc.Protocol(request, account_store.OUTSIDE))
    try:
        answer: HttpResponse = view(request)
    except (RequestException, ValueError, KeyError):
        return failed(request, is_cancelled=False)
    return answer


def arrived(request: HttpRequest, login: Any) -> HttpResponse:
    """Known here: straight in. New here: his details first."""
    subject, onward = str(login.account.uid), str(login.state.get("next") or "")
    user = account_store.account_of_subject(subject)
    if request.user.is_authenticated:
        logout(request)
    if user is not None and user.is_active:
        return entering.enter(request, user, "outside", onward)
    if user is not None:
        messages.error(request, _("This account is closed. Please call the help line."))
        return HttpResponseRedirect(reverse("account:sign_in"))
    request.session[PENDING] = _told(login.claims) | {
        "subject": subject,
        "next": onward,
        "at": timezone.now().timestamp(),
    }
    return HttpResponseRedirect(reverse("account:complete"))


def failed(request: HttpRequest, *, is_cancelled: bool) -> HttpResponse:
    """Back on our page with a sentence; nothing happened."""
    title = settings.OIDC_TITLE
    if is_cancelled:
        said = _("You cancelled “{title}”. You can sign in here in another way.")
    else:
        said = _(
            "“{title}” did not work, or this page was too old. Please try again, or sign in here"
            " in another way."
        )
    messages.warning(request, said.format(title=title))
    return HttpResponseRedirect(reverse("account:sign_in_code"))


def pending(request: HttpRequest) -> Mapping[str, Any] | None:
    """Who has come back and has no account here yet; for half an hour."""
    kept = request.session.get(PENDING)
    if not kept or timezone.now().timestamp() - kept["at"] > LASTS:
        return None
    found: Mapping[str, Any] = kept
    return found


def forget(request: HttpRequest) -> None:
    request.session.pop(PENDING, None)


def _told(claims: Mapping[str, Any]) -> dict[str, str]:
    """What may be filled in for him: never trusted, only an address they have proven."""
    email = str(claims.get("email") or "")[:LONGEST]
    phone = FORMATS["cn-mobile"].normalise(str(claims.get("phone_number") or "")[:20])
    return {
        "name": str(claims.get("name") or "")[:50],
        "mobile": phone if FORMATS["cn-mobile"].check(phone) is None else "",
        "email": email if "@" in email else "",
        "proven_email": email.lower() if claims.get("email_verified") is True else "",
    }
