"""Many memberships begun at once, in few statements: a workbook of members, not one by one.

What is left behind for each is what `membership.join` leaves. All or nothing: whoever is refused
here does them one by one to learn which.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import date, datetime

from django.db import IntegrityError, transaction
from django.utils import timezone

from unionhall import audit
from unionhall.casework.core import membership
from unionhall.casework.core.numbers import next_member_numbers
from unionhall.casework.core.sentences import refused
from unionhall.casework.staff.chairing import follow_register, lock_unions_of
from unionhall.organisation import store as tree
from unionhall.organisation.models import Union
from unionhall.people import history
from unionhall.people.models import ACTIVE_STATES, Membership, MembershipState, Person, User

BATCH = 500


def join_many(
    people: Sequence[Person],
    union: Union,
    *,
    since: date,
    source: str,
    basis: str,
    by: User,
    now: datetime,
) -> None:
    """Begin the memberships of people who have none. Raises Refused: union-closed,
    already-member."""
    today = timezone.localtime(now).date()
    with transaction.atomic():
        if not lock_unions_of(people, union)[union.pk].is_active:
            raise refused("union-closed")
        list(
            Person.objects.select_for_update(no_key=True)
            .filter(pk__in=[one.pk for one in people])
            .order_by("pk")
            .values_list("pk")
        )
        held = Membership.objects.filter(person__in=people)
        if held.filter(state__in=ACTIVE_STATES).exists() or len(set(people)) != len(people):
            raise refused("already-member")
        earlier = dict(held.exclude(number="").order_by("id").values_list("person_id", "number"))
        fresh = iter(next_member_numbers(today, len(people) - len(earlier)))
        made = [
            Membership(
                person=one,
                union=union,
                state=MembershipState.JOINED,
                since=since,
                source=source,
                number=earlier.get(one.pk) or next(fresh),
            )
            for one in people
        ]
        try:
            with transaction.atomic():
                Membership.objects.bulk_create(made, batch_size=BATCH)
        except IntegrityError as taken:
            raise refused("already-member") from taken
        _remember(made, basis, by=by, now=now)
        for named in Union.objects.filter(chair__in=people, is_active=True).order_by("pk"):
            follow_register(tree.lock_union(named), by=by, now=now)


def _remember(made: Sequence[Membership], basis: str, *, by: User, now: datetime) -> None:
    changes = []
    entries = []
    for one in made:
        after = json.dumps(membership.facts(one), ensure_ascii=False)
        changes.append((one.person, membership.TABLE, "", after, basis))
        values = {"union": one.union.name, "state": one.state}
        entries.append((f"person:{one.person.key}", values))
    history.keep_many(changes, by=by, now=now)
    audit.record_many(membership.TABLE, entries, by=by, now=now)
