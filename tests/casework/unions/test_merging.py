"""All members at once leave behind what one transfer leaves."""

from __future__ import annotations

from datetime import UTC, datetime

from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from tests.factories.people import make_person
from tests.factories.staff import make_member
from tests.factories.unions import make_union
from unionhall.audit.models import AuditEntry
from unionhall.casework.core import membership
from unionhall.casework.unions.merge import merge
from unionhall.people import history
from unionhall.people import store as people
from unionhall.people.models import Membership

NOW = datetime(2026, 11, 21, 2, 0, tzinfo=UTC)


def _left(person) -> tuple[list, list, list]:
    rows = person.memberships.order_by("pk")
    facts = [
        {name: getattr(row, name) for name in ("state", "since", "until", "number", "reason")}
        for row in rows
    ]
    told = [(one.field, one.before, one.after, one.basis) for one in history.of(person)]
    entries = AuditEntry.objects.filter(about=f"person:{person.key}").order_by("pk")
    return facts, told, list(entries.values_list("kind", "values"))


def test_a_merger_leaves_what_a_transfer_leaves(keepers):
    """Member by member or all at once: the same rows, history and trail."""
    place = keepers.software_union
    into = make_union("海滨联合工会", "joint", keepers.park)
    one = make_member("甲一", "15400000801", place)
    other = make_member("甲二", "15400000802", place)
    Membership.objects.filter(person=one.person).update(number="079920260000000011")
    Membership.objects.filter(person=other.person).update(number="079920260000000011")
    common = {"reason": "整合", "by": keepers.chen, "now": NOW}
    membership.transfer(one.person, into, since=timezone.localdate(NOW), source="merger", **common)
    merge(place.key, into.key, "整合", by=keepers.chen, now=NOW)
    assert _left(other.person) == _left(one.person)
    assert len(_left(other.person)[1]) == 2


def _statements(keepers, name: str, members: int) -> int:
    place = make_union(name, "union", keepers.park)
    into = make_union(f"{name}二", "union", keepers.park)
    for number in range(members):
        people.add_membership(make_person(f"员{number}"), place, timezone.localdate(NOW))
    Membership.objects.filter(union=place).update(number="079920260000000011")
    with CaptureQueriesContext(connection) as queries:
        merge(place.key, into.key, "整合", by=keepers.chen, now=NOW)
    assert into.memberships.filter(state="transferred_in").count() == members
    return len(queries)


def test_thirty_members_cost_the_statements_of_one(keepers):
    assert _statements(keepers, "甲厂", 30) == _statements(keepers, "乙厂", 1)
