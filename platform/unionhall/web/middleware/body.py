"""How much may be sent at once, all files together: more is refused before it is read.

Django limits fields and the number of files, but not what files weigh together: it writes them to
the disk first. Servers that speak ASGI read the body before any middleware, so `config.asgi`
holds the same limit for them.
"""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _

from unionhall.web import errors


class BodyMiddleware:
    """Answer 413 to what says it is larger than MAX_BODY_SIZE. A length has to be said."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        try:
            length = int(request.META.get("CONTENT_LENGTH") or 0)
        except ValueError:
            length = 0
        if length > settings.MAX_BODY_SIZE:
            sentence = _(
                "What you sent is larger than %(limit)s altogether. Please send the files one by"
                " one, or make them smaller."
            ) % {"limit": filesizeformat(settings.MAX_BODY_SIZE)}
            return errors.too_large(request, sentence)
        return self.get_response(request)
