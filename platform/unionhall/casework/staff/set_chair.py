"""Enter a new chair in the union register; all rights of the union follow (X3-06, 07)."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from permissions import gate, groups
from permissions.managing import MANAGE_UNION
from unionhall.casework.refusals import NotYours
from unionhall.casework.staff import parties
from unionhall.casework.staff.chairing import follow_register
from unionhall.casework.staff.sentences import from_verdict
from unionhall.organisation import store
from unionhall.organisation.models import Union
from unionhall.people import store as people
from unionhall.people.models import User


def set_chair(union_key: str, person_key: str | None, *, by: User, now: datetime) -> Union:
    """None: there is no chair for the time being.

    To name a chair is to give everything, so only whoever holds it all there or above may, and
    never himself. Raises NotYours, Refused: not-a-member-there, to-yourself, beyond-yours, ...
    """
    with transaction.atomic():
        union = store.lock_union(parties.union_of(union_key))
        rights = gate.fresh(by)
        if not rights.may_manage_union(union):
            raise NotYours
        person = None if person_key is None else parties.person_of(person_key)
        if person is not None:
            people.lock(person)
            target = parties.target_of(person, union)
            verdict = rights.may_grant(union, groups.of_a_chair(), None, target, MANAGE_UNION)
            if not verdict:
                raise from_verdict(verdict)

        union.chair = person
        union.chair_name = person.name if person else ""
        union.save(update_fields=["chair", "chair_name"])
        follow_register(union, by=by, now=now)
    return union
