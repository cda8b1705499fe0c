"""Addresses that came from outside and may only lead back into this site."""

from __future__ import annotations

from django.http import HttpRequest
from django.utils.http import url_has_allowed_host_and_scheme


def safe_next(request: HttpRequest, *, fallback: str) -> str:
    """Return the `next` of the request if it is a path of this site, else `fallback`."""
    given = request.POST.get("next") or request.GET.get("next") or ""
    safe = given.startswith("/") and url_has_allowed_host_and_scheme(
        given, allowed_hosts=None, require_https=request.is_secure()
    )
    return given if safe else fallback
