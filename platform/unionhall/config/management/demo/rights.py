"""Posts and grants of the demonstration city's staff."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.contrib.auth.models import Permission
from django.contrib.contenttypes.models import ContentType

from permissions import freshness
from permissions.models import UnionGrant
from unionhall.config.management.demo.plan import Plan
from unionhall.config.management.demo.workforce import Worker, open_accounts
from unionhall.organisation.models import Post, Union, Unit
from unionhall.people.models import ACTIVE_STATES


@dataclass(frozen=True)
class Duty:
    """What one person does at one union. `ended`: he did it once."""

    worker: Worker
    union: Union
    verbs: Sequence[str]
    title: str
    ended: bool = False


def appoint(
    plan: Plan,
    workers: Sequence[Worker],
    unions: Sequence[Union],
    units: Sequence[Unit],
    by: Any,
    now: datetime,
) -> int:
    """Save accounts, posts and grants; returns how many people are staff now."""
    duties = [*_named(plan, workers, unions), *_by_rule(plan, workers, unions)]
    first_of_unit = {worker.unit.pk: worker for worker in reversed(workers) if worker.unit}
    clerks = [first_of_unit[unit.pk] for unit in units if unit.pk in first_of_unit]
    everyone = [
        *(worker for worker in workers if worker.account),
        *(duty.worker for duty in duties),
        *clerks,
    ]
    accounts = open_accounts(list({worker.person.pk: worker for worker in everyone}.values()))
    today = now.date()
    Post.objects.bulk_create(
        Post(
            union=duty.union,
            person=duty.worker.person,
            title=duty.title,
            since=today - timedelta(days=400),
            until=today - timedelta(days=30) if duty.ended else None,
            granted_by=by,
        )
        for duty in duties
    )
    codenames = _codenames()
    UnionGrant.objects.bulk_create(
        UnionGrant(
            user=accounts[duty.worker.person.pk],
            permission=permission,
            content_object=duty.union,
            granted_by=by,
            granted_at=now,
            expires_at=now - timedelta(days=30) if duty.ended else None,
        )
        for duty in duties
        for verb in duty.verbs
        for permission in codenames.get(verb, ())
    )
    freshness.changed()
    return len({duty.worker.person.pk for duty in duties if not duty.ended})


def _codenames() -> Mapping[str, list[Permission]]:
    """Verb -> the permission of each matter group that has it."""
    union = ContentType.objects.get_for_model(Union)
    found: dict[str, list[Permission]] = {}
    for permission in Permission.objects.filter(content_type=union):
        found.setdefault(permission.codename.partition("_")[0], []).append(permission)
    return found


def _named(plan: Plan, workers: Sequence[Worker], unions: Sequence[Union]) -> Iterable[Duty]:
    at = {union.name: union for union in unions}
    for worker in workers:
        account = worker.account
        if "verbs" in account:
            for place in [account["at"], *account.get("also_at", ())]:
                yield Duty(
                    worker, at[place], account["verbs"], account["title"],
                    account.get("ended", False),
                )


def _by_rule(plan: Plan, workers: Sequence[Worker], unions: Sequence[Union]) -> Iterable[Duty]:
    """Staff of each union by its kind, chosen from the members below it, each once."""
    free = [
        worker
        for worker in workers
        if not worker.account and worker.union and worker.state in ACTIVE_STATES
    ]
    plan.chance.shuffle(free)
    for union in sorted(unions, key=lambda one: -one.depth):
        if union.name in plan.data["without_staff"]:
            continue
        for rule in plan.data["staff"]:
            for _ in range(rule["count"] if union.kind in rule["kinds"] else 0):
                worker = _someone_below(free, union)
                if worker:
                    free.remove(worker)
                    yield Duty(worker, union, rule["verbs"], rule["title"])


def _someone_below(free: Sequence[Worker], union: Union) -> Worker | None:
    for worker in free:
        if worker.union and worker.union.path.startswith(union.path):
            return worker
    return free[0] if free else None
