"""The city with the joining of whole units published: members as of yesterday, an open year.

林晓岚 handles for the software union, 陈思远 reviews for the unions above it, 苏文 makes contracts.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta

from permissions import grants
from tests.factories.applications import PACK, fresh, publish, task_of
from tests.factories.city import City
from tests.factories.enrolment import add_plan
from tests.factories.grants import give
from tests.factories.people import make_person
from unionhall.cases.models import Case
from unionhall.casework.decide import decide
from unionhall.casework.save import save
from unionhall.casework.start import start
from unionhall.casework.submit import submit
from unionhall.definitions import selectors as definitions
from unionhall.definitions import store as definition_store
from unionhall.language.canonical import canonical_text, digest_of_text
from unionhall.language.parse import parse_pack
from unionhall.organisation.models import Union
from unionhall.people import store as people
from unionhall.people.models import Person, User
from unionhall.registers import snapshots
from unionhall.registers.models import Record, Snapshot

PROCESS = "unit-enrolment"
REGISTERS = (
    "member-roll", "aid-plan", "unit-enrolment", "unit-contract", "member-policy", "return-opinions"
)  # fmt: skip
# Saturday, ten in the morning in the city
NOW = datetime(2026, 11, 21, 2, 0, tzinfo=UTC)
MIDNIGHT = datetime(2026, 11, 20, 16, 0, tzinfo=UTC)
FORM = {"operator": "林晓岚", "mobile": "15400000001", "remark": "本年度全员入会"}


@dataclass
class House:
    city: City
    plan: Record
    clock: datetime = field(default=NOW)

    @property
    def now(self) -> datetime:
        self.clock += timedelta(minutes=1)
        return self.clock

    def draft(self, by: User | None = None) -> Case:
        by = by or self.city.lin
        case = start(PROCESS, by=by, now=self.now)
        return save(case.key, FORM, "apply", by=by, now=self.now).case

    def submit(self, case: Case, by: User | None = None) -> Case:
        case = fresh(case)
        return submit(case.key, case.version, ["notice"], by=by or self.city.lin, now=self.now)

    def submitted(self) -> Case:
        return self.submit(self.draft())

    def approve(self, case: Case, by: User, action: str = "approve", **more: object) -> Case:
        case, task = fresh(case), task_of(case)
        return decide(case.key, task.pk, action, case.version, by=by, now=self.now, **more)

    def contracted(self) -> Case:
        case = self.approve(self.submitted(), self.city.chen)
        values = {"number": "HZ2026-0001", "signed_on": "2026-11-20"}
        return self.approve(case, self.city.su, values=values)


def open_units(city: City, members: int = 3) -> House:
    """The software union has 林晓岚 and so many members more, and yesterday's state published."""
    system = User.objects.system()
    grants.ensure_matter_groups(parse_pack(json.loads((PACK / "pack.json").read_text())))
    for name in REGISTERS:
        publish(json.loads((PACK / "registers" / f"{name}.json").read_text()), system)
    publish(json.loads((PACK / "processes" / f"{PROCESS}.json").read_text()), system)
    for file in sorted((*PACK.glob("texts/unit-enrolment-*.md"), *PACK.glob("texts/case-*.md"))):
        body = canonical_text(file.read_text())
        definition_store.publish(
            "text", file.stem, pack="lu", title=file.stem, body=body,
            digest=digest_of_text(body), by=system, now=NOW,
        )  # fmt: skip
    for user, union in ((city.lin, city.software_union), (city.zhou, city.machinery_union)):
        give(user, "handle_mutual_association", union)
    give(city.chen, "review_mutual_association", city.park)
    give(city.su, "review_mutual_association", city.root)
    for serial in range(members):
        add_member(f"会员{'一二三四五六七八九十'[serial % 10]}", city.software_union)
    take()
    plan = add_plan(city.root, system, scheme="association", number=2026, title="2026 年度", fee=0)
    return House(city, plan)


def add_member(name: str, union: Union, state: str = "joined") -> Person:
    person = make_person(name, mobile="15400009999")
    people.add_membership(person, union, date(2024, 5, 1), state=state)
    return person


def take(as_of: datetime = MIDNIGHT) -> Snapshot:
    """The state of all memberships at a midnight, published at eight."""
    register = definitions.register("member-roll")
    snapshot = snapshots.begin(register, as_of)
    while not snapshots.carry_on(snapshot, register):
        pass
    snapshots.publish(snapshot, as_of + timedelta(hours=8))
    return snapshot
