"""The parts of a workbook around its rows: sheets, texts, which styles are dates, marks.

Read by hand from the zip archive, not through openpyxl: that one refuses many real workbooks for a
colour it does not know. Raises NotAWorkbook; used in the reading child only.
"""

from __future__ import annotations

import posixpath
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import IO, Any, Final
from xml.etree.ElementTree import Element, ParseError
from xml.parsers import expat

from defusedxml import ElementTree
from defusedxml.common import DefusedXmlException

from unionhall.workbooks import values
from unionhall.workbooks.limits import Limits
from unionhall.workbooks.refusals import NotAWorkbook

CHUNK: Final = 1 << 16


@dataclass(frozen=True, slots=True)
class SheetPart:
    name: str
    part: str
    is_hidden: bool


@dataclass(slots=True)
class Parts:
    """`dates`: indexes of cell styles that show a day or an hour. `marks`: hidden names and
    properties with a text."""

    sheets: list[SheetPart] = field(default_factory=list)
    strings: list[str] = field(default_factory=list)
    dates: frozenset[int] = frozenset()
    epoch_1904: bool = False
    marks: dict[str, str] = field(default_factory=dict)
    styles_part: str = ""
    strings_part: str = ""


def read(archive: zipfile.ZipFile, limits: Limits) -> Parts:
    """Everything but the rows themselves."""
    parts = outline(archive, limits)
    if parts.styles_part:
        parts.dates = _dates(_tree(archive, parts.styles_part, limits))
    if parts.strings_part:
        with opened(archive, parts.strings_part) as stream:
            parts.strings = Strings(limits).read(stream)
    return parts


def outline(archive: zipfile.ZipFile, limits: Limits) -> Parts:
    """Which sheets there are and where things stand, without texts and styles."""
    names = {name.lower(): name for name in archive.namelist()}
    workbook_part = _workbook_part(archive, names, limits)
    root = _tree(archive, workbook_part, limits)
    targets = _relations(archive, names, workbook_part, limits)
    parts = Parts(epoch_1904=_epoch_1904(root))
    for sheet in _named(root, "sheet"):
        part = names.get(targets.get(_attribute(sheet, "id"), "").lower(), "")
        hidden = sheet.get("state", "visible") != "visible"
        if part:
            parts.sheets.append(SheetPart(sheet.get("name", ""), part, hidden))
    if not parts.sheets:
        raise NotAWorkbook("no-sheet")
    for name in _named(root, "definedName"):
        parts.marks[name.get("name", "")] = (name.text or "").strip().strip('"')
    parts.marks |= _properties(archive, names, limits)
    parts.styles_part = names.get(targets.get("styles", "xl/styles.xml").lower(), "")
    parts.strings_part = names.get(targets.get("sharedStrings", "xl/sharedStrings.xml").lower(), "")
    return parts


def opened(archive: zipfile.ZipFile, part: str) -> IO[bytes]:
    try:
        return archive.open(part)
    except (zipfile.BadZipFile, RuntimeError, NotImplementedError, KeyError) as error:
        raise NotAWorkbook("damaged", {"detail": part[:80]}) from error


def _tree(archive: zipfile.ZipFile, part: str, limits: Limits) -> Element:
    """A small part as a tree; entities are refused."""
    with opened(archive, part) as stream:
        content = stream.read(limits.small_part + 1)
    if len(content) > limits.small_part:
        raise NotAWorkbook("part-too-big", {"part": part[:80]})
    try:
        tree: Element = ElementTree.fromstring(content, forbid_dtd=True)
    except DefusedXmlException as error:
        raise NotAWorkbook("declares-entities") from error
    except (ParseError, LookupError, ValueError) as error:
        raise NotAWorkbook("damaged", {"detail": part[:80]}) from error
    return tree


def _workbook_part(archive: zipfile.ZipFile, names: dict[str, str], limits: Limits) -> str:
    """As the package says it; `xl/workbook.xml` when it says nothing."""
    found = "xl/workbook.xml"
    if "_rels/.rels" in names:
        for relation in _named(_tree(archive, names["_rels/.rels"], limits), "Relationship"):
            if relation.get("Type", "").endswith("/officeDocument"):
                found = relation.get("Target", "").lstrip("/")
    part = names.get(posixpath.normpath(found).lower())
    if part is None:
        raise NotAWorkbook("no-sheet")
    return part


def _relations(
    archive: zipfile.ZipFile, names: dict[str, str], part: str, limits: Limits
) -> dict[str, str]:
    """Id of a relation, and the last word of its type (`styles`) -> part inside the archive; what
    points outside is left out."""
    folder, name = posixpath.split(part)
    relations = names.get(f"{folder}/_rels/{name}.rels".lower().lstrip("/"))
    found: dict[str, str] = {}
    if relations is None:
        return found
    for relation in _named(_tree(archive, relations, limits), "Relationship"):
        target = relation.get("Target", "")
        if relation.get("TargetMode", "") != "External":
            joined = target[1:] if target.startswith("/") else posixpath.join(folder, target)
            part = posixpath.normpath(joined)
            found[relation.get("Id", "")] = part
            found.setdefault(relation.get("Type", "").rpartition("/")[2], part)
    return found


def _properties(archive: zipfile.ZipFile, names: dict[str, str], limits: Limits) -> dict[str, str]:
    custom = names.get("docprops/custom.xml")
    if custom is None:
        return {}
    properties = _named(_tree(archive, custom, limits), "property")
    return {one.get("name", ""): "".join(one.itertext()).strip() for one in properties}


def _epoch_1904(root: Element) -> bool:
    return any(one.get("date1904") in ("1", "true") for one in _named(root, "workbookPr"))


def _dates(styles: Element) -> frozenset[int]:
    dates = set(values.BUILT_IN_DATES)
    for one in _named(styles, "numFmt"):
        number = values.whole(one.get("numFmtId"), -1)
        if values.is_date_format(one.get("formatCode", "")):
            dates.add(number)
        else:
            dates.discard(number)
    cells = next(_named(styles, "cellXfs"), None)
    formats = (
        [values.whole(one.get("numFmtId"), 0) for one in _named(cells, "xf")]
        if cells is not None
        else []
    )
    return frozenset(index for index, number in enumerate(formats) if number in dates)


def _named(root: Element, name: str) -> Iterator[Element]:
    """Elements by local name: strict workbooks use other namespaces."""
    for one in root.iter():
        if isinstance(one.tag, str) and one.tag.rpartition("}")[2] == name:
            yield one


def _attribute(element: Element, name: str) -> str:
    """An attribute of any namespace (`r:id`)."""
    for key, value in element.items():
        if key.startswith("{") and key.rpartition("}")[2] == name:
            return str(value)
    return ""


class Strings:
    """The shared texts, streamed: pinyin (`rPh`) is left out, runs of one text are joined."""

    def __init__(self, limits: Limits) -> None:
        self.limits = limits
        self.found: list[str] = []
        self._text, self._item, self._phonetic = "", "", False

    def read(self, stream: IO[bytes]) -> list[str]:
        parser = expat.ParserCreate()
        parser.buffer_text = True
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._data
        parser.StartDoctypeDeclHandler = self._declaration
        try:
            while chunk := stream.read(CHUNK):
                parser.Parse(chunk, False)
            parser.Parse(b"", True)
        except expat.ExpatError as error:
            raise NotAWorkbook("damaged", {"detail": "sharedStrings"}) from error
        return self.found

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        local = name.rpartition(":")[2]
        self._text = ""
        if local == "si":
            self._item = ""
        elif local == "rPh":
            self._phonetic = True

    def _end(self, name: str) -> None:
        local = name.rpartition(":")[2]
        if local == "t" and not self._phonetic:
            self._item += self._text
        elif local == "rPh":
            self._phonetic = False
        elif local == "si":
            self.found.append(values.unescaped(self._item)[: self.limits.cell_chars])
            if len(self.found) > self.limits.strings_count:
                raise NotAWorkbook("too-many-strings", {"limit": self.limits.strings_count})

    def _data(self, data: str) -> None:
        self._text += data
        if len(self._text) + len(self._item) > 4 * self.limits.cell_chars:
            raise NotAWorkbook("cell-too-long", {"row": ""})

    def _declaration(self, *_: Any) -> None:
        raise NotAWorkbook("declares-entities")
