"""Who may open the office: holders of any grant. To everybody else it does not exist (404)."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse

from permissions import gate

View = Callable[..., HttpResponse]


def staff_only(view: View) -> View:
    """Let through who holds a grant now; asked again on every request, never kept in a session."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not gate.staff_unions(request.user):
            raise Http404
        return view(request, *args, **kwargs)

    return login_required(guarded)
