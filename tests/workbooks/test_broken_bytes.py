"""Bytes changed at random, in the archive and in its parts: a refusal or a reading, never more."""

from __future__ import annotations

import contextlib
import random
import zipfile

import pytest

from tests.workbooks.books import SHEET, as_excel, bent, filled, saved
from tests.workbooks.collection import COLLECTION, person
from unionhall.workbooks import parts, result
from unionhall.workbooks.inspect import BROKEN, inspect
from unionhall.workbooks.limits import LIMITS
from unionhall.workbooks.refusals import NotAWorkbook
from unionhall.workbooks.sheet import Sheet

PARTS = (
    "xl/workbook.xml", SHEET, "xl/styles.xml", "xl/sharedStrings.xml", "_rels/.rels",
    "xl/_rels/workbook.xml.rels", "[Content_Types].xml", "docProps/custom.xml",
)  # fmt: skip


@pytest.fixture(scope="module")
def whole():
    return as_excel(filled([person(serial) for serial in range(1, 6)]))


def changed(content: bytes, by: random.Random) -> bytes:
    raw = bytearray(content)
    for _ in range(by.randrange(1, 4)):
        at = by.randrange(len(raw))
        what = by.randrange(3)
        if what == 0:
            raw[at] = by.randrange(256)
        elif what == 1:
            del raw[at : at + by.randrange(1, 20)]
        else:
            raw[at:at] = raw[at : at + by.randrange(1, 60)]
    return bytes(raw)


def seen(path) -> list:
    """What the child would read, here; it answers `BROKEN` with a refusal too."""
    rows: list = []
    try:
        inspect(path)
        with zipfile.ZipFile(path) as archive:
            found = parts.read(archive, LIMITS)
            sheet = Sheet(found.strings, found.dates, found.epoch_1904, LIMITS.cell_chars, 100)
            chosen = next((s for s in found.sheets if s.name == COLLECTION.sheet), None)
            if chosen:
                with parts.opened(archive, chosen.part) as stream:
                    sheet.read(stream, lambda number, _hidden, cells: rows.append((number, cells)))
    except (NotAWorkbook, *BROKEN):
        return []
    return rows


def test_the_whole_one_reads(tmp_path, whole):
    assert [number for number, _ in seen(saved(tmp_path, whole))][-5:] == [7, 8, 9, 10, 11]


@pytest.mark.parametrize("seed", range(20))
def test_an_archive_with_changed_bytes(tmp_path, whole, seed):
    by = random.Random(seed)
    for _ in range(20):
        tail = by.choice((60, 200, 1_500, len(whole)))
        data = whole[:-tail] + changed(whole[-tail:], by)
        with contextlib.suppress(NotAWorkbook):
            inspect(saved(tmp_path, data))
        seen(tmp_path / "upload.xlsx")


@pytest.mark.parametrize("seed", range(20))
def test_parts_with_changed_bytes_and_results_of_those_that_read(tmp_path, whole, seed):
    by = random.Random(1_000 + seed)
    said = {8: [{"type": "会员", "message": "错", "column": "mobile"}]}
    for _ in range(8):
        name = by.choice(PARTS)
        path = saved(tmp_path, bent(whole, {name: lambda content: changed(content, by)}))
        rows = seen(path)
        if len(rows) > 5:
            given = result.write(path, COLLECTION, said, {7: "已导入"})
            own = [
                (n, {c: v for c, v in cells.items() if c <= 13})
                for n, cells in seen(saved(tmp_path, given))
            ]
            assert [one for one in own if one[1]] == rows
