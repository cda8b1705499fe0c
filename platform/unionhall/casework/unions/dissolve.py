"""Dissolve a union that has nothing left: no unions below, no members, no open cases."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from unionhall.casework.core.sentences import refused
from unionhall.casework.refusals import Refused
from unionhall.casework.unions import closing, parties
from unionhall.organisation import store
from unionhall.organisation.models import Union
from unionhall.people.models import ACTIVE_STATES, User


def dissolve(union_key: str, reason: str, *, by: User, now: datetime) -> Union:
    """Its units stay registered, without a union. From above only.

    Raises NotYours, Refused: reason, root-stays, union-closed, has-children, has-members,
    has-open-cases.
    """
    with transaction.atomic():
        store.lock_tree()
        union, _parent = parties.managed_from_above(union_key, by)

        words = " ".join(reason.split())
        if not 2 <= len(words) <= 200:
            raise Refused("reason", _("Please write the reason in 2 to 200 signs."))
        if not union.is_active:
            raise refused("union-closed")
        if closing.has_children(union):
            raise refused("has-children")
        store.lock_union(union)
        if union.memberships.filter(state__in=ACTIVE_STATES).exists():
            raise refused("has-members")
        closing.check_cases(union)

        for unit in union.units.all():
            store.change_unit(unit, union, {"union": None}, basis=words, by=by, now=now)
        closing.close(union, words, None, by=by, now=now)
    return union
