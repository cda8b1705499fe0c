"""Take an unused activation code back."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from permissions import gate
from unionhall.casework.refusals import Conflict, NotYours
from unionhall.casework.staff import codes, parties
from unionhall.casework.staff.sentences import SENTENCES
from unionhall.organisation.models import ActivationCode
from unionhall.people.models import User


def revoke_code(union_key: str, number: int, *, by: User, now: datetime) -> ActivationCode:
    """Raises NotYours, Conflict: code-spent."""
    with transaction.atomic():
        union = parties.union_of(union_key)
        if not gate.fresh(by).may_give_code(union):
            raise NotYours
        row = ActivationCode.objects.select_related("union").filter(union=union, pk=number).first()
        if row is None:
            raise NotYours

        unused = ActivationCode.objects.filter(
            pk=row.pk, used_at__isnull=True, revoked_at__isnull=True
        )
        if unused.update(revoked_at=now) != 1:
            raise Conflict("code-spent", str(SENTENCES["code-spent"]))
        codes.record(row, "revoked", by=by, now=now)
    return row
