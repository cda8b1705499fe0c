"""What has to be done before anything else: a password of one's own, the second step of staff.

Whoever was given an initial password sees only the page to change it (S1-07); staff without a
second step see only the page to set it up, where the settings require one.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.contrib.auth import SESSION_KEY
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from permissions import gate
from unionhall.people import second_factor

PASSWORD, SECOND_STEP = "account:password", "account:second_step_setup"
ALWAYS = frozenset({"account:sign_out", "web:text_size", "account:help"})


class DutyMiddleware:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, _view: Any, _args: Any, _kwargs: Any
    ) -> HttpResponse | None:
        if SESSION_KEY not in request.session or not request.user.is_authenticated:
            return None
        match = request.resolver_match
        here = match.view_name if match else ""
        if here in ALWAYS:
            return None
        duty = _duty(request.user)
        if duty is None or duty == here:
            return None
        return HttpResponseRedirect(reverse(duty))


def _duty(user: Any) -> str | None:
    if user.must_change_password:
        return PASSWORD
    if settings.STAFF_TOTP != "required":
        return None
    needs = gate.of(user).is_staff and not second_factor.has(user)
    return SECOND_STEP if needs else None
