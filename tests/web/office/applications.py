"""Cases reach a state through the verbs, as people would bring them there."""

from __future__ import annotations

import io
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from PIL import Image

from tests.factories.city import City
from unionhall.cases.models import Case
from unionhall.casework.attach import attach
from unionhall.casework.choose import choose
from unionhall.casework.decide import decide
from unionhall.casework.save import save
from unionhall.casework.start import start
from unionhall.casework.submit import submit
from unionhall.definitions import selectors as definitions
from unionhall.engine.shapes import RegisterWrite
from unionhall.people.models import User
from unionhall.registers import store as registers

MORNING = datetime(2026, 11, 2, 1, 0, tzinfo=UTC)
PROCESS = "fund-refund"
ACCOUNT = {
    "has_account": True,
    "bank_branch": "鹭湾银行思江支行",
    "account_no": "4100020009021234567",
}


def picture(shade: int = 200) -> SimpleUploadedFile:
    stream = io.BytesIO()
    Image.new("RGB", (320, 420), (shade, shade, 240)).save(stream, "PNG")
    return SimpleUploadedFile("呈报表.png", stream.getvalue(), "image/png")


@dataclass
class Hall:
    city: City
    clock: datetime = MORNING

    def later(self) -> datetime:
        self.clock += timedelta(minutes=10)
        return self.clock

    def hand_in(self, by: User | None = None, **answers: Any) -> Case:
        """A submitted application of 海滨软件有限公司, waiting at 思江区总工会."""
        by = by or self.city.lin
        unit = self.city.machinery if by == self.city.zhou else self.city.software
        case = start(PROCESS, by=by, now=self.later())
        choose(case.key, "unit", unit.key, by=by, now=self.later())
        typed = {**ACCOUNT, "account_name": unit.union.name, **answers}
        save(case.key, typed, by=by, now=self.later())
        for material in ("chair_report", "committee_report", "account_permit"):
            attach(case.key, material, picture(), by=by, now=self.later())
        case.refresh_from_db()
        return submit(case.key, case.version, ["refund"], by=by, now=self.later())

    def decide(self, case: Case, by: User, action: str, **more: Any) -> Case:
        task = case.tasks.get(done_at__isnull=True)
        case.refresh_from_db()
        return decide(case.key, task.pk, action, case.version, by=by, now=self.later(), **more)


def open_hall(city: City) -> Hall:
    """Publish all definitions and record that both employers paid."""
    call_command("definitions", "publish", verbosity=0)
    system = User.objects.system()
    register = definitions.register("fund-payment")
    for union in (city.software_union, city.machinery_union):
        values = {
            "union": union.key,
            "unit_name": union.name,
            "amount": 8_000_000,
            "paid_on": "2024-03-01",
            "receipt_no": f"JK{union.pk}",
        }
        registers.apply(
            RegisterWrite("create", register.key, {}, values),
            register,
            union=union,
            by=system,
            now=MORNING,
        )
    return Hall(city)
