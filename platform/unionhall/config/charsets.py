"""Charsets a request may claim. Django falls over `rot13` or `idna` while it makes the request,
before any middleware could refuse it (which then is CharsetMiddleware's part)."""

from __future__ import annotations

import re

_CHARSET = re.compile(
    r"charset\*?\s*=(?!\s*\"?utf-?8(?:[\s;\"]|$))\s*\"?[^\s;\"]*\"?", re.IGNORECASE
)


def plain_charset(content_type: str) -> str:
    """The same content type, every charset but UTF-8 called ASCII."""
    if "charset" not in content_type.lower():
        return content_type
    return _CHARSET.sub("charset=us-ascii", content_type)
