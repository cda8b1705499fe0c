"""The styles of a workbook with a few of ours spliced in: a fill for wrong cells, text for marks.

A wrong cell keeps number format, font and border; only its fill becomes ours. Works on the bytes of
`styles.xml`, because writing it anew through a tree breaks the prefixes that Excel insists on.
"""

from __future__ import annotations

import re
import zipfile
from typing import Final

from unionhall.workbooks import parts
from unionhall.workbooks.limits import Limits
from unionhall.workbooks.refusals import NotAWorkbook

_P: Final = rb"(?:[A-Za-z_][\w.-]*:)?"
_FILLS_END: Final = re.compile(rb"</" + _P + rb"fills\s*>")
_FILLS: Final = re.compile(rb"<(" + _P + rb")fills\b[^>]*>")
_FILL: Final = re.compile(rb"<" + _P + rb"fill[\s/>]")
_CELLS: Final = re.compile(
    rb"<(" + _P + rb")cellXfs\b[^>]*>(.*?)</" + _P + rb"cellXfs\s*>", re.DOTALL
)
_XF: Final = re.compile(rb"<" + _P + rb"xf\b[^>]*?(?:/>|>.*?</" + _P + rb"xf\s*>)", re.DOTALL)
_COUNT: Final = re.compile(rb'\scount\s*=\s*["\'][0-9]*["\']')
_FILL_ID: Final = re.compile(rb'\s(?:fillId|applyFill)\s*=\s*["\'][^"\']*["\']')
_COLOUR: Final = b"FFFFD9D4"


class MarkedStyles:
    """`text_style` is that of the marks; `marked(style)` the same cell style in our colour.

    Raises NotAWorkbook("damaged") for a part in which the places to splice are not found.
    """

    def __init__(self, archive: zipfile.ZipFile, part: str, limits: Limits) -> None:
        with parts.opened(archive, part) as stream:
            self._raw = stream.read(limits.small_part + 1)
        fills, cells, end = (one.search(self._raw) for one in (_FILLS, _CELLS, _FILLS_END))
        if not fills or not cells or not end or end.start() > cells.start():
            raise NotAWorkbook("damaged", {"detail": part})
        self._fills, self._cells, self._end = fills, cells, end
        self._fill = len(_FILL.findall(self._raw[fills.end() : end.start()]))
        self._known = _XF.findall(cells[2])
        self._made: dict[int, int] = {}
        prefix = cells[1]
        self._new = [
            b"<" + prefix + b'xf numFmtId="49" fontId="0" fillId="0" borderId="0" xfId="0"'
            b' applyNumberFormat="1" applyAlignment="1"><' + prefix + b'alignment vertical="top"'
            b' wrapText="1"/></' + prefix + b"xf>"
        ]

    @property
    def text_style(self) -> int:
        return len(self._known)

    def marked(self, style: int) -> int:
        if style not in self._made:
            known = self._known[style] if style < len(self._known) else self._known[0]
            tag, end, rest = known.partition(b">")
            bare = _FILL_ID.sub(b"", tag)
            said = b' fillId="%d" applyFill="1"' % self._fill
            slash = b"/" if bare.endswith(b"/") else b""
            self._new.append(bare.removesuffix(b"/") + said + slash + end + rest)
            self._made[style] = len(self._known) + len(self._new) - 1
        return self._made[style]

    def content(self) -> bytes:
        """The whole part, after every cell has asked for its style."""
        raw, prefix = self._raw, self._fills[1]
        fill = (
            b'<%(p)bfill><%(p)bpatternFill patternType="solid"><%(p)bfgColor rgb="%(c)b"/>'
            b'<%(p)bbgColor indexed="64"/></%(p)bpatternFill></%(p)bfill>'
        ) % {b"p": prefix, b"c": _COLOUR}
        cells_end = self._cells.end(2)
        return b"".join(
            (
                raw[: self._fills.start()],
                _counted(self._fills[0], self._fill + 1),
                raw[self._fills.end() : self._end.start()],
                fill,
                raw[self._end.start() : self._cells.start()],
                _counted(self._opening(), len(self._known) + len(self._new)),
                self._cells[2],
                *self._new,
                raw[cells_end:],
            )
        )

    def _opening(self) -> bytes:
        return self._raw[self._cells.start() : self._cells.start(2)]


def _counted(tag: bytes, count: int) -> bytes:
    """The opening tag with the new number of what it holds."""
    return _COUNT.sub(b' count="%d"' % count, tag, count=1)
