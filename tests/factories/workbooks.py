"""Workbooks to import, made as a person would fill in the template: `workbook(import_, rows)`."""

from __future__ import annotations

import io
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from openpyxl import Workbook
from openpyxl.packaging.custom import StringProperty

from permissions import grants
from tests.factories.applications import PACK, publish
from tests.factories.city import City
from tests.factories.grants import give
from unionhall.casework.imports.start import start
from unionhall.casework.jobs import runner
from unionhall.config.management.demo.numbers import resident_id
from unionhall.definitions import selectors as definitions
from unionhall.definitions import store
from unionhall.jobs.models import Job
from unionhall.language.canonical import canonical_text, digest_of_text
from unionhall.language.model import Import
from unionhall.language.parse import parse_pack
from unionhall.organisation.models import Union
from unionhall.people.models import User
from unionhall.workbooks.marks import PROPERTY, mark

# Friday, ten in the morning in the city
NOW = datetime(2026, 11, 20, 2, 0, tzinfo=UTC)
ROSTER, MEMBERS = "roster", "member-collection"
NAMES = ("林", "周", "陈", "何", "苏", "吴", "马", "郑", "沈", "许")


def publish_imports(by: User) -> None:
    """Both imports with the registers and lists they need, and the rights of the pack."""
    doc = json.loads((PACK / "pack.json").read_text())
    grants.ensure_matter_groups(parse_pack(doc))
    for folder in ("codelists", "registers", "imports"):
        for file in sorted(PACK.glob(f"{folder}/*.json")):
            publish(json.loads(file.read_text()), by)
    for name in ("collection-notice", "roster-notice"):
        publish_text(name, by)


def publish_text(name: str, by: User) -> None:
    """A text of the pack."""
    body = canonical_text((PACK / "texts" / f"{name}.md").read_text())
    kept = {"pack": "lu", "title": name, "body": body, "digest": digest_of_text(body)}
    store.publish("text", name, **kept, by=by, now=NOW)


def number(serial: int) -> str:
    """A right number of an invented resident, another for each serial."""
    born = date(1960 + serial // 5000 % 40, 1 + serial // 400 % 12, 1 + serial % 28)
    return resident_id(born, 1 + serial % 997)


def person(serial: int, **cells: Any) -> dict[str, Any]:
    """A good row of the roster."""
    return {
        "name": f"{NAMES[serial % 10]}{chr(0x4E00 + serial % 6000)}",
        "document_kind": "居民身份证",
        "document_no": number(serial),
        "mobile": f"154{serial:08d}",
        **cells,
    }


def member(serial: int, **cells: Any) -> dict[str, Any]:
    """A good row of the collection of members."""
    return {"sequence": str(serial), **person(serial), "document_kind": None, **cells}


def header(union: Union, **cells: Any) -> dict[str, Any]:
    return {
        "union_name": union.name,
        "unit_category": "60",
        "income_band": "2",
        "branch": "79011",
        "transport_card": "是",
        **cells,
    }


def workbook(
    import_: Import,
    rows: Iterable[Mapping[str, Any] | Sequence[Any]],
    head: Mapping[str, Any] | None = None,
    *,
    version: str | None = None,
    change: Any = None,
) -> bytes:
    """Cells are written as they come; `change(sheet)` spoils what is to be spoiled."""
    book = Workbook()
    sheet = book.active
    sheet.title = import_.sheet
    for place, text in import_.anchors:
        sheet[place] = text
    for cell in import_.header:
        sheet[cell.label_cell] = cell.title
        sheet[cell.cell] = (head or {}).get(cell.key)
    for place, column in enumerate(import_.columns, start=1):
        sheet.cell(import_.head_row, place, column.title)
    for line, row in enumerate(rows, start=import_.head_row + 1):
        for place, column in enumerate(import_.columns, start=1):
            value = row.get(column.key) if isinstance(row, Mapping) else row[place - 1]
            sheet.cell(line, place, value)
    if change:
        change(sheet)
    text = mark(import_) if version is None else version
    if text:
        book.custom_doc_props.append(StringProperty(name=PROPERTY, value=text))
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def hand_in(
    key: str, union: Union, data: bytes, by: User, now: datetime = NOW, name: str = "名单.xlsx"
) -> Job:
    """With everything ticked that the import asks for."""
    given = consents_of(key)
    return start(key, union.key, io.BytesIO(data), file_name=name, consents=given, by=by, now=now)


def consents_of(key: str) -> list[str]:
    try:
        return [one.key for one in definitions.import_(key).consents]
    except definitions.NotPublished:
        return []


def work(job: Job, now: datetime = NOW) -> Job:
    """Let the worker take what is due at this moment."""
    runner.run(lambda: now)
    job.refresh_from_db()
    return job


def imported(
    key: str,
    union: Union,
    rows: Iterable[Mapping[str, Any]],
    by: User,
    head: Mapping[str, Any] | None = None,
    **how: Any,
) -> Job:
    """Handed in and worked through."""
    data = workbook(definitions.import_(key), rows, head, **how)
    return work(hand_in(key, union, data, by))


@dataclass
class Desk:
    city: City

    @property
    def union(self) -> Union:
        return self.city.software_union

    @property
    def lin(self) -> User:
        return self.city.lin

    def roster(self, rows: list[dict[str, Any]], **how: Any) -> Job:
        return imported(ROSTER, self.union, rows, self.lin, **how)

    def members(self, rows: list[dict[str, Any]], head: Any = None, **how: Any) -> Job:
        return imported(MEMBERS, self.union, rows, self.lin, head or header(self.union), **how)


def open_desk(city: City) -> Desk:
    """林晓岚 may import for her union: the roster and the collection of members."""
    publish_imports(User.objects.system())
    for verb in ("handle_medical_aid", "handle_member_management"):
        give(city.lin, verb, city.software_union)
    return Desk(city)
