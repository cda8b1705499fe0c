"""All members of a union at once into another one: a merger of thousands, in a few statements.

What is left behind for each is what `membership.transfer` leaves. Rights at the old union end with
it (`closing`), which follows in the same transaction.
"""

from __future__ import annotations

import json
from datetime import date, datetime
from typing import Any

from django.db import IntegrityError
from django.utils import timezone

from unionhall import audit
from unionhall.casework.core.membership import TABLE, facts
from unionhall.casework.core.numbers import next_member_number
from unionhall.casework.core.sentences import refused
from unionhall.casework.staff.chairing import follow_register
from unionhall.organisation.models import Union
from unionhall.people import history
from unionhall.people.models import ACTIVE_STATES, Membership, MembershipState, Person, User

BATCH = 500


def transfer_all(
    union: Union, into: Union, *, on: date, source: str, reason: str, by: User, now: datetime
) -> int:
    """To be called with both unions locked. Returns how many members there were."""
    active = Membership.objects.filter(union=union, state__in=ACTIVE_STATES)
    list(
        Person.objects.select_for_update(no_key=True)
        .filter(pk__in=active.values("person"))
        .order_by("pk")
        .values_list("pk")
    )
    leaving = list(active.select_related("person", "union").order_by("pk"))
    for first in range(0, len(leaving), BATCH):
        _transfer(leaving[first : first + BATCH], into, on, source, reason, by=by, now=now)
    follow_register(into, by=by, now=now)  # its register may name one who only now is a member
    return len(leaving)


def _transfer(
    leaving: list[Membership],
    into: Union,
    on: date,
    source: str,
    reason: str,
    *,
    by: User,
    now: datetime,
) -> None:
    joining, before = [], [facts(held) for held in leaving]
    for held in leaving:
        day = max(on, held.since)
        held.state, held.until, held.reason = MembershipState.TRANSFERRED_OUT, day, reason
        number = held.number or next_member_number(timezone.localtime(now).date())
        new = Membership(person=held.person, union=into, since=day, number=number)
        new.state, new.source, new.reason = MembershipState.TRANSFERRED_IN, source, reason
        joining.append(new)
    Membership.objects.bulk_update(leaving, ["state", "until", "reason"], batch_size=100)
    try:
        Membership.objects.bulk_create(joining)
    except IntegrityError as taken:
        raise refused("already-member") from taken

    changes, entries = [], []
    for was, out, new in zip(before, leaving, joining, strict=True):
        changes.append((out.person, TABLE, _text(was), _text(facts(out)), out.case or reason))
        changes.append((out.person, TABLE, "", _text(facts(new)), reason))
        for one in (out, new):
            values = {"union": one.union.name, "state": one.state}
            entries.append((f"person:{out.person.key}", values))
    history.keep_many(changes, by=by, now=now)
    audit.record_many(TABLE, entries, by=by, now=now)


def _text(values: dict[str, Any]) -> str:
    return json.dumps(values, ensure_ascii=False)
