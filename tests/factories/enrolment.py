"""The city with the enrolment of workers published: rosters, an open plan, staff of every stage.

林晓岚 handles for the software union, 周启明 for the machinery union; 陈思远 and 何静 review first,
苏文 second at the root, 吴一帆 confirms payments there.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from permissions import grants
from tests.factories.applications import NOW, PACK, fresh, publish, task_of, upload
from tests.factories.city import City
from tests.factories.grants import give
from unionhall.cases.models import Case
from unionhall.casework.attach import attach
from unionhall.casework.choose import choose
from unionhall.casework.decide import decide
from unionhall.casework.hand_in import hand_in, keep
from unionhall.casework.lines.add import add_all
from unionhall.casework.save import save
from unionhall.casework.start import start
from unionhall.casework.submit import submit
from unionhall.config.management.demo.numbers import resident_id
from unionhall.definitions import selectors as definitions
from unionhall.definitions import store as definition_store
from unionhall.engine.shapes import RegisterWrite
from unionhall.language.canonical import canonical_text, digest_of_text
from unionhall.language.parse import parse_pack
from unionhall.organisation.models import Union
from unionhall.people.models import User
from unionhall.registers import store as registers
from unionhall.registers.models import Record

PROCESS = "aid-enrolment"
REGISTERS = ("roster", "aid-plan", "enrolment", "union-enrolment", "invoice", "return-opinions")
PLAN = {
    "title": "第二十一期职工医疗互助保障活动",
    "scheme": "aid",
    "number": 21,
    "enrol_from": "2026-09-01",
    "enrol_to": "2026-12-31",
    "funding": "paid",
    "fee": 6_000,
    "ratio_base": "staff",
    "ratio_government": 80,
    "ratio_institution": 80,
    "ratio_state_owned": 80,
    "ratio_other": 50,
    "ratio_policy": "block",
    "cover_rule": "next_day",
    "claim_to": "2027-12-31",
    "limit_total": 15_000_000,
    "shares": 1,
    "state": "open",
}
ACCOUNTS = [{"name": "海滨软件有限公司工会", "number": "7900112233445566"}]


@dataclass
class Aid:
    """`clock` moves a minute with every verb; `plan` is the open one."""

    city: City
    plan: Record
    clock: datetime = field(default=NOW)

    @property
    def now(self) -> datetime:
        self.clock += timedelta(minutes=1)
        return self.clock

    def draft(self, by: User | None = None, staff_total: int = 10, **values: object) -> Case:
        """A draft with its form filled in and nobody on the list."""
        by = by or self.city.lin
        case = start(PROCESS, by=by, now=self.now)
        choose(case.key, "plan", self.plan.key, source="open", by=by, now=self.now)
        answers = {"unit_nature": "other", "staff_total": staff_total, "accounts": ACCOUNTS}
        return save(case.key, {**answers, **values}, "union", by=by, now=self.now).case

    def listed(self, by: User | None = None, **more: object) -> Case:
        """A draft with everybody of the roster on the list."""
        case = self.draft(by, **more)
        return add_all(case.key, {}, by=by or self.city.lin, now=self.now).case

    def complete(self, by: User | None = None, **more: object) -> Case:
        case = self.listed(by, **more)
        return self.materials(case, by)

    def materials(self, case: Case, by: User | None = None) -> Case:
        by = by or self.city.lin
        for material in ("apply_form", "roster_sheet", "insurance_proof"):
            attach(case.key, material, upload("表.png"), by=by, now=self.now)
        return fresh(case)

    def voucher(self, case: Case) -> None:
        attach(case.key, "voucher", upload("回单.png"), by=self.city.lin, now=self.now)

    def submit(self, case: Case, by: User | None = None) -> Case:
        case = fresh(case)
        return submit(case.key, case.version, ["notice"], by=by or self.city.lin, now=self.now)

    def submitted(self, by: User | None = None, **more: object) -> Case:
        return self.submit(self.complete(by, **more), by)

    def approve(self, case: Case, by: User, action: str = "approve", **more: object) -> Case:
        case, task = fresh(case), task_of(case)
        return decide(case.key, task.pk, action, case.version, by=by, now=self.now, **more)

    def at_pay(self, **more: object) -> Case:
        case = self.approve(self.submitted(**more), self.city.chen)
        return self.approve(case, self.city.su)

    def paid(self, **more: object) -> Case:
        case = fresh(self.at_pay(**more))
        lin, amount = self.city.lin, case.line_count * 6_000
        values = {"paid_amount": amount, "paid_on": "2026-11-20"}
        keep(case.key, "pay", values, by=lin, now=self.now)
        self.voucher(case)
        return hand_in(case.key, "pay", by=lin, now=self.now)

    def confirmed(self, **more: object) -> Case:
        return self.approve(self.paid(**more), self.city.wu)


def open_aid(city: City) -> Aid:
    system = User.objects.system()
    publish_definitions(system)
    for user, union in ((city.lin, city.software_union), (city.zhou, city.machinery_union)):
        give(user, "handle_medical_aid", union)
    give(city.chen, "review_medical_aid", city.sijiang)
    give(city.he, "review_medical_aid", city.hudong)
    give(city.su, "review_medical_aid", city.root)
    give(city.wu, "confirm_medical_aid", city.root)
    for union in (city.software_union, city.machinery_union):
        Union.objects.filter(pk=union.pk).update(
            chair_name="罗一鸣", contact_name="方晓", contact_mobile="15400000031"
        )
        union.refresh_from_db()
    return Aid(city, add_plan(city.root, system))


def publish_definitions(by: User) -> None:
    grants.ensure_matter_groups(parse_pack(json.loads((PACK / "pack.json").read_text())))
    for name in REGISTERS:
        publish(json.loads((PACK / "registers" / f"{name}.json").read_text()), by)
    publish(json.loads((PACK / "processes" / f"{PROCESS}.json").read_text()), by)
    text = (PACK / "texts" / "enrolment-notice.md").read_text()
    body = canonical_text(text)
    definition_store.publish(
        "text",
        "enrolment-notice",
        pack="lu",
        title="参保须知",
        body=body,
        digest=digest_of_text(body),
        by=by,
        now=NOW,
    )


def add_plan(root: Union, by: User, **changed: object) -> Record:
    values = {**PLAN, "union": root.key, **changed}
    write = RegisterWrite("create", "aid-plan", {}, values)
    return registers.apply(write, definitions.register("aid-plan"), union=root, by=by, now=NOW)


def number(serial: int) -> str:
    """A right number of an invented resident, another for each serial."""
    born = date(1975 + serial // 8000 % 25, 1 + serial // 700 % 12, 1 + serial % 28)
    return resident_id(born, 1 + serial % 997)


def worker(serial: int, **changed: object) -> dict[str, object]:
    no = number(serial)
    return {
        "name": f"{'林周陈何苏吴马郑沈许'[serial % 10]}{chr(0x4E00 + serial % 6000)}",
        "document_kind": "111",
        "document_no": no,
        "mobile": f"154{serial:08d}",
        "gender": "1",
        "born_on": f"{no[6:10]}-{no[10:12]}-{no[12:14]}",
        "is_member": True,
        **changed,
    }


def enlist(union: Union, serials: Sequence[int], **changed: object) -> list[Record]:
    """These workers on the roster of a union."""
    by, roster = User.objects.system(), definitions.register("roster")
    return [
        registers.apply(
            RegisterWrite("create", "roster", {}, {"union": union.key, **worker(one, **changed)}),
            roster,
            union=union,
            by=by,
            now=NOW,
        )
        for one in serials
    ]
