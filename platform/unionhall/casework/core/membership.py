"""Memberships: joining, leaving, transferring. At most one of a person is active at any time.

Every change leaves its history (sealed), ends the posts that depended on the membership, and is
audited, all in the caller's transaction.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any, Final

from django.db import IntegrityError, transaction
from django.utils import timezone

from unionhall import audit
from unionhall.casework.core import reading
from unionhall.casework.core.ground import Ground
from unionhall.casework.core.numbers import next_member_number
from unionhall.casework.core.sentences import refused
from unionhall.casework.staff.chairing import follow_person, lock_unions_of
from unionhall.casework.staff.ending import end_posts
from unionhall.engine.shapes import RegisterWrite
from unionhall.organisation.models import Union
from unionhall.people import history, store
from unionhall.people.models import ACTIVE_STATES, Membership, MembershipState, Person, User
from unionhall.people.selectors import active_membership
from unionhall.registers.store import NotFound

TABLE: Final = "membership"
COLUMNS: Final = frozenset({"person", "union", "state", "since", "until", "source", "reason"})
_ENDS: Final = frozenset(
    {
        MembershipState.TRANSFERRED_OUT,
        MembershipState.WITHDREW,
        MembershipState.EXPELLED,
        MembershipState.DECEASED,
    }
)
# domain.md 2.16; what is not here does not happen.
NEXT: Final[Mapping[str, frozenset[str]]] = {
    MembershipState.JOINED: _ENDS | {MembershipState.RETAINED},
    MembershipState.TRANSFERRED_IN: _ENDS | {MembershipState.RETAINED},
    MembershipState.RETAINED: _ENDS | {MembershipState.JOINED, MembershipState.TRANSFERRED_IN},
}


def write(write: RegisterWrite, ground: Ground) -> None:
    """create joins, or transfers when `state` is transferred_in; update and close end, retain or
    restore the active membership of the person matched."""
    reading.check(write, COLUMNS, {"person", "union"})
    values = {**write.match, **write.values}
    key = values.get("person")
    person = reading.person(TABLE, key) if key else ground.person
    if person is None:
        raise NotFound(TABLE, match={"person": None})
    reason = reading.text(TABLE, values, "reason", 200)
    common: dict[str, Any] = {"case_key": ground.case_key, "by": ground.by, "now": ground.now}
    if write.do == "create":
        union = reading.union(values["union"]) if values.get("union") else ground.union
        if union is None:
            raise refused("no-such-union")
        since = reading.day(TABLE, values, "since") or ground.today
        source = reading.text(TABLE, values, "source", 40)
        state = str(values.get("state") or MembershipState.JOINED)
        move = transfer if state == MembershipState.TRANSFERRED_IN else join
        move(person, union, state=state, since=since, source=source, reason=reason, **common)
        return
    usual = MembershipState.WITHDREW if write.do == "close" else ""
    state = str(values.get("state") or usual)
    until = reading.day(TABLE, values, "until") or ground.today
    change(person, state=state, on=until, reason=reason, **common)


def join(
    person: Person,
    union: Union,
    *,
    state: str = MembershipState.JOINED,
    since: date,
    source: str = "",
    reason: str = "",
    case_key: str = "",
    by: User,
    now: datetime,
) -> Membership:
    """Begin a membership. The number of an earlier one stays the person's.

    Raises Refused: union-closed, already-member, bad-membership-state.
    """
    if state not in (MembershipState.JOINED, MembershipState.TRANSFERRED_IN):
        raise refused("bad-membership-state")
    with transaction.atomic():
        # nobody joins while it is dissolved
        is_open = lock_unions_of([person], union)[union.pk].is_active
        store.lock(person)
        if active_membership(person) is not None:
            raise refused("already-member")
        if not is_open:
            raise refused("union-closed")

        known = person.memberships.exclude(number="").order_by("-id").first()
        number = known.number if known else next_member_number(timezone.localtime(now).date())
        made = Membership(person=person, union=union, state=state, since=since, number=number)
        made.source, made.reason, made.case = source, reason, case_key
        try:
            with transaction.atomic():
                made.save()
        except IntegrityError as taken:
            raise refused("already-member") from taken
        _remember(made, {}, reason=reason, by=by, now=now)
        follow_person(person, by=by, now=now)  # the register may name him as its chair
    return made


def transfer(
    person: Person,
    union: Union,
    *,
    state: str = MembershipState.TRANSFERRED_IN,
    since: date,
    source: str = "",
    reason: str = "",
    case_key: str = "",
    by: User,
    now: datetime,
) -> Membership:
    """End the active membership, if there is one, and begin the one of `union` on the same day.

    Raises Refused: same-union, union-closed, bad-date, ...
    """
    with transaction.atomic():
        lock_unions_of([person], union)  # unions before people, as everybody does
        store.lock(person)
        held = active_membership(person)
        if held is not None and held.union_id == union.pk:
            raise refused("same-union")
        common: dict[str, Any] = {"reason": reason, "case_key": case_key, "by": by, "now": now}
        if held is not None:
            change(person, state=MembershipState.TRANSFERRED_OUT, on=since, **common)
        return join(person, union, state=state, since=since, source=source, **common)


def leave(
    person: Person,
    *,
    state: str = MembershipState.WITHDREW,
    until: date,
    reason: str = "",
    case_key: str = "",
    by: User,
    now: datetime,
) -> Membership:
    """End the active membership. Raises Refused: not-a-member, bad-membership-state, bad-date."""
    if state not in _ENDS:
        raise refused("bad-membership-state")
    return change(person, state=state, on=until, reason=reason, case_key=case_key, by=by, now=now)


def change(
    person: Person,
    *,
    state: str,
    on: date,
    reason: str = "",
    case_key: str = "",
    by: User,
    now: datetime,
) -> Membership:
    """End, retain or restore the active membership. Whoever is not an active member of a union
    any more holds no post there."""
    with transaction.atomic():
        lock_unions_of([person])
        store.lock(person)
        held = active_membership(person)
        if held is None:
            raise refused("not-a-member")
        if state not in NEXT[held.state]:
            raise refused("bad-membership-state")
        if on < held.since:
            raise refused("bad-date")

        before = facts(held)
        held.state, held.state_before, held.reason = state, held.state, reason
        held.until = None if state in ACTIVE_STATES else on
        held.case = case_key or held.case
        held.save(update_fields=["state", "state_before", "reason", "until", "case"])
        _remember(held, before, reason=reason, by=by, now=now)
        if state not in (MembershipState.JOINED, MembershipState.TRANSFERRED_IN):
            is_everywhere = state in (MembershipState.EXPELLED, MembershipState.DECEASED)
            place = None if is_everywhere else held.union
            end_posts(person, place, f"membership-{state}", by=by, now=now)
        else:
            follow_person(person, by=by, now=now)
    return held


def facts(held: Membership) -> dict[str, Any]:
    return {
        "union": held.union.key,
        "union_name": held.union.name,
        "state": held.state,
        "since": held.since.isoformat(),
        "until": held.until.isoformat() if held.until else None,
        "number": held.number,
    }


def _remember(
    held: Membership, before: Mapping[str, Any], *, reason: str, by: User, now: datetime
) -> None:
    after = facts(held)
    texts = [json.dumps(facts, ensure_ascii=False) if facts else "" for facts in (before, after)]
    history.keep(held.person, TABLE, *texts, basis=held.case or reason, by=by, now=now)
    values = {"union": held.union.name, "state": held.state}
    audit.record(TABLE, by=by, now=now, about=f"person:{held.person.key}", values=values)
