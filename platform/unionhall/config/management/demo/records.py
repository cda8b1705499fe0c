"""Records of registers that the plan makes up; what a register starts with comes by publishing.

Written through the registers' own store, so keys, types and history are as in earnest.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.utils import timezone

from unionhall.config.management.demo.plan import Plan
from unionhall.config.management.demo.workforce import Worker
from unionhall.engine.shapes import RegisterWrite
from unionhall.language.identity import birth_date
from unionhall.language.model import Register
from unionhall.organisation.models import Union, Unit
from unionhall.people import sealing
from unionhall.people.documents import RESIDENT_CARD
from unionhall.people.models import ACTIVE_STATES
from unionhall.registers import store

ALL = 100


@dataclass(frozen=True)
class Place:
    """What one record is made up from. `facts`: of the union, and of a person where it has one."""

    union: Union
    facts: Mapping[str, Any]
    serial: int
    now: datetime


def fill(
    plan: Plan,
    registers: Mapping[str, Register],
    unions: Sequence[Union],
    units: Sequence[Unit],
    workers: Sequence[Worker],
    by: Any,
    now: datetime,
) -> int:
    """Made-up records of the plan; returns how many."""
    names = {unit.union_id: unit.name for unit in reversed(units) if unit.union_id}
    written = 0
    for rule in plan.data["records"]:
        register = registers[rule["register"]]
        for union in unions:
            if not _is_due(plan, rule, union):
                continue
            unit = names.get(union.pk) or union.name
            place = {"union": union.key, "union_name": union.name, "unit": unit}
            for facts in _subjects(plan, rule, union, workers):
                written += 1
                made = Place(union, {**place, **facts}, written, now)
                write = RegisterWrite("create", register.key, {}, _values(plan, rule, made))
                store.apply(write, register, union=union, by=by, now=now)
    return written


def _is_due(plan: Plan, rule: Mapping[str, Any], union: Union) -> bool:
    if union.kind not in rule["kinds"] or union.name in rule.get("never", ()):
        return False
    is_always = union.name in rule.get("always", ())
    return is_always or plan.chance.randrange(ALL) < rule["percent"]


def _subjects(
    plan: Plan, rule: Mapping[str, Any], union: Union, workers: Sequence[Worker]
) -> Iterator[Mapping[str, Any]]:
    """One record per union; or one per person who works there, and for some more people."""
    if "people" not in rule:
        yield {}
        return
    for worker in workers:
        is_here = worker.unit is not None and worker.unit.union_id == union.pk
        is_meant = worker.state in ACTIVE_STATES or not rule["people"].get("only_members")
        if is_here and is_meant and worker.person.mobile:
            yield _known(worker)
    taken: set[str] = set()
    for number in range(rule["people"]["more"]):
        gender = plan.chance.choice("12")
        card = plan.new_resident_id(gender, taken)
        yield {
            "name": plan.person_name(),
            "document_kind": RESIDENT_CARD,
            "document_no": card,
            "mobile": f"1542{union.pk % 1000:03}{number:04}",
            "gender": gender,
            "born_on": birth_date(card),
            "is_member": False,
        }


def _known(worker: Worker) -> Mapping[str, Any]:
    person = worker.person
    return {
        "person": person.key,
        "name": person.name,
        "document_kind": worker.document.kind,
        "document_no": sealing.unseal(worker.document.sealed_number),
        "mobile": person.mobile or None,
        "gender": person.gender,
        "born_on": person.born_on,
        "is_member": worker.state in ACTIVE_STATES,
    }


def _values(plan: Plan, rule: Mapping[str, Any], place: Place) -> dict[str, Any]:
    wanted = dict(rule["values"])
    for more in rule.get("sometimes", ()):
        if plan.chance.randrange(ALL) < more["percent"]:
            wanted |= more["values"]
            break
    values = {column: _value(plan, how, place) for column, how in wanted.items()}
    return {column: value for column, value in values.items() if value is not None}


def _value(plan: Plan, how: Mapping[str, Any], place: Place) -> Any:
    if "is" in how:
        known = place.facts.get(how["is"])
        return known.isoformat() if isinstance(known, date) else known
    if "days_before_founding" in how and place.union.founded_on:
        before = plan.chance.randint(*how["days_before_founding"])
        return (place.union.founded_on - timedelta(days=before)).isoformat()
    if "days_from_now" in how:
        days = how["days_from_now"]
        day = timezone.localdate(place.now) + timedelta(
            days=plan.chance.randint(*days) if isinstance(days, list) else days
        )
        return day.isoformat()
    if "pattern" in how:
        return how["pattern"].format(serial=place.serial)
    if "value" in how:
        return how["value"]
    if "one_of" in how:
        return plan.chance.choice(how["one_of"])
    return plan.chance.randrange(how["from"], how["to"], how["step"])
