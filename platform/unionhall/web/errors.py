"""Pages for what went wrong: Chinese, with the trace id, without internals, never from a query.

They are drawn without context processors, so a broken database or session cannot break them.
"""

from __future__ import annotations

import sys
from typing import Any

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from unionhall.web.preferences import is_large


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    return _page(request, "400", status=400, sentence=_("The address or the form is not readable."))


def denied(request: HttpRequest, exception: Exception) -> HttpResponse:
    return _page(request, "403", status=403, sentence=_("You may not open this page."))


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    sentence = _("There is no such page, or it is not yours.")
    return _page(request, "404", status=404, sentence=sentence)


@login_not_required
def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """The form's token does not match: an old page, or cookies are off."""
    return _page(
        request,
        "csrf",
        status=403,
        sentence=_("This form was opened too long ago or cookies are switched off."),
    )


def server_error(request: HttpRequest) -> HttpResponse:
    """500; or 503 with a way to send the same form again when the database is away."""
    if isinstance(sys.exc_info()[1], (OperationalError, InterfaceError)):
        return unavailable(request)
    return _page(request, "500", status=500, sentence=_("Something broke on our side."))


def unavailable(request: HttpRequest) -> HttpResponse:
    """503: what was typed goes back into the page, so that 【retry】 loses nothing."""
    kept: list[tuple[str, str]] = []
    if request.method == "POST" and not request.FILES:
        kept = [
            (name, value)
            for name, values in request.POST.lists()
            if "password" not in name and name != "csrfmiddlewaretoken"
            for value in values
        ]
    response = _page(
        request,
        "503",
        status=503,
        sentence=_("The service is busy. What you typed is kept on this page."),
        kept=kept,
        token=get_token(request) if kept else "",
        retry=request.get_full_path() if request.method in {"GET", "POST"} else "",
    )
    response["Retry-After"] = "10"
    return response


def refused(request: HttpRequest, refusal: Any, *, status: int) -> HttpResponse:
    """A verb said no: its own sentence, and the way back."""
    return _page(request, "refused", status=status, sentence=refusal.sentence, code=refusal.code)


def too_large(request: HttpRequest, sentence: str) -> HttpResponse:
    """413: more than is read at once."""
    return _page(request, "refused", status=413, sentence=sentence, code="body-too-large")


def _page(
    request: HttpRequest, name: str, *, status: int, sentence: str, code: str = "", **more: Any
) -> HttpResponse:
    trace_id = getattr(request, "trace_id", "")
    accepts = request.headers.get("Accept", "")
    if "application/json" in accepts and "text/html" not in accepts:
        body = {"code": code or name, "message": sentence, "trace": trace_id}
        return JsonResponse(body, status=status)
    context = {
        "sentence": sentence,
        "trace_id": trace_id,
        "is_large": is_large(request),
        "help_phone": settings.HELP_PHONE,
        "path": request.path,
        **more,
    }
    return HttpResponse(render_to_string(f"errors/{name}.html", context), status=status)
