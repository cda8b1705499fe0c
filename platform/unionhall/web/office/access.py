"""Who may open the office: holders of any grant. To everybody else it does not exist (404)."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar, cast

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase

from permissions import gate
from unionhall.organisation import tree
from unionhall.organisation.models import Union
from unionhall.people.models import User

Response = TypeVar("Response", bound=HttpResponseBase)
MOST_NAMES = 100


def staff_only(view: Callable[..., Response]) -> Callable[..., Response]:
    """Let through who holds a grant now; asked again on every request, never kept in a session."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> Response:
        if not gate.of(request.user).is_staff:
            raise Http404
        return view(request, *args, **kwargs)

    return login_required(guarded)


def officer(request: HttpRequest) -> User:
    """Return the signed-in user of a page behind `staff_only`."""
    return cast(User, request.user)


def union_names(request: HttpRequest) -> list[str]:
    """Return names offered in the union filter: those he works for and the next below them."""
    own = gate.staff_unions(request.user)
    below = Union.objects.filter(tree.within(union.path for union in own)).order_by("depth", "path")
    return list(dict.fromkeys(below.values_list("name", flat=True)[:MOST_NAMES]))
