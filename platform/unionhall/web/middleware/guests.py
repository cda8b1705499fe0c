"""A guest session opens the pages of its one application; everywhere else nobody is signed in.

So no view has to think of guests: those that need an account send them to sign in, public ones
show what they show to everybody. `request.guest` says who would come back to his application.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib.auth import SESSION_KEY
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse

_OF_HIS_CASE = (
    *("case", "form", "state", "lookup", "materials", "check", "submission", "done"),
    *("query_code", "withdrawal", "deletion", "refresh", "file", "file_preview", "due"),
    *("lines", "lines_change", "lines_choose", "lines_paste", "people", "export"),
)
PAGES = frozenset({"account:sign_out", *(f"portal:{name}" for name in _OF_HIS_CASE)})


class GuestMiddleware:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, _view: Any, _args: Any, _kwargs: Any
    ) -> HttpResponse | None:
        if SESSION_KEY not in request.session:
            return None
        user: Any = request.user
        if not user.is_authenticated or not user.is_guest:
            return None
        match = request.resolver_match
        if match is None or match.view_name not in PAGES:
            request.guest = user  # type: ignore[attr-defined]  # ours, for public pages
            request.user = AnonymousUser()
        return None
