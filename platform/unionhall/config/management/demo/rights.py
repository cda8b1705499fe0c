"""Posts and grants of the demonstration city's staff.

Those chosen by rule are written in bulk: there are a hundred and fifty. What the city shows of
the life of posts (a chair by register, a post that ended with its membership) is done by the
verbs themselves.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.contrib.auth.models import Permission
from django.contrib.contenttypes.models import ContentType

from permissions import freshness
from permissions.models import UnionGrant
from unionhall.casework.core.membership import transfer
from unionhall.casework.staff.chairing import follow_register
from unionhall.config.management.demo.plan import Plan
from unionhall.config.management.demo.workforce import Worker, open_accounts
from unionhall.organisation.models import Post, Union, Unit
from unionhall.people.models import ACTIVE_STATES, Membership
from unionhall.people.selectors import MEMBER_STATES


@dataclass(frozen=True)
class Duty:
    """What one person does at one union, with which permissions."""

    worker: Worker
    union: Union
    rights: Sequence[str]
    title: str


def appoint(
    plan: Plan,
    workers: Sequence[Worker],
    unions: Sequence[Union],
    units: Sequence[Unit],
    by: Any,
    now: datetime,
) -> int:
    """Save accounts, posts and grants; returns how many people are staff now."""
    duties = [*_named(workers, unions), *_by_rule(plan, workers, unions)]
    first_of_unit = {worker.unit.pk: worker for worker in reversed(workers) if worker.unit}
    clerks = [first_of_unit[unit.pk] for unit in units if unit.pk in first_of_unit]
    everyone = [
        *(worker for worker in workers if worker.account),
        *(duty.worker for duty in duties),
        *clerks,
    ]
    accounts = open_accounts(list({worker.person.pk: worker for worker in everyone}.values()))
    since = now.date() - timedelta(days=400)
    posts = Post.objects.bulk_create(
        Post(
            union=duty.union,
            person=duty.worker.person,
            title=duty.title,
            since=since,
            granted_by=by,
        )
        for duty in duties
    )
    permissions = _permissions()
    UnionGrant.objects.bulk_create(
        UnionGrant(
            user=accounts[duty.worker.person.pk],
            permission=permissions[right],
            content_object=duty.union,
            granted_by=by,
            granted_at=now,
            post=post,
        )
        for duty, post in zip(duties, posts, strict=True)
        for right in duty.rights
    )
    freshness.changed()
    _belong(duties)
    _live(workers, unions, by, now)
    return UnionGrant.objects.values("user").distinct().count()


def _permissions() -> Mapping[str, Permission]:
    union = ContentType.objects.get_for_model(Union)
    return {one.codename: one for one in Permission.objects.filter(content_type=union)}


def _belong(duties: Iterable[Duty]) -> None:
    """Staff are members where they work (X3-11): their membership is that of the union."""
    for duty in duties:
        if duty.worker.union != duty.union and not duty.worker.account:
            standing = Membership.objects.filter(person=duty.worker.person, state__in=ACTIVE_STATES)
            standing.update(union=duty.union)


def _live(workers: Sequence[Worker], unions: Sequence[Union], by: Any, now: datetime) -> None:
    """Chairs come into their rights by the register; who is transferred away loses his post."""
    at = {union.name: union for union in unions}
    for worker in workers:
        if worker.account.get("chair"):
            union = at[worker.account["at"]]
            union.chair, union.chair_name = worker.person, worker.person.name
            union.save(update_fields=["chair", "chair_name"])
            follow_register(union, by=by, now=now)
        if "transferred_to" in worker.account:
            new = at[worker.account["transferred_to"]]
            transfer(worker.person, new, since=now.date(), reason="工作调动", by=by, now=now)


def _named(workers: Sequence[Worker], unions: Sequence[Union]) -> Iterable[Duty]:
    at = {union.name: union for union in unions}
    for worker in workers:
        account = worker.account
        if "rights" in account:
            for place in [account["at"], *account.get("also_at", ())]:
                yield Duty(worker, at[place], account["rights"], account["title"])


def _by_rule(plan: Plan, workers: Sequence[Worker], unions: Sequence[Union]) -> Iterable[Duty]:
    """Staff of each union by its kind, chosen from the members below it, each once."""
    free = [
        worker
        for worker in workers
        if not worker.account and worker.union and worker.state in MEMBER_STATES
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
                    yield Duty(worker, union, rule["rights"], rule["title"])


def _someone_below(free: Sequence[Worker], union: Union) -> Worker | None:
    for worker in free:
        if worker.union and worker.union.path.startswith(union.path):
            return worker
    return free[0] if free else None
