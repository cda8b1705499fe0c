"""Merge a union into another one: members, units and the unions below go there, then it ends."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from unionhall.casework.core import transfers
from unionhall.casework.core import union as core
from unionhall.casework.core.sentences import refused
from unionhall.casework.refusals import Refused
from unionhall.casework.unions import closing, parties
from unionhall.organisation import store
from unionhall.organisation.models import Union
from unionhall.people.models import User

SOURCE = "merger"


def merge(union_key: str, into_key: str, reason: str, *, by: User, now: datetime) -> Union:
    """Members are transferred all at once; each has the history of it. From above only.

    Raises NotYours, Refused: reason, same-union, tree-cycle, root-stays, has-open-cases,
    misplaced (a group below would stand where none may), name-taken, ...
    """
    with transaction.atomic():
        store.lock_tree()
        union, _parent = parties.managed_from_above(union_key, by)
        into = parties.target(into_key, by)

        words, today = " ".join(reason.split()), timezone.localdate(now)
        if not 2 <= len(words) <= 200:
            raise Refused("reason", _("Please write the reason in 2 to 200 signs."))
        if not union.is_active:
            raise refused("union-closed")
        if into.path.startswith(union.path):
            raise refused("tree-cycle")
        store.lock_union(union)
        closing.check_cases(union)

        for child in list(Union.objects.get_children(union).filter(is_active=True)):
            core.move(child, into, on=today, basis=words, by=by, now=now)
        into = store.lock_union(into)
        transfers.transfer_all(union, into, on=today, source=SOURCE, reason=words, by=by, now=now)
        for unit in union.units.all():
            store.change_unit(unit, union, {"union": into}, basis=words, by=by, now=now)
        closing.close(union, words, into, by=by, now=now)
    return into
