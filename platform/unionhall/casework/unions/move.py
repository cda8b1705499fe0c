"""Move a union with everything below it under another one (P15)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from unionhall.casework.core import union as core
from unionhall.casework.refusals import Refused
from unionhall.casework.unions import parties
from unionhall.organisation import tree
from unionhall.organisation.models import Union
from unionhall.people.models import ACTIVE_STATES, Membership, User

LONGEST_REASON = 200


@dataclass(frozen=True, slots=True)
class Moved:
    """What goes along with a union."""

    unions: int
    members: int


def move(
    union_key: str, parent_key: str, reason: str, on: date | None = None, *, by: User, now: datetime
) -> Union:
    """Both the union above now and the one above then have to be his to manage (J1-10); across
    districts it needs an application (J1-12). Cases on their way keep their unions.

    Raises NotYours, Refused: reason, bad-day, no-such-union, and those of core.union.move.
    """
    with transaction.atomic():
        union, _former = parties.managed_from_above(union_key, by)
        parent = parties.target(parent_key, by)

        words, today = " ".join(reason.split()), timezone.localdate(now)
        if not 2 <= len(words) <= LONGEST_REASON:
            raise Refused("reason", _("Please write the reason in 2 to 200 signs."))
        if on is not None and on > today:
            raise Refused("bad-day", _("A move takes effect today or earlier."))

        core.move(union, parent, on=on or today, basis=words, by=by, now=now)
    return union


def going_along(union: Union) -> Moved:
    """How much would be moved; for the question before it."""
    below = tree.within([union.path])
    members = Membership.objects.filter(
        tree.within([union.path], "union__path"), state__in=ACTIVE_STATES
    )
    return Moved(Union.objects.filter(below, is_active=True).count(), members.count())
