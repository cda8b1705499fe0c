"""Records of registers that the plan makes up; what a register starts with comes by publishing.

Written through the registers' own store, so keys, types and history are as in earnest.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from unionhall.config.management.demo.plan import Plan
from unionhall.engine.shapes import RegisterWrite
from unionhall.language.model import Register
from unionhall.organisation.models import Union, Unit
from unionhall.registers import store


def fill(
    plan: Plan,
    registers: Mapping[str, Register],
    unions: Sequence[Union],
    units: Sequence[Unit],
    by: Any,
    now: datetime,
) -> int:
    """Made-up records of the plan, one per union at most; returns how many."""
    names = {unit.union_id: unit.name for unit in reversed(units) if unit.union_id}
    written = 0
    for rule in plan.data["records"]:
        register = registers[rule["register"]]
        for union in unions:
            if not _is_due(plan, rule, union):
                continue
            written += 1
            values = {
                column: _value(plan, how, union, names.get(union.pk, ""), written)
                for column, how in rule["values"].items()
            }
            write = RegisterWrite("create", register.key, {}, values)
            store.apply(write, register, union=union, by=by, now=now)
    return written


def _is_due(plan: Plan, rule: Mapping[str, Any], union: Union) -> bool:
    if union.kind not in rule["kinds"] or union.name in rule["never"]:
        return False
    return union.name in rule["always"] or plan.chance.randrange(100) < rule["percent"]


def _value(plan: Plan, how: Mapping[str, Any], union: Union, unit: str, serial: int) -> Any:
    if "is" in how:
        return {"union": union.key, "unit": unit or union.name}[how["is"]]
    if "days_before_founding" in how and union.founded_on:
        before = plan.chance.randint(*how["days_before_founding"])
        return (union.founded_on - timedelta(days=before)).isoformat()
    if "pattern" in how:
        return how["pattern"].format(serial=serial)
    return plan.chance.randrange(how["from"], how["to"], how["step"])
