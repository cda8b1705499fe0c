"""Workbooks as people and attackers make them: the template filled in, then bent."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any

from openpyxl import load_workbook

from tests.workbooks.collection import BRANCHES, COLLECTION, HEADER, TODAY
from unionhall.language.model import Import
from unionhall.workbooks import checks, layout, reader, template, wording
from unionhall.workbooks.raw import RawRow

SHEET = "xl/worksheets/sheet1.xml"
Bend = Callable[[Any], None]


def filled(
    rows: Iterable[Mapping[str, Any]],
    head: Mapping[str, Any] | None = None,
    bend: Bend | None = None,
    import_: Import = COLLECTION,
) -> bytes:
    """The downloaded template with these rows and header; `bend(sheet)` spoils the sheet."""
    book = load_workbook(io.BytesIO(template.build(import_, codelists=BRANCHES)))
    sheet = book[import_.sheet]
    for one in import_.header:
        sheet[one.cell] = {**HEADER, **(head or {})}.get(one.key)
    for line, row in enumerate(rows, start=import_.head_row + 1):
        for place, column in enumerate(import_.columns, start=1):
            if row.get(column.key) is not None:
                sheet.cell(line, place, row[column.key])
    if bend:
        bend(sheet)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def bent(data: bytes, parts: Mapping[str, Callable[[bytes], bytes | None]]) -> bytes:
    """The same archive with parts changed, added (from b"") or taken away (None)."""
    out = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(data)) as old,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for one in old.infolist():
            content: bytes | None = old.read(one)
            if one.filename in parts:
                content = parts[one.filename](content or b"")
            if content is not None:
                new.writestr(one.filename, content)
        for name in parts.keys() - set(old.namelist()):
            content = parts[name](b"")
            if content is not None:
                new.writestr(name, content)
    return out.getvalue()


def saved(folder: Path, data: bytes, name: str = "upload.xlsx") -> Path:
    path = folder / name
    path.write_bytes(data)
    return path


def read(folder: Path, data: bytes, import_: Import = COLLECTION) -> list[RawRow]:
    with reader.read(saved(folder, data), import_) as rows:
        return list(rows)


def head_problems(
    folder: Path, data: bytes, import_: Import = COLLECTION
) -> tuple[dict[str, Any], list[Any]]:
    with reader.read(saved(folder, data), import_) as rows:
        return layout.header_findings(import_, rows.head, today=TODAY, codelists=BRANCHES)


def told(folder: Path, data: bytes, import_: Import = COLLECTION) -> list[tuple[int, str, str]]:
    """(row, column, message) of everything wrong with header and rows."""
    found = []
    with reader.read(saved(folder, data), import_) as rows:
        values, problems = layout.header_findings(
            import_, rows.head, today=TODAY, codelists=BRANCHES
        )
        found += [_said(import_, one, 0) for one in problems]
        checker = checks.Checker(import_, today=TODAY, header=values, codelists=BRANCHES)
        for raw in rows if not problems else ():
            _, problems = checker.row(raw)
            found += [_said(import_, one, raw.number) for one in problems]
    return found


def _said(import_: Import, problem: Any, row: int) -> tuple[int, str, str]:
    words = wording.problem(import_, problem, row)
    return row, words["column"], words["message"]


_INLINE = re.compile(rb't="inlineStr"><is><t[^>]*>(.*?)</t></is></c>', re.DOTALL)


def as_excel(data: bytes) -> bytes:
    """Texts in a part of their own, as Excel and WPS write them, with pinyin and runs beside."""
    texts: dict[bytes, int] = {}

    def shared(found: re.Match[bytes]) -> bytes:
        return b't="s"><v>%d</v></c>' % texts.setdefault(found[1], len(texts))

    def items(_: bytes) -> bytes:
        pinyin = b'<rPh sb="0" eb="1"><t>pinyin</t></rPh>'
        runs = (
            b"<si><r><t/></r><r><rPr><b/></rPr><t>%b</t></r>%b</si>" % (t, pinyin) for t in texts
        )
        head = b'<?xml version="1.0" encoding="UTF-8"?><sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
        return head + b"".join(runs) + b"</sst>"

    changed = bent(data, {SHEET: lambda content: _INLINE.sub(shared, content)})
    types = b'<Override PartName="/xl/sharedStrings.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sharedStrings+xml"/></Types>'
    relation = b'<Relationship Id="rIdS" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/sharedStrings" Target="sharedStrings.xml"/></Relationships>'
    return bent(
        changed,
        {
            "xl/sharedStrings.xml": items,
            "[Content_Types].xml": lambda content: content.replace(b"</Types>", types),
            "xl/_rels/workbook.xml.rels": lambda content: content.replace(
                b"</Relationships>", relation
            ),
        },
    )
