"""Where files are kept: generated names in Django's default storage, written whole or not at all.

Who may read a file is asked before (`permissions.gate` on its case); nothing here decides that.
"""

from __future__ import annotations

import os
import secrets
import tempfile
from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from pathlib import Path

from django.core.files.base import ContentFile, File
from django.core.files.storage import FileSystemStorage, default_storage

from unionhall.cases.files.inspection import Inspected
from unionhall.cases.models import Attachment

PREVIEW = ".preview.jpg"
SHARD = 2
# Younger files may belong to a transaction that has not ended.
GRACE = timedelta(hours=1)


def write(content: Inspected) -> str:
    """Store content and preview; the generated name, `ab/cd/<random>.<extension>`."""
    token = secrets.token_hex(16)
    name = f"{token[:SHARD]}/{token[SHARD : 2 * SHARD]}/{token}.{content.extension}"
    if content.preview is not None:
        _put(name + PREVIEW, content.preview)
    _put(name, content.data)
    return name


def open_file(attachment: Attachment) -> File:
    """The content, opened for reading. Raises FileNotFoundError."""
    return default_storage.open(attachment.stored_name)


def open_preview(attachment: Attachment) -> File | None:
    """A JPEG of at most 1600 px; None for what has none (PDF)."""
    name = attachment.stored_name + PREVIEW
    return default_storage.open(name) if default_storage.exists(name) else None


def delete(names: Iterable[str]) -> None:
    """Delete contents with their previews; what is gone already is fine."""
    for name in names:
        default_storage.delete(name)
        default_storage.delete(name + PREVIEW)


def sweep(now: datetime) -> list[str]:
    """Delete files no attachment names, older than an hour; their names (I7)."""
    gone: list[str] = []
    for name in list(_stored()):
        owner = name.removesuffix(PREVIEW)
        if default_storage.get_modified_time(name) > now - GRACE:
            continue
        if not Attachment.objects.filter(stored_name=owner).exists():
            default_storage.delete(name)
            gone.append(name)
    return gone


def missing() -> list[Attachment]:
    """Attachments whose content is not there (I6): for an operator to look at."""
    rows = Attachment.objects.order_by("id").iterator(chunk_size=1000)
    return [row for row in rows if not default_storage.exists(row.stored_name)]


def _put(name: str, data: bytes) -> None:
    """On a disk: written beside, flushed, then renamed, so nobody ever sees half a file."""
    if not isinstance(_backend(), FileSystemStorage):
        default_storage.save(name, ContentFile(data))
        return
    target = Path(default_storage.path(name))
    target.parent.mkdir(parents=True, exist_ok=True)
    handle, temporary = tempfile.mkstemp(dir=target.parent, prefix=".")
    try:
        with os.fdopen(handle, "wb") as out:
            out.write(data)
            out.flush()
            os.fsync(out.fileno())
        Path(temporary).replace(target)
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise


def _backend() -> object:
    """The storage behind Django's lazy `default_storage`."""
    return getattr(default_storage, "_wrapped", default_storage)


def _stored(folder: str = "") -> Iterator[str]:
    try:
        folders, files = default_storage.listdir(folder)
    except FileNotFoundError:
        return
    yield from (f"{folder}/{file}" if folder else file for file in files)
    for below in folders:
        yield from _stored(f"{folder}/{below}" if folder else below)
