"""Personal numbers at rest: sealing (AES-256-GCM) and blind indexes (HMAC-SHA256).

`settings.SEALING_KEYS` is the key ring, newest first: the first seals, all of them unseal, so a
key is rotated by putting a new one in front. Blind indexes have a key of their own, because
changing it means computing every index again. Masking for the screen belongs elsewhere.
"""

from __future__ import annotations

import base64
import functools
import hashlib
import hmac
import json
import secrets
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings

TOKEN = "sealed:v1:"
NONCE, KEY_ID = 12, 4
CONTEXT = b"unionhall v1"
# made once: `json.dumps` makes one for each value
_json = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


class Unreadable(Exception):
    """Sealed with a key that is not on the ring, or altered since."""


def seal(text: str) -> bytes:
    """Seal with the newest key: key id (4 bytes), nonce (12 bytes), ciphertext with its tag."""
    return seal_bytes(text.encode())


def unseal(sealed: bytes | memoryview) -> str:
    """Give back what was sealed. Raises Unreadable."""
    try:
        return unseal_bytes(sealed).decode()
    except ValueError as problem:
        raise Unreadable("the sealed value was altered") from problem


def seal_bytes(data: bytes, about: bytes = b"") -> bytes:
    """The same for bytes. `about` is not kept: only who knows it can unseal."""
    key_id, cipher = next(iter(_ring(tuple(settings.SEALING_KEYS)).items()))
    nonce = secrets.token_bytes(NONCE)
    return key_id + nonce + cipher.encrypt(nonce, data, CONTEXT + about)


def unseal_bytes(sealed: bytes | memoryview, about: bytes = b"") -> bytes:
    """Give back what was sealed about the same thing. Raises Unreadable."""
    raw = bytes(sealed)  # PostgreSQL hands out memoryviews
    cipher = _ring(tuple(settings.SEALING_KEYS)).get(raw[:KEY_ID])
    if cipher is None:
        raise Unreadable("no key on the ring has this id")
    nonce, body = raw[KEY_ID : KEY_ID + NONCE], raw[KEY_ID + NONCE :]
    try:
        return cipher.decrypt(nonce, body, CONTEXT + about)
    except (InvalidTag, ValueError) as problem:
        raise Unreadable("the sealed value was altered") from problem


def key_id_of(sealed: bytes | memoryview) -> str:
    """Name of the key a value was sealed with, as `newest_key_id` names it."""
    return bytes(sealed)[:KEY_ID].hex()


def newest_key_id() -> str:
    """Name of the key that seals now; values under another name are due for rotation."""
    return next(iter(_ring(tuple(settings.SEALING_KEYS)))).hex()


def blind_index(text: str) -> str:
    """Equal for equal texts, meaningless without the key: 64 hexadecimal characters."""
    key = _bytes_of(settings.BLIND_INDEX_KEY)
    return hmac.digest(key, text.encode(errors="surrogatepass"), "sha256").hex()


def seal_values(answers: Mapping[str, Any], paths: Iterable[str]) -> dict[str, Any]:
    """A copy of the answers with the values at `paths` sealed; absent ones stay absent.

    Paths are dotted; lists on the way are entered (`rows.id_no`, `rows/*/id_no`). Whatever
    stands there is sealed, also a text that looks like a token: nobody can type one.
    """
    return _changed(answers, paths, _seal_value)


def unseal_values(answers: Mapping[str, Any], paths: Iterable[str]) -> dict[str, Any]:
    """The inverse of `seal_values`; values that never were sealed stay. Raises Unreadable."""
    return _changed(answers, paths, _unseal_value)


def is_sealed(value: object) -> bool:
    return isinstance(value, str) and value.startswith(TOKEN)


def _seal_value(value: Any) -> str:
    return TOKEN + base64.urlsafe_b64encode(seal(_json(value))).decode()


def _unseal_value(value: Any) -> Any:
    if not is_sealed(value):
        return value
    try:
        sealed = base64.urlsafe_b64decode(value.removeprefix(TOKEN))
    except ValueError as problem:
        raise Unreadable("the sealed value was altered") from problem
    return json.loads(unseal(sealed))


def _changed(
    answers: Mapping[str, Any], paths: Iterable[str], change: Callable[[Any], Any]
) -> dict[str, Any]:
    current: Any = answers
    for path in paths:
        current = _at(current, _parts(path), change)
    return dict(current)


@functools.lru_cache(maxsize=1_000)
def _parts(path: str) -> tuple[str, ...]:
    return tuple(part for part in path.replace("/", ".").split(".") if part not in {"", "*"})


def _at(value: Any, parts: tuple[str, ...], change: Callable[[Any], Any]) -> Any:
    """Copy on the way down, so the caller's answers are never touched."""
    if not parts:
        return value if value is None else change(value)
    if isinstance(value, list):
        return [_at(item, parts, change) for item in value]
    if isinstance(value, Mapping) and parts[0] in value:
        return {**value, parts[0]: _at(value[parts[0]], parts[1:], change)}
    return value


@functools.lru_cache(maxsize=4)
def _ring(keys: tuple[str, ...]) -> dict[bytes, AESGCM]:
    """Key id (a hash of the key) -> cipher, newest first."""
    ring = {}
    for text in keys:
        key = _bytes_of(text)
        ring[hashlib.sha256(key).digest()[:KEY_ID]] = AESGCM(key)
    return ring


@functools.lru_cache(maxsize=8)
def _bytes_of(text: str) -> bytes:
    key = base64.b64decode(text.strip(), validate=True)
    if len(key) != 32:
        raise ValueError("SEALING_KEYS and BLIND_INDEX_KEY hold 32 bytes each, in Base64")
    return key
