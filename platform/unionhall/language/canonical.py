"""The canonical form of a document and its address.

Two documents that mean the same JSON have one canonical text, whatever editor wrote them. Parsing
and judging documents belongs elsewhere.
"""

from __future__ import annotations

import hashlib
import json
import unicodedata
from typing import Any


def canonical(doc: Any) -> str:
    """JSON with sorted keys, NFC text, no insignificant space, non-ASCII written as itself.

    A float without a fraction is written as the integer it equals (JSON knows one kind of number).
    Raises ValueError for NaN, infinities, lone surrogates, keys that are not text, and two keys
    that NFC makes equal.
    """
    text = json.dumps(
        _normal(doc), ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False
    )
    try:
        text.encode()
    except UnicodeEncodeError as error:
        raise ValueError(f"lone surrogate at {error.start}") from error
    return text


def digest(doc: Any) -> str:
    """SHA-256 of the canonical form, 64 lower-case hex digits."""
    return hashlib.sha256(canonical(doc).encode()).hexdigest()


def canonical_text(markdown: str) -> str:
    """A text document in NFC, with \\n as line end and nothing blank around it."""
    lines = unicodedata.normalize("NFC", markdown.removeprefix("\ufeff"))
    return lines.replace("\r\n", "\n").replace("\r", "\n").strip()


def digest_of_text(markdown: str) -> str:
    """SHA-256 of the canonical text. Raises ValueError for lone surrogates."""
    return hashlib.sha256(canonical_text(markdown).encode()).hexdigest()


def _normal(value: Any) -> Any:
    if isinstance(value, str):
        return unicodedata.normalize("NFC", value)
    if isinstance(value, dict):
        return _normal_object(value)
    if isinstance(value, list | tuple):
        return [_normal(item) for item in value]
    if isinstance(value, float) and value.is_integer():
        return int(value)
    return value


def _normal_object(value: dict[Any, Any]) -> dict[str, Any]:
    normal: dict[str, Any] = {}
    for key, item in value.items():
        if not isinstance(key, str):
            raise ValueError(f"key {key!r} is not text")
        name = unicodedata.normalize("NFC", key)
        if name in normal:
            raise ValueError(f"key {name!r} stands twice")
        normal[name] = _normal(item)
    return normal
