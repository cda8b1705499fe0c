"""How a person wants pages shown, kept in a cookie of his browser (no account needed)."""

from __future__ import annotations

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.views.decorators.http import require_POST

from unionhall.web.addresses import safe_next

COOKIE = "text-size"
LARGE = "large"
_YEAR = 365 * 24 * 60 * 60


def is_large(request: HttpRequest) -> bool:
    """Tell whether the older-people mode (root 20 px) is on."""
    return request.COOKIES.get(COOKIE) == LARGE


@login_not_required
@require_POST
def text_size(request: HttpRequest) -> HttpResponse:
    """Switch the size of text and go back to where the switch was pressed."""
    response = HttpResponseRedirect(safe_next(request, fallback="/"))
    if request.POST.get("size") == LARGE:
        response.set_cookie(
            COOKIE, LARGE, max_age=_YEAR, samesite="Lax", httponly=True, secure=request.is_secure()
        )
    else:
        response.delete_cookie(COOKIE, samesite="Lax")
    return response
