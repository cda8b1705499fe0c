"""Asking what another person may do, and why: who may, and that it was asked."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from permissions import gate
from unionhall import audit
from unionhall.casework.messaging.watching import may_audit
from unionhall.casework.refusals import NotYours
from unionhall.organisation.models import Union
from unionhall.people.models import Person, User


def may_ask(user: User, union: Union) -> bool:
    """Whoever manages the staff there; who reads the audit trail of the city, about anywhere."""
    return bool(gate.of(user).may_manage_staff(union)) or may_audit(user)


def ask(person: Person, union: Union, *, by: User, now: datetime) -> None:
    """Leave behind that he asked; about oneself anybody may know. Raises NotYours."""
    with transaction.atomic():
        if not may_ask(by, union):
            raise NotYours
        if person.pk != by.person_id:
            values = {"deed": "asked", "union": union.name}
            audit.record("reveal", by=by, now=now, about=f"person:{person.key}", values=values)
