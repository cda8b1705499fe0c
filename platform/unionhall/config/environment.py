"""Reading the environment where a plain reader is not enough: secrets that must outlive a restart.

Settings themselves belong in `settings`; nothing here knows Django.
"""

from __future__ import annotations

import base64
import os
import secrets
import tempfile
from pathlib import Path
from urllib.parse import urlsplit


class MissingSecret(RuntimeError):
    """A secret that production must be given is not in the environment."""


def secret(name: str, *, given: str, file: Path, production: bool) -> str:
    """Return `given`, else the secret kept in `file`, which is made on first use (mode 0600).

    Two processes may start at once: the file appears whole or not at all, and both read the
    one that won. Raises MissingSecret in production when nothing is given.
    """
    if given:
        return given
    if production:
        raise MissingSecret(f"{name} must be set when UNIONHALL_ENV=production")
    if not file.exists():
        _keep(file, base64.b64encode(secrets.token_bytes(32)).decode())
    return file.read_text(encoding="ascii").strip()


def _keep(file: Path, text: str) -> None:
    handle, draft = tempfile.mkstemp(dir=file.parent)
    try:
        os.fchmod(handle, 0o600)
        with os.fdopen(handle, "w", encoding="ascii") as stream:
            stream.write(text)
        os.link(draft, file)
    except FileExistsError:
        pass
    finally:
        os.unlink(draft)


def origin(url: str) -> list[str]:
    """`scheme://host:port` of an address as a list of one; empty for no address."""
    parts = urlsplit(url)
    return [f"{parts.scheme}://{parts.netloc}"] if parts.scheme and parts.netloc else []
