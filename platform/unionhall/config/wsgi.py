"""The application as WSGI servers call it (gunicorn in production and behind `make run`)."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterable
from typing import Any

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "unionhall.config.settings")

App = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]
_CHARSET = re.compile(r"charset\*?\s*=\s*\"?(?!utf-?8(?:[\s;\"]|$))[^\s;\"]*\"?", re.IGNORECASE)


def readable(app: App) -> App:
    """Name every foreign charset ASCII: Django falls over `rot13` or `idna` while it makes the
    request, before any middleware could refuse it (which then is CharsetMiddleware's part)."""

    def called(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        kind = environ.get("CONTENT_TYPE", "")
        if "charset" in kind.lower():
            environ["CONTENT_TYPE"] = _CHARSET.sub("charset=us-ascii", kind)
        return app(environ, start_response)

    return called


application = readable(get_wsgi_application())
