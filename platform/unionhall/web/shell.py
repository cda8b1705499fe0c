"""What the frame of every page shows: whose hall, who is signed in, where one is.

Lazy throughout: a page that does not show a thing does not ask the database for it.
"""

from __future__ import annotations

from typing import Any, cast

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext

from permissions import gate
from unionhall.definitions import selectors
from unionhall.messages import selectors as messages
from unionhall.people.models import User
from unionhall.reports.counts import ProcessCount, counts
from unionhall.reports.paging import Count
from unionhall.web.preferences import is_large

_SITE = "web.site-union"
MOST_UNREAD = 99


def shell(request: HttpRequest) -> dict[str, Any]:
    """Context processor: site, user, section, large text, trace id."""
    match = request.resolver_match
    return {
        "site": SimpleLazyObject(site),
        "user": getattr(request, "user", None),
        "is_staffer": SimpleLazyObject(lambda: is_staffer(request)),
        "office_waiting": SimpleLazyObject(lambda: office_waiting(request)),
        "unread_messages": SimpleLazyObject(lambda: unread(request)),
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


def office_waiting(request: HttpRequest) -> Count:
    """Return how much waits for an officer in all his queues: the number beside the way there."""
    waits = [one.waiting for one in waiting(request)]
    return Count(sum(one.value for one in waits), any(one.is_capped for one in waits))


def unread(request: HttpRequest) -> Count:
    """Return how many messages he has not read, counted once per request, up to 99."""
    known: Count | None = getattr(request, "_unread", None)
    if known is None:
        user = getattr(request, "user", None)
        has_inbox = bool(user and user.is_authenticated and not user.is_guest)
        found = messages.unread_count(cast(User, user)) if has_inbox else 0
        known = Count(min(found, MOST_UNREAD), found > MOST_UNREAD)
        request._unread = known  # type: ignore[attr-defined]  # ours, for this request only
    return known


def waiting(request: HttpRequest) -> tuple[ProcessCount, ...]:
    """Return what waits per process, counted once per request: header, rail and home share it."""
    known: tuple[ProcessCount, ...] | None = getattr(request, "_waiting", None)
    if known is None:
        known = counts(cast(User, request.user))
        request._waiting = known  # type: ignore[attr-defined]  # ours, for this request only
    return known
