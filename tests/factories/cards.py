"""The city with service cards published: an agreement with the bank, cards to apply for.

林晓岚 handles for the software union, 陈思远 reviews agreements in the district, 苏文 exchanges
batches with the bank at the root.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from permissions import grants
from tests.factories.applications import NOW, PACK, fresh, publish, task_of, upload
from tests.factories.city import City
from tests.factories.enrolment import worker
from tests.factories.grants import give
from tests.factories.people import make_person
from unionhall.cases.models import Case
from unionhall.casework.attach import attach
from unionhall.casework.decide import decide
from unionhall.casework.hand_in import hand_in, keep
from unionhall.casework.lines.add import add_all
from unionhall.casework.outside import send
from unionhall.casework.save import save
from unionhall.casework.start import start
from unionhall.casework.submit import submit
from unionhall.definitions import selectors as definitions
from unionhall.definitions import store as definition_store
from unionhall.engine.shapes import RegisterWrite
from unionhall.language.canonical import canonical_text, digest_of_text
from unionhall.language.parse import parse_pack
from unionhall.organisation.models import Union
from unionhall.people.models import User
from unionhall.registers import store as registers
from unionhall.registers.models import Record

ISSUING, AGREEMENT = "card-issuing", "card-agreement"
REGISTERS = ("member-card", "card-agreement", "return-opinions")
AGREED = {
    "bank": "示例银行", "branch": "79011", "branch_name": "示例银行海滨园区支行", "contact": "周行",
    "contact_phone": "15400000088", "valid_from": "2026-01-01", "valid_to": "2028-12-31",
}  # fmt: skip
DELIVERY = {"on": "2026-11-25", "hours": "上午", "courier": "周行", "courier_mobile": "15400000088"}


@dataclass
class Cards:
    """`clock` moves a minute with every verb."""

    city: City
    clock: datetime = field(default=NOW)

    @property
    def now(self) -> datetime:
        self.clock += timedelta(minutes=1)
        return self.clock

    def draft(self) -> Case:
        """A batch with everybody who waits for a card on its list."""
        by = self.city.lin
        case = start(ISSUING, by=by, now=self.now)
        save(case.key, {"place": "海滨软件园一号楼"}, by=by, now=self.now)
        return fresh(add_all(case.key, {}, by=by, now=self.now).case)

    def submitted(self) -> Case:
        case = self.draft()
        return submit(case.key, case.version, ["authorisation"], by=self.city.lin, now=self.now)

    def worked(self) -> int:
        """What the worker does: hand over, take what comes back."""
        now = self.now
        return send.send_due(lambda: now)

    def delivered(self, case: Case) -> Case:
        case, task = fresh(case), task_of(case)
        su = self.city.su
        return decide(case.key, task.pk, "approve", case.version, DELIVERY, by=su, now=self.now)

    def signed(self, case: Case, count: int) -> Case:
        lin = self.city.lin
        values = {"signed_on": "2026-11-21", "count": count}
        keep(case.key, "sign", values, by=lin, now=self.now)
        attach(case.key, "receipt", upload("签收单.png"), by=lin, now=self.now)
        return hand_in(case.key, "sign", by=lin, now=self.now)


def open_cards(city: City) -> Cards:
    system = User.objects.system()
    grants.ensure_matter_groups(parse_pack(json.loads((PACK / "pack.json").read_text())))
    for name in REGISTERS:
        publish(json.loads((PACK / "registers" / f"{name}.json").read_text()), system)
    for name in ("bank-branches",):
        publish(json.loads((PACK / "codelists" / f"{name}.json").read_text()), system)
    for name in (ISSUING, AGREEMENT):
        publish(json.loads((PACK / "processes" / f"{name}.json").read_text()), system)
    for file in sorted(PACK.glob("texts/card-*.md")):
        body = canonical_text(file.read_text())
        definition_store.publish(
            "text", file.stem, pack="lu", title=file.stem, body=body,
            digest=digest_of_text(body), by=system, now=NOW,
        )  # fmt: skip
    give(city.lin, "handle_member_card", city.software_union)
    give(city.chen, "review_member_card", city.sijiang)
    give(city.su, "exchange_member_card", city.root)
    return Cards(city)


def agree(union: Union, **changed: object) -> Record:
    return _add(
        "card-agreement", {**AGREED, "union": union.key, "union_name": union.name, **changed}
    )


def apply_for(union: Union, serials: Sequence[int]) -> list[Record]:
    """Cards that wait to be applied for, one for each of these workers."""
    found = []
    for serial in serials:
        known = worker(serial)
        name, number = str(known["name"]), str(known["document_no"])
        person = make_person(name, number)
        values = {
            "union": union.key, "person": person.key, "name": name, "document_no": number,
            "mobile": known["mobile"], "branch": "79011", "transport_card": serial % 2 == 0,
        }  # fmt: skip
        found.append(_add("member-card", values))
    return found


def _add(register: str, values: dict[str, object]) -> Record:
    write = RegisterWrite("create", register, {}, values)
    system = User.objects.system()
    return registers.apply(write, definitions.register(register), union=None, by=system, now=NOW)
