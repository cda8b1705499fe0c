"""The captcha of a page: what `components/captcha.html` shows, and what was posted.

Every page that is drawn shows a new challenge, so 【看不清换一张】 is just another post of the
form; with a script only the picture is fetched anew. The challenges are `people.captcha`'s.
"""

from __future__ import annotations

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET

from unionhall.people import captcha
from unionhall.people.captcha import Shown, wrong

__all__ = ["Shown", "another", "passes", "picture", "shown", "wants_another", "wrong"]


def shown(request: HttpRequest, *, error: str = "") -> Shown:
    """A new challenge for the page: a picture, or a sum in words where that was asked for."""
    return captcha.shown(request.POST, request.META.get("REMOTE_ADDR"), timezone.now(), error)


def wants_another(request: HttpRequest) -> bool:
    """Whether 【看不清换一张】 or 【改答文字题】 was pressed: nothing else is meant then."""
    return captcha.AGAIN in request.POST


def passes(request: HttpRequest) -> bool:
    """Whether the posted answer is right. It is used up: draw the page with a new one."""
    return captcha.answered(request.POST, timezone.now())


@login_not_required
@require_GET
def picture(request: HttpRequest, key: str) -> HttpResponse:
    """The picture of one challenge."""
    found = captcha.picture(key)
    if found is None:
        raise Http404
    return HttpResponse(found, content_type="image/png")


@login_not_required
@require_GET
def another(request: HttpRequest) -> JsonResponse:
    """A new picture for the script: `{key, url}`."""
    found = captcha.new(address=request.META.get("REMOTE_ADDR"), now=timezone.now())
    url = reverse("account:captcha_picture", args=[found.key])
    return JsonResponse({"key": found.key, "url": url})
