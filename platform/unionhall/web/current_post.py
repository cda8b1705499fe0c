"""The post somebody works in now, of several: narrows the office to its union.

Kept in the session as a wish only; it counts while he holds something at that union.
"""

from __future__ import annotations

from django.http import HttpRequest

from permissions import gate
from unionhall.organisation.models import Union

_KEY = "current-post-union"


def current_union(request: HttpRequest) -> Union | None:
    """None: all of his unions."""
    wanted = request.session.get(_KEY)
    if not wanted:
        return None
    return next((one for one in gate.staff_unions(request.user) if one.key == wanted), None)


def choose(request: HttpRequest, union_key: str) -> Union | None:
    """Work for this union from now on; for all of them when he holds nothing there."""
    found = next((one for one in gate.staff_unions(request.user) if one.key == union_key), None)
    if found is None:
        request.session.pop(_KEY, None)
    else:
        request.session[_KEY] = found.key
    return found
