"""What the frame of every page shows: whose hall, who is signed in, where one is.

Lazy throughout: a page that does not show a thing does not ask the database for it.
"""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext

from permissions import gate
from unionhall.definitions import selectors
from unionhall.web.preferences import is_large

_SITE = "web.site-union"


def shell(request: HttpRequest) -> dict[str, Any]:
    """Context processor: site, user, section, large text, trace id."""
    match = request.resolver_match
    return {
        "site": SimpleLazyObject(site),
        "user": getattr(request, "user", None),
        "is_staffer": SimpleLazyObject(lambda: is_staffer(request)),
        "here": match.view_name if match else "",
        "is_large": is_large(request),
        "trace_id": getattr(request, "trace_id", ""),
    }


def site() -> dict[str, str]:
    """Return the names in the header: the city's union, the help line."""
    return {"union": _root_name(), "help_phone": settings.HELP_PHONE}


def _root_name() -> str:
    name = cache.get(_SITE)
    if name is None:
        packs = selectors.packs()
        name = packs[0].root if packs else gettext("Unionhall")
        cache.set(_SITE, name, timeout=60)
    return str(name)


def is_staffer(request: HttpRequest) -> bool:
    """Tell whether to show the way to the office; the office itself asks again."""
    user = getattr(request, "user", None)
    return bool(user and user.is_authenticated and gate.of(user).is_staff)
