"""The end of a zip file, looked at before anything builds a list of what is in it.

A file of 20 MB can name 400,000 parts; the standard library would make an object of each.
"""

from __future__ import annotations

import struct
from typing import IO, Final

from unionhall.workbooks.limits import Limits
from unionhall.workbooks.refusals import NotAWorkbook

_END: Final = struct.Struct("<4s4H2LH")
_END_MARK: Final = b"PK\x05\x06"
_LONG_END_MARK: Final = b"PK\x06\x07"
_LONG_END_SIZE: Final = 20
_COMMENT: Final = 0xFFFF


def check(stream: IO[bytes], size: int, limits: Limits) -> None:
    """Raises NotAWorkbook: no end, cut off, too many parts, or a directory that is too long."""
    reach = min(size, _END.size + _COMMENT + _LONG_END_SIZE)
    stream.seek(size - reach)
    tail = stream.read(reach)
    at = tail.rfind(_END_MARK)
    if at < 0 or at + _END.size > len(tail):
        raise NotAWorkbook("damaged", {"detail": "zip"})
    # The long form is for files over 4 GB; in a small one it only hides what the short one says.
    if tail[max(at - _LONG_END_SIZE, 0) : at].startswith(_LONG_END_MARK):
        raise NotAWorkbook("damaged", {"detail": "zip64"})
    _, disk, first_disk, here, count, length, start, _ = _END.unpack(tail[at : at + _END.size])
    if disk or first_disk or here != count:
        raise NotAWorkbook("damaged", {"detail": "zip"})
    if count > limits.parts_count or length > limits.directory:
        raise NotAWorkbook("too-many-parts", {"limit": limits.parts_count})
    if start + length > size:
        raise NotAWorkbook("damaged", {"detail": "zip"})
