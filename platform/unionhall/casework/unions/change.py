"""Change the register entry of a union (P20): what differs is logged field by field."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from unionhall.casework.core import union as core
from unionhall.casework.core.sentences import refused
from unionhall.casework.refusals import Conflict, Refused
from unionhall.casework.staff.set_chair import set_chair
from unionhall.casework.unions import fields, parties, units
from unionhall.engine.problem import Problem
from unionhall.organisation import store
from unionhall.organisation.models import Union
from unionhall.people.models import Person, User

CHAIR, CHAIR_MOBILE = "chair_name", "chair_mobile"
FIELDS = (*fields.BASICS, *fields.CONDUCT)


@dataclass(frozen=True, slots=True)
class Changed:
    """`fields`: names of what was changed. `note`: why the new chair has no rights, if so."""

    union: Union
    fields: tuple[str, ...]
    note: str = ""


def change(
    union_key: str,
    posted: Mapping[str, Any],
    *,
    seen: int | None = None,
    by: User,
    now: datetime,
) -> Changed:
    """`posted`: texts by field, those of the unit with `unit.` before them; what is not posted
    stays. `seen`: the newest change that was on the screen.

    Raises NotYours, Conflict (changed meanwhile), Invalid, Refused: name-taken, code-taken.
    """
    with transaction.atomic():
        union = parties.managed(union_key, by)
        store.lock_tree()
        union.refresh_from_db()
        if not union.is_active:
            raise refused("union-closed")
        _check_seen(union, seen)

        problems: list[Problem] = []
        values = fields.read(FIELDS, posted, problems)
        chair = _chair(union, values, posted, problems)
        of_unit = _unit(union, posted, problems)
        _check_term(union, values, problems)
        fields.check(problems)

        name = values.pop(CHAIR, union.chair_name)
        changed, note = core.update(union, values, basis="", by=by, now=now), ""
        if name != union.chair_name or (chair and chair.pk != union.chair_id):
            note = _set_chair(union, name, chair, by=by, now=now)
            changed = (*changed, CHAIR)
        if of_unit:
            changed = (*changed, *_change_unit(union, of_unit, by=by, now=now))
    return Changed(union, changed, note)


def _check_seen(union: Union, seen: int | None) -> None:
    newest = union.changes.order_by("-id").first()
    if seen is None or newest is None or newest.pk <= seen:
        return
    raise Conflict(
        "changed",
        _("%(who)s changed this union meanwhile. Please look at it again; nothing was saved.")
        % {"who": newest.by},
    )


def _unit(union: Union, posted: Mapping[str, Any], problems: list[Problem]) -> dict[str, Any]:
    """Values of its unit, when the page had any field of it."""
    if not any(name.startswith(fields.PREFIX) for name in posted):
        return {}
    return units.read(fields.UNIT, posted, problems, is_needed=union.units.exists())


def _check_term(union: Union, values: Mapping[str, Any], problems: list[Problem]) -> None:
    begins = values.get("term_from", union.term_from)
    ends = values.get("term_until", union.term_until)
    if begins and ends and ends <= begins:
        text = _("The term has to end after it begins.")
        problems.append(Problem("field", "term_until", {}, text))


def _change_unit(
    union: Union, values: Mapping[str, Any], *, by: User, now: datetime
) -> tuple[str, ...]:
    """Of the first unit, which is the only one but for joint unions; one is added if none is."""
    unit = union.units.order_by("id").first()
    if unit is None:
        units.attach(union, values, by=by, now=now)
        return ("unit",)
    try:
        with transaction.atomic():
            changed = store.change_unit(unit, union, values, by=by, now=now)
    except IntegrityError as taken:
        raise refused("code-taken") from taken
    return tuple(fields.PREFIX + name for name in changed)


def _chair(
    union: Union, values: Mapping[str, Any], posted: Mapping[str, Any], problems: list[Problem]
) -> Person | None:
    """The member whom the new name means. Several of one name: the mobile tells which."""
    name = values.get(CHAIR)
    if not name or (name == union.chair_name and not posted.get(CHAIR_MOBILE)):
        return None
    members = Person.objects.filter(
        name=name, memberships__union=union, memberships__state__in=("joined", "transferred_in")
    )
    mobile = str(posted.get(CHAIR_MOBILE) or "").strip()
    if mobile:
        members = members.filter(mobile=mobile)
    found = list(members[:2])
    if len(found) > 1 or (mobile and not found):
        text = _("Several members are called so, or none has this mobile. Please give the mobile.")
        problems.append(Problem("field", CHAIR_MOBILE, {}, text))
    return found[0] if len(found) == 1 else None


def _set_chair(union: Union, name: str, chair: Person | None, *, by: User, now: datetime) -> str:
    """Enter the name, and give the rights of a chair where that may be; else say why not."""
    was, note = union.chair_name, ""
    try:
        set_chair(union.key, chair.key if chair else None, by=by, now=now)
    except Refused as refusal:
        note = refusal.sentence
        set_chair(union.key, None, by=by, now=now)
    Union.objects.filter(pk=union.pk).update(chair_name=name)
    store.log_change(union, CHAIR, was, name, by=by, now=now)
    union.refresh_from_db()
    return note
