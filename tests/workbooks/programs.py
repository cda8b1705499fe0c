"""A filled template as other programs save it: their odd structures, made here by hand.

What each writes was looked up in files they saved; nothing of them is needed to run the tests.
"""

from __future__ import annotations

import io
import re
import zipfile

from tests.workbooks.books import SHEET, as_excel, bent

BOOK, STYLES, RELATIONS = "xl/workbook.xml", "xl/styles.xml", "xl/_rels/workbook.xml.rels"
CUSTOM = "docProps/custom.xml"
_MAIN = b"http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_LINKS = b"http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_STRICT_MAIN = b"http://purl.oclc.org/ooxml/spreadsheetml/main"
_STRICT_LINKS = b"http://purl.oclc.org/ooxml/officeDocument/relationships"
_STRICT_PARTS = (BOOK, STYLES, RELATIONS, "_rels/.rels", "xl/sharedStrings.xml")
_DIMENSION = re.compile(rb"<dimension[^>]*/>")
_COLS = re.compile(rb"<cols>.*?</cols>")
_ROW = re.compile(rb'<row r="([0-9]+)"[^>]*>')
_PLACE = re.compile(rb' r="[A-Z]*[0-9]+"')
_FORMATS = re.compile(rb"<numFmts.*?</numFmts>|<numFmts[^>]*/>")


def libre_office(data: bytes) -> bytes:
    """Every row with a height of its own, every truth written out, styles far below the rows and
    on the last one, numbers that say so, built-in formats written as formats of the file."""

    def sheet(content: bytes) -> bytes:
        content = _DIMENSION.sub(b'<dimension ref="A1:M1048576"/>', content)
        told = (
            rb'<row r="\1" customFormat="false" ht="13.8" hidden="false" customHeight="false"'
            rb' outlineLevel="0" collapsed="false">'
        )
        content = _ROW.sub(told, content)
        styled = b"".join(
            b'<row r="%d" customFormat="false" ht="13.8" hidden="false" customHeight="false">%b</row>'
            % (row, b"".join(b'<c r="%c%d" s="1"/>' % (65 + n, row) for n in range(13)))
            for row in range(100, 300)
        )
        last = b'<row r="1048576" ht="12.8" customHeight="false"></row>'
        return content.replace(b"</sheetData>", styled + last + b"</sheetData>")

    def book(content: bytes) -> bytes:
        return content.replace(
            b'hidden="1"', b'function="false" hidden="false" vbProcedure="false"'
        )

    return bent(as_excel(data), {SHEET: sheet, BOOK: book})


def strict(data: bytes) -> bytes:
    """ "Strict Open XML": other namespaces everywhere, days as words of ISO 8601."""

    def moved(content: bytes) -> bytes:
        return content.replace(_MAIN, _STRICT_MAIN).replace(_LINKS, _STRICT_LINKS)

    def sheet(content: bytes) -> bytes:
        added = b'<c r="H7" s="1" t="d"><v>1991-12-31T00:00:00Z</v></c>'
        return _in_row(moved(content), 7, added)

    return bent(as_excel(data), {**dict.fromkeys(_STRICT_PARTS, moved), SHEET: sheet})


def transitional(data: bytes) -> bytes:
    """Back again, for readers that know no strict workbook."""

    def moved(content: bytes) -> bytes:
        return content.replace(_STRICT_MAIN, _MAIN).replace(_STRICT_LINKS, _LINKS)

    return bent(data, dict.fromkeys((*_STRICT_PARTS, SHEET), moved)) if _is_strict(data) else data


def _is_strict(data: bytes) -> bool:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return _STRICT_MAIN in archive.read(BOOK)


def wps(data: bytes) -> bytes:
    """Properties of its own beside ours, its word for the general format, widths to the last
    column, a picture in a cell as a formula."""

    def custom(content: bytes) -> bytes:
        own = (
            b'<property fmtid="{D5CDD505-2E9C-101B-9397-08002B2CF9AE}" pid="9"'
            b' name="KSOProductBuildVer"><vt:lpwstr xmlns:vt="http://schemas.openxmlformats.org/'
            b'officeDocument/2006/docPropsVTypes">2052-12.1.0.16929</vt:lpwstr></property>'
        )
        head, end, rest = content.partition(b"</Properties>")
        return head + own + end + rest

    def sheet(content: bytes) -> bytes:
        wide = b'<col min="14" max="16384" width="9" style="1"/></cols>'
        return _COLS.sub(lambda found: found[0].replace(b"</cols>", wide), content)

    def styles(content: bytes) -> bytes:
        own = '<numFmts count="1"><numFmt numFmtId="176" formatCode="G/通用格式"/></numFmts>'
        return _with_format(content, own.encode(), 176)

    return bent(as_excel(data), {CUSTOM: custom, SHEET: sheet, STYLES: styles})


def streamed(data: bytes) -> bytes:
    """No place of a row or cell is told, nor how large the sheet is: each follows the last."""

    def sheet(content: bytes) -> bytes:
        content = _DIMENSION.sub(b"", content)
        head, at, rest = content.partition(b"<sheetData>")
        rows, end, tail = rest.partition(b"</sheetData>")
        return head + at + _PLACE.sub(b"", _gapless(rows)) + end + tail

    return bent(data, {SHEET: sheet})


def absolute(data: bytes) -> bytes:
    """Relations told from the root of the package, the sheet under a name of its own."""

    def relations(content: bytes) -> bytes:
        content = re.sub(rb'Target="/?(?:xl/)?([^"]+)"', rb'Target="/xl/\1"', content)
        return content.replace(b"worksheets/sheet1.xml", b"worksheets/Sheet_A.xml")

    def types(content: bytes) -> bytes:
        return content.replace(b"worksheets/sheet1.xml", b"worksheets/Sheet_A.xml")

    kept: list[bytes] = []
    bent(data, {SHEET: lambda content: kept.append(content) or content})
    return bent(
        data,
        {
            SHEET: lambda content: None,
            "xl/worksheets/Sheet_A.xml": lambda content: kept[0],
            RELATIONS: relations,
            "[Content_Types].xml": types,
        },
    )


def in_row(data: bytes, row: int, cell: bytes) -> bytes:
    """The same with one more cell at the end of a row."""
    return bent(data, {SHEET: lambda content: _in_row(content, row, cell)})


def _in_row(content: bytes, row: int, cell: bytes) -> bytes:
    before, at, after = content.partition(b'<row r="%d"' % row)
    cells, end, rest = after.partition(b"</row>")
    assert end, row
    return before + at + cells + cell + end + rest


def _gapless(rows: bytes) -> bytes:
    """Cells that were left out are written empty, because nothing tells the place of the next."""
    whole = []
    for one in re.findall(rb"<row[^>]*>.*?</row>|<row[^>]*/>", rows, re.DOTALL):
        head, _, rest = one.partition(b">")
        cells = {
            found[1]: found[0]
            for found in re.finditer(
                rb'<c r="([A-Z]+)[0-9]+"[^>]*?(?:/>|>.*?</c>)', rest, re.DOTALL
            )
        }
        letters = [bytes([65 + n]) for n in range(13)]
        whole.append(head + b">" + b"".join(cells.get(n, b"<c/>") for n in letters) + b"</row>")
    return b"".join(whole)


def _with_format(styles: bytes, formats: bytes, number: int) -> bytes:
    """A cell style of this number format at the end, in place of the file's own formats."""
    styles = _FORMATS.sub(b"", styles)
    at = styles.index(b"<fonts")
    styles = styles[:at] + formats + styles[at:]
    own = b'<xf numFmtId="%d" fontId="0" fillId="0" borderId="0" xfId="0"/></cellXfs>' % number
    return styles.replace(b"</cellXfs>", own)
