"""The ASGI entry, for servers that speak it.

Django reads a whole body here before any middleware sees the request, so what is too large is
stopped on the way in.
"""

from __future__ import annotations

import os
from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any

from django.conf import settings
from django.core.asgi import get_asgi_application

from unionhall.config.charsets import plain_charset

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "unionhall.config.settings")

Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
App = Callable[[Any, Any, Any], Awaitable[None]]


def readable(app: App) -> App:
    """Foreign charsets are called ASCII; a body without end is cut off like a lost connection."""

    async def called(scope: Message, receive: Receive, send: Send) -> None:
        if scope["type"] == "http":
            scope["headers"] = [_plain(name, value) for name, value in scope["headers"]]
            receive = _limited(receive)
        await app(scope, receive, send)

    return called


def _plain(name: bytes, value: bytes) -> tuple[bytes, bytes]:
    if name.lower() != b"content-type":
        return name, value
    return name, plain_charset(value.decode("latin-1")).encode("latin-1")


def _limited(receive: Receive) -> Receive:
    """Hand out what comes until it is more than MAX_BODY_SIZE."""
    taken = 0

    async def limited() -> Message:
        nonlocal taken
        message = await receive()
        taken += len(message.get("body", b""))
        return message if taken <= settings.MAX_BODY_SIZE else {"type": "http.disconnect"}

    return limited


application = readable(get_asgi_application())
