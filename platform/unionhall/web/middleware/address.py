"""Whose request this is, behind proxies: REMOTE_ADDR becomes the client's own address.

Each proxy appends the address it was called from to X-Forwarded-For, so with TRUSTED_PROXIES
proxies of ours the n-th from the end is the client's; what stands before was written by the
client and is worth nothing. Rewritten in one place, so limits, consents and the audit trail
cannot differ. Without proxies the header is not believed at all.
"""

from __future__ import annotations

import ipaddress
from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse

FORWARDED = "HTTP_X_FORWARDED_FOR"


class AddressMiddleware:
    """Stands before everything that looks at an address."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        forwarded = request.META.pop(FORWARDED, "")
        peer = request.META.get("REMOTE_ADDR", "")
        request.META["REMOTE_ADDR"] = client_address(peer, forwarded, settings.TRUSTED_PROXIES)
        return self.get_response(request)


def client_address(peer: str, forwarded: str, proxies: int) -> str:
    """The client's address; that of the nearest known machine when the header is too short or no
    address, and "" when there is none at all (a socket of this machine)."""
    hops = [*forwarded.split(","), peer] if proxies else [peer]
    for hop in hops[-1 - proxies :]:
        found = plain_address(hop)
        if found:
            return found
    return ""


def plain_address(text: str) -> str:
    """`[2001:db8::1]:443`, `192.0.2.1:80` -> the address alone; "" for what is none."""
    value = text.strip()
    if value.startswith("["):
        value = value[1:].partition("]")[0]
    elif value.count(":") == 1:
        value = value.partition(":")[0]
    try:
        return str(ipaddress.ip_address(value.partition("%")[0]))
    except ValueError:
        return ""
