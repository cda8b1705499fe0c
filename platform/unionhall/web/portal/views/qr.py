"""The QR code of a matter: a picture of its address with what the address brings along."""

from __future__ import annotations

from io import BytesIO

import qrcode
from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from qrcode.image.svg import SvgPathImage

from unionhall.web.portal import carried
from unionhall.web.portal.views.guide import offered

A_DAY = 24 * 60 * 60


@login_not_required
def qr(request: HttpRequest, key: str) -> HttpResponse:
    """Public, as the address in it is; only what the definition knows is put into it."""
    process = offered(key)
    guide = reverse("portal:guide", args=[process.key])
    picture = qrcode.make(
        f"{settings.SITE_URL}{guide}{carried.query(request, process)}",
        image_factory=SvgPathImage,
        border=2,
    )
    out = BytesIO()
    picture.save(out)
    response = HttpResponse(out.getvalue(), content_type="image/svg+xml")
    response["Cache-Control"] = f"public, max-age={A_DAY}"
    return response
