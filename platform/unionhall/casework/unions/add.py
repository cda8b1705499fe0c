"""Found a union below one that is managed (P14): its entry, its unit, its first affiliation."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from permissions import gate
from unionhall.casework.core import union as core
from unionhall.casework.refusals import NotYours
from unionhall.casework.unions import fields, units
from unionhall.engine.problem import Problem
from unionhall.organisation.models import Union
from unionhall.organisation.selectors import union_by_key
from unionhall.people.models import User

UNION = (
    fields.NAME,
    fields.KIND,
    fields.CODE,
    fields.REGION,
    fields.FOUNDED,
    fields.CHAIR,
    fields.CONTACT,
    fields.MOBILE,
)
UNIT = fields.UNIT[:2]
WITH_UNIT = frozenset({"union", "joint"})


def add(
    parent_key: str, posted: Mapping[str, Any], basis: str = "", *, by: User, now: datetime
) -> Union:
    """`posted`: texts by the names of `UNION` and, with `unit.` before them, of `UNIT`.

    Raises NotYours, Invalid, Refused: misplaced, union-closed, name-taken, code-taken.
    """
    with transaction.atomic():
        parent = union_by_key(parent_key)
        if parent is None or not gate.fresh(by).may_manage_union(parent):
            raise NotYours

        problems: list[Problem] = []
        asked = {field.name: "" for field in UNION if field.is_required}
        values = fields.read(UNION, {**asked, **posted}, problems)
        unit = units.read(UNIT, posted, problems, is_needed=values.get("kind") in WITH_UNIT)
        if (founded := values.get("founded_on")) and founded > timezone.localdate(now):
            problems.append(Problem("field", "founded_on", {}, _("This day is still to come.")))
        fields.check(problems)

        values = {name: value for name, value in values.items() if value not in (None, "")}
        kind = values.pop("kind")
        union = core.add(kind, parent, values, basis=basis, by=by, now=now)
        if unit:
            units.attach(union, unit, by=by, now=now)
    return union
