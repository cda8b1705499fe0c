"""The headers that tell a browser what it may do; the same for every answer.

The policy text is built by django-csp from CONTENT_SECURITY_POLICY once, not per request. A view
that needs a stricter one (files) sets the header itself and is left alone.
"""

from __future__ import annotations

from collections.abc import Callable

from csp.constants import HEADER as CSP
from csp.utils import build_policy
from django.conf import settings
from django.http import HttpRequest, HttpResponse

_FEATURES = ("camera=(self)", "microphone=()", "geolocation=()", "payment=()", "usb=()")


def standing_headers() -> dict[str, str]:
    """Return header -> value for every answer, from the settings."""
    headers = {
        CSP: build_policy(),
        "X-Content-Type-Options": "nosniff",
        "X-Frame-Options": "SAMEORIGIN",
        "Referrer-Policy": "same-origin",
        "Cross-Origin-Opener-Policy": "same-origin",
        "Cross-Origin-Resource-Policy": "same-origin",
        "Permissions-Policy": ", ".join(_FEATURES),
    }
    if settings.SECURE_HSTS_SECONDS:
        headers["Strict-Transport-Security"] = (
            f"max-age={settings.SECURE_HSTS_SECONDS}; includeSubDomains"
        )
    return headers


class HeadersMiddleware:
    """Add the standing headers; pages are never stored, static files say so themselves."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response
        self.headers = standing_headers()

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        for name, value in self.headers.items():
            response.headers.setdefault(name, value)
        response.headers.setdefault("Cache-Control", "no-store, private")
        return response
