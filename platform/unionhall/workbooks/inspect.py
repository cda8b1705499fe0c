"""Is this file a workbook that may be opened? Told from its first bytes and its zip directory.

Nothing is unpacked here except the two small parts that say what the package is, and those only up
to a limit. Raises NotAWorkbook; takes milliseconds.
"""

from __future__ import annotations

import struct
import zipfile
import zlib
from collections.abc import Mapping
from pathlib import Path
from typing import Final

from unionhall.workbooks import kinds, zip_directory
from unionhall.workbooks.limits import LIMITS, Limits
from unionhall.workbooks.refusals import NotAWorkbook

_WORKBOOK: Final = b"spreadsheetml.sheet.main+xml"
_MACROS: Final = b"macroenabled"
_BINARY: Final = b"sheet.binary"
_STORED, _DEFLATED = zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED
_LINK_LOOK: Final = 1 << 16
_CONTENT_TYPES: Final = "[content_types].xml"
# What the standard library raises for directories and parts that are not what they say.
BROKEN: Final = (
    zipfile.BadZipFile, zlib.error, struct.error, EOFError, RuntimeError, ValueError, OverflowError,
    OSError,
)  # fmt: skip
# Lower-cased beginnings of parts that have no business in a list of people.
_FOREIGN: Final = {
    "xl/embeddings/": "embedded",
    "xl/activex/": "embedded",
    "xl/connections.xml": "connections",
    "xl/querytables/": "connections",
    "xl/macrosheets/": "macros",
    "xl/dialogsheets/": "macros",
}


def inspect(path: Path, limits: Limits = LIMITS) -> None:
    """None for a workbook that `reader.read` may open. Raises NotAWorkbook."""
    size = path.stat().st_size
    if size == 0:
        raise NotAWorkbook("empty-file")
    if size > limits.file:
        raise NotAWorkbook("too-big", {"limit": limits.file >> 20})
    with path.open("rb") as stream:
        start = stream.read(kinds.ENOUGH)
        foreign = kinds.foreign(start, stream)
        if foreign:
            raise NotAWorkbook(foreign)
        zip_directory.check(stream, size, limits)
    try:
        with zipfile.ZipFile(path) as archive:
            _check_parts(archive, limits)
            _check_package(archive, limits)
    except BROKEN as error:
        raise NotAWorkbook("damaged", {"detail": "zip"}) from error


def _check_parts(archive: zipfile.ZipFile, limits: Limits) -> None:
    """Names, sizes and methods, by the directory alone."""
    seen: set[str] = set()
    total = 0
    for part in archive.infolist():
        name = part.filename.lower()
        if name in seen:
            raise NotAWorkbook("damaged", {"detail": name[:80]})
        seen.add(name)
        _check_name(name)
        if part.flag_bits & 0x1:
            raise NotAWorkbook("encrypted")
        if part.compress_type not in (_STORED, _DEFLATED):
            raise NotAWorkbook("damaged", {"detail": name[:80]})
        total += part.file_size
        if part.file_size > limits.ratio_from:
            if part.file_size > limits.ratio * max(part.compress_size, 1):
                raise NotAWorkbook("bomb")
            if part.file_size > _most(name, limits):
                raise NotAWorkbook("part-too-big", {"part": name[:80]})
        if total > limits.total:
            raise NotAWorkbook("bomb")


def _most(name: str, limits: Limits) -> int:
    if name.startswith(("xl/worksheets/", "xl/media/")):
        return limits.part
    return limits.strings if name.endswith("sharedstrings.xml") else limits.small_part


def _check_name(name: str) -> None:
    if name.startswith(("/", "\\")) or ".." in name.replace("\\", "/").split("/") or ":" in name:
        raise NotAWorkbook("damaged", {"detail": name[:80]})
    if name.endswith("vbaproject.bin"):
        raise NotAWorkbook("macros")
    for start, code in _FOREIGN.items():
        if name.startswith(start):
            raise NotAWorkbook(code)


def _check_package(archive: zipfile.ZipFile, limits: Limits) -> None:
    names = {name.lower(): name for name in archive.namelist()}
    types = names.get(_CONTENT_TYPES)
    if types is None:
        raise NotAWorkbook(kinds.of_package(names))
    with archive.open(types) as stream:
        said = stream.read(limits.ratio_from).lower()
    if _BINARY in said:
        raise NotAWorkbook("xlsb")
    if _MACROS in said:
        raise NotAWorkbook("macros")
    if _WORKBOOK not in said and b"template.main+xml" not in said:
        raise NotAWorkbook(kinds.of_package(names))
    _check_links(archive, names)
    sheets = sum(name.startswith("xl/worksheets/") and name.endswith(".xml") for name in names)
    if sheets > limits.sheets_count:
        raise NotAWorkbook("too-many-sheets", {"limit": limits.sheets_count})


def _check_links(archive: zipfile.ZipFile, names: Mapping[str, str]) -> None:
    """Formulas that look into other workbooks are told cell by cell and never followed; a link
    that starts another program is no part of a list."""
    for name, part in names.items():
        if name.startswith("xl/externallinks/") and name.endswith(".xml"):
            with archive.open(part) as stream:
                said = stream.read(_LINK_LOOK).lower()
            if b"ddelink" in said or b"olelink" in said:
                raise NotAWorkbook("program-links")
