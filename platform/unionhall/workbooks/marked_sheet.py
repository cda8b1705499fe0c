"""Splicing marks into the XML of a sheet without touching the rest of it.

expat tells where in the bytes a row ends or a cell begins; what lies between is copied as it came.
Raises TooOdd for an inside that cannot be spliced safely; the caller writes the values anew.
"""

from __future__ import annotations

import re
from typing import IO, Any, Final
from xml.parsers import expat
from xml.sax.saxutils import escape

from unionhall.language.model import Import
from unionhall.workbooks import values
from unionhall.workbooks.exports import text_of
from unionhall.workbooks.marked_styles import MarkedStyles
from unionhall.workbooks.marks_of_rows import WIDTHS, Marks

CHUNK: Final = 1 << 16
LONGEST_TAG: Final = 1 << 14
_FARTHEST: Final = 400
_STYLE: Final = re.compile(rb"""(\ss\s*=\s*)(["'])([0-9]{1,9})\2""")
_HEIGHT: Final = re.compile(rb"""\s(ht|customHeight)\s*=\s*(?:"([^"]*)"|'([^']*)')""")
_UTF8: Final = re.compile(rb"""^(?:\xef\xbb\xbf)?\s*<\?xml[^>]*encoding\s*=\s*["']([^"']+)["']""")


class TooOdd(Exception):
    """The sheet is readable, but nothing can be added to it safely."""


class MarkedSheet:
    """First `survey`, then `write`, each with the same stream from its beginning."""

    def __init__(self, import_: Import, marks: Marks, styles: MarkedStyles) -> None:
        self.marks, self.styles = marks, styles
        self.first = len(import_.columns) + 1
        self._farthest, self._last_width = 0, 0
        self._has_rows = self._has_widths = False
        self._row, self._prefix = 0, ""
        self._wrong: frozenset[str] = frozenset()
        self._parser: Any = None
        self._pieces: list[tuple[int, int, bytes]] = []
        self._raw, self._base = b"", 0

    def survey(self, stream: IO[bytes]) -> None:
        """Where the marks may stand: right of every cell, also of an empty one that has a style."""
        parser = expat.ParserCreate()
        parser.StartElementHandler = self._survey_start
        parser.StartDoctypeDeclHandler = _refuse_declaration
        start = stream.read(CHUNK)
        encoding = _UTF8.match(start[:200])
        if start[:2] in (b"\xff\xfe", b"\xfe\xff") or b"\x00" in start[:200]:
            raise TooOdd
        if encoding and encoding.group(1).lower() not in (b"utf-8", b"us-ascii"):
            raise TooOdd
        while start:
            parser.Parse(start, False)
            start = stream.read(CHUNK)
        parser.Parse(b"", True)
        self.first = max(self.first, self._farthest + 1)
        if self.first > _FARTHEST or not self._has_rows:
            raise TooOdd

    def write(self, stream: IO[bytes], target: IO[bytes]) -> None:
        self._parser = expat.ParserCreate()
        self._parser.StartElementHandler = self._start
        self._parser.EndElementHandler = self._end
        while chunk := stream.read(CHUNK):
            self._raw += chunk
            self._parser.Parse(chunk, False)
            parsed = self._parser.CurrentByteIndex - self._base
            self._flush(target, min(parsed, len(self._raw) - LONGEST_TAG))
        self._parser.Parse(b"", True)
        self._flush(target, len(self._raw))

    def _flush(self, target: IO[bytes], most: int) -> None:
        """Write what is decided, up to `most` bytes of what is kept: a tag may not be whole yet."""
        done = 0
        while self._pieces and self._pieces[0][1] - self._base <= max(most, 0):
            first, last, piece = self._pieces.pop(0)
            target.write(self._raw[done : first - self._base])
            target.write(piece)
            done = last - self._base
        if not self._pieces and most > done:
            target.write(self._raw[done:most])
            done = most
        self._raw, self._base = self._raw[done:], self._base + done

    def _survey_start(self, name: str, attributes: dict[str, str]) -> None:
        local = name.rpartition(":")[2]
        if local == "c":
            self._farthest = max(self._farthest, values.column_of(attributes.get("r", "")))
            if "r" not in attributes:
                raise TooOdd
        elif local == "row":
            self._has_rows = True
            if "r" not in attributes:
                raise TooOdd
        elif local == "col":
            self._has_widths = True
            self._last_width = max(self._last_width, values.whole(attributes.get("max"), 1 << 20))

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        prefix, _, local = name.rpartition(":")
        if local == "row":
            self._row = values.whole(attributes.get("r"), 0)
            self._wrong = self.marks.wrong(self._row)
            self._prefix = f"{prefix}:" if prefix else ""
            self._heighten(attributes)
        elif local == "c" and self._wrong:
            place = attributes.get("r", "")
            if place.rstrip("0123456789") in self._wrong:
                self._recolour(values.whole(attributes.get("s"), 0))
        elif local == "dimension":
            self._drop_tag()

    def _end(self, name: str) -> None:
        local = name.rpartition(":")[2]
        at = self._parser.CurrentByteIndex
        if local == "row" and self._tag(at).startswith(b"</"):
            texts = self.marks.texts(self._row)
            if texts:
                self._pieces.append((at, at, self._cells(texts)))
        elif local == "cols" and self._last_width < self.first and self._tag(at)[:2] == b"</":
            prefix = name[: -len(local)]
            self._pieces.append((at, at, _widths(prefix, self.first)))

    def _cells(self, texts: tuple[str, ...]) -> bytes:
        p, style = self._prefix, self.styles.text_style
        cells = []
        for number, text in enumerate(texts, start=self.first):
            if text:
                place = f"{values.letters_of(number)}{self._row}"
                said = escape(text_of(text))
                cells.append(
                    f'<{p}c r="{place}" s="{style}" t="inlineStr"><{p}is>'
                    f'<{p}t xml:space="preserve">{said}</{p}t></{p}is></{p}c>'
                )
        return "".join(cells).encode()

    def _recolour(self, style: int) -> None:
        """The cell keeps its look and gets our fill."""
        at = self._parser.CurrentByteIndex
        tag = self._tag(at)
        new = str(self.styles.marked(style)).encode()
        if _STYLE.search(tag):
            changed = _STYLE.sub(lambda f: f[1] + f[2] + new + f[2], tag, count=1)
        else:
            end = -2 if tag.endswith(b"/>") else -1
            changed = tag[:end] + b' s="' + new + b'"' + tag[end:]
        self._pieces.append((at, at + len(tag), changed))

    def _heighten(self, attributes: dict[str, str]) -> None:
        """A row keeps the height it came with, unless the marks take more lines than that."""
        needed = self.marks.height(self._row)
        if needed <= values.decimal(attributes.get("ht")):
            return
        at = self._parser.CurrentByteIndex
        tag = self._tag(at)
        end = -2 if tag.endswith(b"/>") else -1
        bare = _HEIGHT.sub(b"", tag[:end])
        said = b' ht="%d" customHeight="1"' % needed
        self._pieces.append((at, at + len(tag), bare + said + tag[end:]))

    def _drop_tag(self) -> None:
        at = self._parser.CurrentByteIndex
        tag = self._tag(at)
        if tag.endswith(b"/>"):
            self._pieces.append((at, at + len(tag), b""))

    def _tag(self, at: int) -> bytes:
        start = at - self._base
        end = self._raw.find(b">", start, start + LONGEST_TAG)
        if start < 0 or end < 0:
            raise TooOdd
        return self._raw[start : end + 1]


def _refuse_declaration(*_: Any) -> None:
    raise TooOdd


def _widths(prefix: str, first: int) -> bytes:
    lines = (
        f'<{prefix}col min="{n}" max="{n}" width="{width}" customWidth="1"/>'
        for n, width in enumerate(WIDTHS, start=first)
    )
    return "".join(lines).encode()
