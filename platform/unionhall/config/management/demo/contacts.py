"""Whom to call at the unions of the demonstration city (J1-42, J1-43): invented numbers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from unionhall.config.management.demo.plan import Plan
from unionhall.organisation import store
from unionhall.organisation.models import Union


def publish(plan: Plan, unions: Sequence[Union]) -> int:
    """Write the contacts of every union that has some; returns how many there are."""
    written = 0
    for union in unions:
        rules = [rule for rule in plan.data["contacts"] if union.kind in rule["kinds"]]
        if not rules:
            continue
        rows = []
        for rule in rules:
            rows.append(_row(plan, rule, written))
            written += 1
        store.set_contacts(union, rows)
    return written


def _row(plan: Plan, rule: Mapping[str, Any], serial: int) -> dict[str, Any]:
    numbers = (f"1540300{serial:03}{line}" for line in range(1, rule["phones"] + 1))
    return {
        "matter_group": rule["matter_group"],
        "name": rule["name"],
        "phones": "、".join(numbers),
        "hours": plan.data["service_hours"],
    }
