"""The application as WSGI servers call it (gunicorn in production and behind `make run`)."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable
from typing import Any

from django.core.wsgi import get_wsgi_application

from unionhall.config.charsets import plain_charset

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "unionhall.config.settings")

App = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]


def readable(app: App) -> App:
    """Name every foreign charset ASCII, see `charsets`."""

    def called(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        environ["CONTENT_TYPE"] = plain_charset(environ.get("CONTENT_TYPE", ""))
        return app(environ, start_response)

    return called


application = readable(get_wsgi_application())
