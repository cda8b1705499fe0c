"""What stands in the way of a union's end, and what ends with it. Shared by merge and dissolve.

Cases are never handed over: they keep their union, and after its end nobody could decide them.
So they have to be decided first.
"""

from __future__ import annotations

from datetime import datetime

from django.utils import timezone

from permissions import freshness
from unionhall import audit
from unionhall.cases.models import Case, CaseStatus, Task
from unionhall.casework.core.sentences import refused
from unionhall.casework.staff.chairing import follow_register
from unionhall.casework.staff.ending import end_union_posts
from unionhall.organisation import store, tree
from unionhall.organisation.models import Affiliation, Union
from unionhall.people.models import User

OPEN = (CaseStatus.IN_PROGRESS, CaseStatus.RETURNED)


def check_cases(union: Union) -> None:
    """Raises Refused("has-open-cases")."""
    of_union = Case.objects.filter(union=union, status__in=OPEN, deleted_at__isnull=True)
    if of_union.exists() or Task.objects.filter(union=union, done_at__isnull=True).exists():
        raise refused("has-open-cases")


def has_children(union: Union) -> bool:
    below = Union.objects.filter(tree.within([union.path]), is_active=True)
    return below.exclude(pk=union.pk).exists()


def close(union: Union, reason: str, into: Union | None, *, by: User, now: datetime) -> None:
    """Nothing may be hung below it any more, nobody holds anything there."""
    today = timezone.localdate(now)
    values = {"is_active": False, "closed_on": today, "merged_into": into}
    store.change_union(union, values, basis=reason, by=by, now=now)
    follow_register(union, by=by, now=now)
    end_union_posts(union, "union-closed", by=by, now=now)
    for row in Affiliation.objects.filter(union=union, until__isnull=True):
        row.until = max(today, row.since)
        row.save(update_fields=["until"])
    about = f"union:{union.key}"
    audit.record("union", by=by, now=now, about=about, values={"deed": "closed"})
    freshness.changed()
