"""A verb that refuses becomes a page that says why, never a 500.

Pages that can show a refusal beside the work (a form with its problems) catch it themselves;
this is the net below them.
"""

from __future__ import annotations

from collections.abc import Callable

from django.http import Http404, HttpRequest, HttpResponse

from unionhall.casework import refusals
from unionhall.web import errors


class RefusalMiddleware:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        if isinstance(error, refusals.NotYours):
            return errors.not_found(request, Http404())
        if isinstance(error, refusals.Refused):
            status = 409 if isinstance(error, refusals.Conflict) else 422
            return errors.refused(request, error, status=status)
        return None
