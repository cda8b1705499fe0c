"""Stock opinions one officer may choose from: his own, those of his unions, the platform's."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Q

from permissions import gate
from unionhall.definitions import selectors as definitions
from unionhall.organisation.models import Union
from unionhall.people.models import User
from unionhall.registers.models import Record

MOST = 200


@dataclass(frozen=True, slots=True)
class Opinion:
    """`union` is the key of the union it belongs to; `level`: own, union or platform."""

    key: str
    text: str
    level: str
    union: str = ""
    union_name: str = ""
    register: str = ""


def opinions(user: User, registers: Iterable[str], field: str = "text") -> tuple[Opinion, ...]:
    """Own ones first, then each union's, then the platform's; newest first within. One query."""
    unions = gate.staff_unions(user)
    owners = Q(union__in=[union.pk for union in unions])
    owners |= Q(union__isnull=True, person__isnull=True)
    if user.person_id is not None:
        owners |= Q(person_id=user.person_id)
    rows = (
        Record.objects.filter(owners, register__in=list(registers), closed_at__isnull=True)
        .select_related("union")
        .order_by("-pk")[:MOST]
    )
    found = [_opinion(record, field) for record in rows]
    order = {"own": 0, "union": 1, "platform": 2}
    return tuple(sorted(found, key=lambda one: (order[one.level], one.union_name)))


def registers_of(user: User) -> tuple[str, ...]:
    """Opinion registers that the processes of this officer's matter groups name. One query."""
    groups = gate.of(user).matter_groups
    named = {
        action.opinions: None
        for _document, process in definitions.catalogue()
        if process.matter_group in groups
        for stage in process.stages
        for action in stage.actions
        if action.opinions
    }
    return tuple(named)


def _opinion(record: Record, field: str) -> Opinion:
    text = str(record.values.get(field, ""))
    union: Union | None = record.union
    if record.person_id is not None:
        return Opinion(record.key, text, "own", register=record.register)
    if union is not None:
        return Opinion(record.key, text, "union", union.key, union.name, record.register)
    return Opinion(record.key, text, "platform", register=record.register)
