"""What else a file is when it is no .xlsx workbook, so that the refusal can say how to repair it.

Answers codes of `refusal_words`. By content, never by the name of the file.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import IO, Final

ENOUGH: Final = 4_096
_OLE: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ZIP: Final = b"PK\x03\x04"
_OLE_LOOK: Final = 4 << 20
_MAGIC: Final = (
    (b"%PDF-", "pdf"),
    (b"\x89PNG", "picture"),
    (b"\xff\xd8\xff", "picture"),
    (b"GIF8", "picture"),
    (b"BM", "picture"),
    (b"Rar!", "packed"),
    (b"7z\xbc\xaf", "packed"),
    (b"\x1f\x8b", "packed"),
    (b"{\\rtf", "document"),
    (b"\x09\x08\x10\x00", "old-excel"),
    (b"\x09\x08\x08\x00", "old-excel"),
    (b"\x09\x04\x06\x00", "old-excel"),
    (b"\x09\x02\x06\x00", "old-excel"),
    (b"PK\x05\x06", "damaged"),
    (b"PK\x07\x08", "damaged"),
    (b"MZ", "other"),
    (b"\x7fELF", "other"),
)
_WIDE: Final = {
    name: name.encode("utf-16-le")
    for name in ("EncryptedPackage", "Workbook", "Book", "WordDocument", "PowerPoint Document")
}
_TEXT_ENCODINGS: Final = ("utf-8-sig", "gb18030")


def foreign(start: bytes, stream: IO[bytes]) -> str:
    """The code of a file that is no zip archive, "" for one. Reads on in `stream` if it must."""
    if start.startswith(_ZIP):
        return ""
    if start.startswith(_OLE):
        return _compound(start + stream.read(_OLE_LOOK))
    for magic, code in _MAGIC:
        if start.startswith(magic):
            return code
    return _text(start)


def of_package(names: Collection[str]) -> str:
    """The code of a zip archive that is no workbook, by its parts in lower case."""
    if any(name.startswith("xl/") for name in names):
        return "xlsb" if "xl/workbook.bin" in names else "damaged"
    if any(name.startswith("word/") for name in names):
        return "document"
    if any(name.startswith("ppt/") for name in names):
        return "document"
    if "content.xml" in names and "mimetype" in names:
        return "ods"
    if any(name.endswith(".iwa") for name in names):
        return "numbers"
    return "packed"


def _compound(content: bytes) -> str:
    """Old Office files and encrypted new ones share one container; its streams have names."""
    if _WIDE["EncryptedPackage"] in content:
        return "encrypted"
    if _WIDE["WordDocument"] in content or _WIDE["PowerPoint Document"] in content:
        return "document"
    if _WIDE["Workbook"] in content or _WIDE["Book"] in content:
        return "old-excel"
    return "other"


def _text(start: bytes) -> str:
    if start.startswith((b"\xff\xfe", b"\xfe\xff")):
        words = start.decode("utf-16", "ignore")
    else:
        if b"\x00" in start:
            return "other"
        words = next((text for one in _TEXT_ENCODINGS if (text := _decoded(start, one))), "")
    bare = words.lstrip("\ufeff \t\r\n").lower()
    if not bare:
        return "other"
    if "urn:schemas-microsoft-com:office:spreadsheet" in bare:
        return "xml-2003"
    if bare.startswith(("<!doctype html", "<html", "<table", "<meta")) or "<table" in bare:
        return "web-page"
    if bare.startswith("<?xml"):
        return "other"
    return "csv" if any(sign in bare for sign in ",\t;") else "text"


def _decoded(content: bytes, encoding: str) -> str:
    """ "" when it is not written so; a character cut at the end does not count."""
    for cut in range(4):
        try:
            return content[: len(content) - cut].decode(encoding)
        except UnicodeDecodeError:
            continue
    return ""
