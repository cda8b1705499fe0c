"""Addresses and forms are UTF-8: a request that claims another charset is refused.

Django decodes the query by the charset of Content-Type: `rot13` is a fault there, and `utf-7`
makes lone surrogates that no database stores. Browsers send UTF-8, because our pages are. A
cookie with NUL in it is nobody's: PostgreSQL would fall over the key of such a session.
"""

from __future__ import annotations

from collections.abc import Callable

from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse

from unionhall.web import errors

UTF_8 = "utf-8"


class CharsetMiddleware:
    """Answer 400 to what is not UTF-8, before anything reads the query."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.encoding is not None and request.encoding.lower() != UTF_8:
            return errors.bad_request(request, BadRequest("charset"))
        for name in [name for name, value in request.COOKIES.items() if "\x00" in value]:
            del request.COOKIES[name]
        return self.get_response(request)
