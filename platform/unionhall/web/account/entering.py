"""The last steps of every way in: the second step where there is one, a new session, onward."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib.auth import login, update_session_auth_hash
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone

from unionhall import audit
from unionhall.people import proven, second_factor, selectors, sessions
from unionhall.people.models import User
from unionhall.web.addresses import safe_next

BACKEND = "unionhall.people.backends.PasswordBackend"
WAITING = "second-step"
WAITS = 600


def enter(request: HttpRequest, user: User, way: str, onward: str | None = None) -> HttpResponse:
    """Somebody has shown who he is: sign him in, or ask for the second step first."""
    onward = safe_next(request, fallback="") if onward is None else onward
    if second_factor.has(user):
        now = timezone.now().timestamp()
        kept = {"user": user.pk, "way": way, "at": now, "next": onward}
        request.session[WAITING] = kept | {"hash": user.get_session_auth_hash()}
        return HttpResponseRedirect(reverse("account:second_step"))
    return sign_in(request, user, way, onward)


def sign_in(request: HttpRequest, user: User, way: str, onward: str = "") -> HttpResponse:
    """A new session key, noted in the list and in the audit trail; on to where one was going."""
    now, address = timezone.now(), request.META.get("REMOTE_ADDR")
    proven.forget(request.session)
    login(request, user, backend=BACKEND)
    _remember(request, user)
    values = {"way": way}
    audit.record(
        "sign-in", by=user, now=now, about=f"user:{user.pk}", values=values, address=address
    )
    return HttpResponseRedirect(onward or reverse(settings.LOGIN_REDIRECT_URL))


def renew(request: HttpRequest, user: User) -> None:
    """The password is another one: this session goes on under a new key."""
    update_session_auth_hash(request, user)
    _remember(request, user)


def _remember(request: HttpRequest, user: User) -> None:
    key, agent = request.session.session_key or "", request.headers.get("User-Agent", "")
    sessions.remember(user, key, request.META.get("REMOTE_ADDR"), agent, timezone.now())


def waiting(request: HttpRequest) -> tuple[User, dict[str, Any]] | None:
    """Who has shown everything but his second step, in the last ten minutes."""
    kept = request.session.get(WAITING)
    if not kept or timezone.now().timestamp() - kept["at"] > WAITS:
        return None
    user = User.objects.select_related("person").filter(pk=kept["user"], is_active=True).first()
    # a password changed meanwhile ends what was begun with the old one
    if user is None or user.get_session_auth_hash() != kept.get("hash"):
        return None
    return user, kept


def failed(request: HttpRequest, name: str, way: str) -> None:
    """Keep that somebody tried; a name is told only as the account it belongs to."""
    user = selectors.account_by_name(name)
    about = f"user:{user.pk}" if user else ""
    audit.record(
        "sign-in-failed",
        by=None,
        now=timezone.now(),
        about=about,
        values={"way": way},
        address=request.META.get("REMOTE_ADDR"),
    )
