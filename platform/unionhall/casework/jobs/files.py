"""Files of jobs: uploaded workbooks, exports. Sealed, because they are full of personal numbers.

Kept apart from the attachments of cases, under generated names, in the storage `jobs`. Each piece
is sealed with its place and whether it is the last, so that none can be moved, left out or cut
off unnoticed. Who may read a file is asked before.
"""

from __future__ import annotations

import secrets
import struct
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import datetime, timedelta
from itertools import count
from pathlib import Path
from typing import IO

from django.core.files.base import File
from django.core.files.storage import Storage, storages

from unionhall.jobs import selectors
from unionhall.jobs.models import Job
from unionhall.people import sealing

SHARD = 2
PIECE = 256 * 1024
# Younger files may belong to a transaction that has not ended.
GRACE = timedelta(hours=1)
TEMPORARY = "unionhall-job-"
# Length of a piece and whether it is the last
HEAD = struct.Struct(">I?")


def storage() -> Storage:
    return storages["jobs"]


def save(stream: IO[bytes]) -> str:
    """Seal and store what the stream holds from where it stands; the generated name."""
    token = secrets.token_hex(16)
    with tempfile.TemporaryFile(prefix=TEMPORARY) as sealed:
        for number, (content, is_last) in enumerate(_cut(stream)):
            piece = sealing.seal_bytes(content, _place(token, number, is_last))
            sealed.write(HEAD.pack(len(piece), is_last) + piece)
        sealed.seek(0)
        return storage().save(f"{token[:SHARD]}/{token}.sealed", File(sealed))


def pieces(stored_name: str) -> Iterator[bytes]:
    """What was stored, piece by piece. Raises FileNotFoundError, sealing.Unreadable."""
    token = Path(stored_name).name.partition(".")[0]
    is_last = False
    with storage().open(stored_name) as sealed:
        for number in count():
            head = sealed.read(HEAD.size)
            if len(head) < HEAD.size or is_last:
                break
            length, is_last = HEAD.unpack(head)
            yield sealing.unseal_bytes(sealed.read(length), _place(token, number, is_last))
    if not is_last:
        raise sealing.Unreadable("the file was cut off")


@contextmanager
def opened(job: Job, suffix: str = "") -> Iterator[Path]:
    """A readable copy on this machine, gone afterwards. Raises FileNotFoundError."""
    if not job.stored_name:
        raise FileNotFoundError(job.key)
    with opened_name(job.stored_name, suffix) as path:
        yield path


@contextmanager
def opened_name(stored_name: str, suffix: str = "") -> Iterator[Path]:
    """The same for the second file of a job."""
    with tempfile.NamedTemporaryFile(prefix=TEMPORARY, suffix=suffix) as copy:
        for piece in pieces(stored_name):
            copy.write(piece)
        copy.flush()
        yield Path(copy.name)


def delete(stored_name: str) -> None:
    """What is gone already is fine."""
    storage().delete(stored_name)


def sweep(now: datetime) -> list[str]:
    """Delete files no job names, and copies a killed worker left, older than an hour."""
    gone, old = [], [name for name in _stored() if _changed_at(name) <= now - GRACE]
    # what is named is read after what is there: a file of a job begun meanwhile is too young
    named = selectors.all_files() if old else set()
    for name in old:
        if name not in named:
            storage().delete(name)
            gone.append(name)
    for copy in Path(tempfile.gettempdir()).glob(f"{TEMPORARY}*"):
        with suppress(FileNotFoundError, PermissionError):
            if copy.stat().st_mtime <= (now - GRACE).timestamp():
                copy.unlink()
    return gone


def _changed_at(name: str) -> datetime:
    return storage().get_modified_time(name)


def _cut(stream: IO[bytes]) -> Iterator[tuple[bytes, bool]]:
    """(piece, whether it is the last); an empty file is one empty piece."""
    piece = stream.read(PIECE)
    while following := stream.read(PIECE):
        yield piece, False
        piece = following
    yield piece, True


def _place(token: str, number: int, is_last: bool) -> bytes:
    return f"{token}:{number}:{is_last:d}".encode()


def _stored() -> Iterator[str]:
    try:
        folders, _ = storage().listdir("")
    except FileNotFoundError:
        return
    for folder in folders:
        yield from (f"{folder}/{name}" for name in storage().listdir(folder)[1])
