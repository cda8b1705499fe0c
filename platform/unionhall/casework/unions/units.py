"""The employer of a union: one has one union of its own; a joint union has many employers."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from unionhall.casework.core.sentences import refused
from unionhall.casework.refusals import Invalid
from unionhall.casework.unions import fields
from unionhall.casework.unions.fields import Field
from unionhall.engine.problem import Problem
from unionhall.language.organisation_numbers import is_code_of_union
from unionhall.organisation import store
from unionhall.organisation.models import Union, Unit
from unionhall.people.models import User

CODE = f"{fields.PREFIX}code"


def read(
    known: Iterable[Field],
    posted: Mapping[str, Any],
    problems: list[Problem],
    *,
    is_needed: bool,
) -> dict[str, Any]:
    """Values of the unit; {} when none was given and none is needed."""
    known = tuple(known)
    given = any(str(posted.get(fields.PREFIX + field.name) or "").strip() for field in known)
    if not given and not is_needed:
        return {}
    asked = {fields.PREFIX + field.name: "" for field in known if field.is_required}
    values = fields.read(known, {**asked, **posted}, problems, fields.PREFIX)
    if is_code_of_union(values.get("code") or ""):
        problems.append(
            Problem("field", CODE, {}, _("This is the code of a union, not of an employer."))
        )
    return values


def attach(union: Union, values: Mapping[str, Any], *, by: User, now: datetime) -> Unit:
    """Make or take over the employer with this code. Raises Invalid when it has a union."""
    unit = Unit.objects.select_for_update(of=("self",)).filter(code=values["code"]).first()
    if unit is None:
        try:
            with transaction.atomic():
                unit = store.add_unit(union=union, **values)
        except IntegrityError as taken:
            raise refused("code-taken") from taken
        store.log_change(union, "unit", "", unit.name, by=by, now=now)
        return unit
    former = unit.union
    if former is not None and former.is_active and former.pk != union.pk:
        text = _("This unit belongs to %(union)s already.") % {"union": former.name}
        raise Invalid("unit-taken", text, [Problem("field", CODE, {}, text)])
    store.change_unit(unit, union, {"union": union, **values}, by=by, now=now)
    return unit
