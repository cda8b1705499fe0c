"""Applications for the first process, brought to a state by the real verbs only."""

from __future__ import annotations

import io
import json
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from tests.factories.city import City
from unionhall.cases.models import Case, Task
from unionhall.casework.attach import attach
from unionhall.casework.choose import choose
from unionhall.casework.decide import decide
from unionhall.casework.save import save
from unionhall.casework.start import start
from unionhall.casework.submit import submit
from unionhall.definitions import selectors as definitions
from unionhall.definitions import store as definition_store
from unionhall.engine.shapes import RegisterWrite
from unionhall.language.canonical import canonical, canonical_text, digest, digest_of_text
from unionhall.organisation.models import Union, Unit
from unionhall.people.models import User
from unionhall.registers import store as registers

PACK = Path(__file__).parents[2] / "form_definitions" / "lu"
PROCESS = "fund-refund"
NOW = datetime(2026, 11, 21, 2, 0, tzinfo=UTC)
ACCOUNT = {
    "has_account": True,
    "bank_branch": "鹭湾银行思江支行",
    "account_name": "海滨软件有限公司工会",
    "account_no": "7900112233445566",
}
TEXT = "---\nkey: {key}\ntitle: {key}\n---\n\n# {key}\n\n我承诺以上内容属实。\n"


def publish(doc: dict[str, Any], by: User, now: datetime = NOW) -> Any:
    """One JSON document becomes current."""
    return definition_store.publish(
        doc["kind"],
        doc["key"],
        pack="lu",
        title=doc["title"],
        body=canonical(doc),
        digest=digest(doc),
        by=by,
        now=now,
    )


def publish_pack(by: User) -> None:
    """Everything of the repository's pack, and a stand-in for texts it does not hold."""
    for file in [PACK / "pack.json", *sorted(PACK.glob("registers/*.json"))]:
        publish(json.loads(file.read_text()), by)
    publish(process_document(), by)
    for key in ("hrss-consent", "refund-commitment"):
        body = canonical_text(TEXT.format(key=key))
        definition_store.publish(
            "text",
            key,
            pack="lu",
            title=key,
            body=body,
            digest=digest_of_text(body),
            by=by,
            now=NOW,
        )


def process_document() -> dict[str, Any]:
    return json.loads((PACK / "processes" / f"{PROCESS}.json").read_text())


def record_payment(union: Union, by: User, receipt: str = "") -> None:
    """The union paid its preparatory fund: the fact the conditions ask for."""
    write = RegisterWrite(
        "create",
        "fund-payment",
        {},
        {
            "union": union.key,
            "unit_name": union.name,
            "paid_on": "2023-04-01",
            "amount": 1_000_000,
            "receipt_no": receipt or f"R{union.pk}",
        },
    )
    registers.apply(write, definitions.register("fund-payment"), union=union, by=by, now=NOW)


def png(color: str = "navy", size: tuple[int, int] = (40, 30)) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", size, color).save(out, "PNG")
    return out.getvalue()


def upload(name: str = "呈报表.png", data: bytes | None = None) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, png() if data is None else data)


@dataclass
class Office:
    """The city with the process published; `clock` moves a minute with every verb."""

    city: City
    clock: datetime = field(default=NOW)

    @property
    def now(self) -> datetime:
        self.clock += timedelta(minutes=1)
        return self.clock

    def draft(self, by: User | None = None, unit: Unit | None = None) -> Case:
        """A draft with a unit chosen and the account typed."""
        by, unit = by or self.city.lin, unit or self.city.software
        case = start(PROCESS, by=by, now=self.now)
        case = choose(case.key, "unit", unit.key, source="user_centre", by=by, now=self.now).case
        answers = {**ACCOUNT, "account_name": unit.union.name}
        return save(case.key, answers, "account", case.version, by=by, now=self.now).case

    def complete(self, by: User | None = None, unit: Unit | None = None) -> Case:
        """A draft that may be submitted."""
        by = by or self.city.lin
        case = self.draft(by, unit)
        for material in ("chair_report", "committee_report", "account_permit"):
            attach(case.key, material, upload(), by=by, now=self.now)
        return fresh(case)

    def submitted(self, by: User | None = None, unit: Unit | None = None) -> Case:
        by = by or self.city.lin
        case = self.complete(by, unit)
        return submit(case.key, case.version, ["refund"], by=by, now=self.now)

    def approve(self, case: Case, by: User | None = None, amount: int = 500_000) -> Case:
        case, task = fresh(case), task_of(case)
        by = by or self.city.chen
        values = {"approved_amount": amount}
        return decide(case.key, task.pk, "approve", case.version, values, by=by, now=self.now)

    def disburse(self, case: Case, amount: int = 500_000) -> Case:
        case, task = fresh(case), task_of(case)
        values = {"paid_amount": amount, "paid_on": "2026-11-20", "voucher_no": f"V{case.pk:06}"}
        by = self.city.su
        return decide(case.key, task.pk, "approve", case.version, values, by=by, now=self.now)

    def give_back(self, case: Case, items: tuple[str, ...] = (), by: User | None = None) -> Case:
        case, task = fresh(case), task_of(case)
        by = by or self.city.chen
        return decide(
            case.key, task.pk, "return", case.version, None, "请更正", items, by=by, now=self.now
        )


def open_office(city: City) -> Office:
    publish_pack(User.objects.system())
    for union in (city.software_union, city.machinery_union, city.research_group):
        record_payment(union, city.su)
    return Office(city)


def fresh(case: Case) -> Case:
    """The case as the database has it now."""
    return Case.objects.select_related("draft", "union", "starter", "revision").get(pk=case.pk)


def task_of(case: Case) -> Task:
    return Task.objects.get(case=case, done_at=None)
