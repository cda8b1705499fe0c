"""The one door between the pages and verbs and the grants: may this user, which objects, who.

Reads the grants (guardian's direct tables; global permissions, superuser and `is_staff` never
count) and asks `policy`. Lists and single checks come from the same scope. Callers turn a "no"
about a case into 404, never into 403.

`of(user)` reads the grants once and remembers them on the user object of the request;
`may_decide` reads them anew, because a decision is valid only for what is held at that instant.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from permissions import freshness, grants, managing, policy
from permissions.models import UnionGrant
from permissions.policy import Scope, Verdict
from unionhall.cases.models import Case, CaseStatus, Task
from unionhall.language.model import Process
from unionhall.organisation import tree
from unionhall.organisation.models import Union

MEMORY = "_union_rights"


@dataclass(frozen=True)
class Rights:
    """Everything one user may, read with one query. Build it with `of` or `fresh`."""

    user: Any
    rows: tuple[tuple[policy.Grant, Union], ...]

    @property
    def actor(self) -> policy.Actor:
        """The asker with the grants that hold at this moment."""
        if not _is_open(self.user):
            return policy.Actor(None)
        standing = policy.standing((grant for grant, _ in self.rows), timezone.now())
        return policy.Actor(self.user.pk, self.user.person_id, standing)

    @property
    def is_staff(self) -> bool:
        """Whether he holds anything at all: the door to the office."""
        return bool(self.actor.grants)

    @property
    def codenames(self) -> frozenset[str]:
        return frozenset(grant.codename for grant in self.actor.grants)

    @property
    def matter_groups(self) -> frozenset[str]:
        return frozenset(grant.matter_group for grant in self.actor.grants)

    @property
    def unions(self) -> list[Union]:
        """Unions on which he holds something, in the order of the tree."""
        held = {grant.union for grant in self.actor.grants}
        found = {union.pk: union for _, union in self.rows if union.pk in held}
        return sorted(found.values(), key=lambda union: union.path)

    @cached_property
    def _roots(self) -> tuple[str, ...]:
        return tuple(Union.objects.filter(depth=1).values_list("path", flat=True)[:2])

    def scope(self, codename: str) -> Scope:
        """Unions on which he may act with this permission."""
        return policy.scope(self.actor, codename)

    def view_scope(self, matter_group: str) -> Scope:
        """Unions whose cases of this matter group he may see."""
        holds_top = any(
            len(g.path) == tree.STEP for g in self.actor.grants if g.matter_group == matter_group
        )
        return policy.view_scope(self.actor, matter_group, self._roots if holds_top else ())

    def may_view(self, case: Case) -> Verdict:
        facts = _case_facts(case)
        verdict = policy.may_view(self.actor, facts)
        if verdict.code == "elsewhere":
            unions = case.tasks.order_by().values_list("union_id", flat=True).distinct()
            verdict = policy.may_view(self.actor, facts, set(unions))
        return verdict

    def may_decide(self, task: Task) -> Verdict:
        return policy.may_decide(self.actor, _task_facts(task), _case_facts(task.case))

    def may_manage_staff(self, union: Union) -> Verdict:
        """Appoint, change and dismiss there: held on the union or above it."""
        return managing.may_manage(self.actor, managing.MANAGE_STAFF, place_of(union))

    def may_manage_union(self, union: Union) -> Verdict:
        """Change its register entry, create and move unions below it."""
        return managing.may_manage(self.actor, managing.MANAGE_UNION, place_of(union))

    def may_give_code(self, union: Union) -> Verdict:
        """Issue activation codes: managed from above, never by the union itself."""
        return managing.may_give_code(self.actor, place_of(union))

    def manageable_unions(self, codename: str = managing.MANAGE_UNION) -> QuerySet[Union]:
        """Unions where he may manage: `may_manage_*` says yes for each, for no other."""
        place = managing.reach(self.actor, codename)
        return Union.objects.filter(tree.within(place.paths)).order_by("path")

    def may_grant(
        self,
        union: Union,
        codenames: Collection[str],
        until: datetime | None,
        target: managing.Target | None,
        manage: str = managing.MANAGE_STAFF,
    ) -> Verdict:
        return managing.may_grant(self.actor, place_of(union), codenames, until, target, manage)

    def may_change(
        self,
        union: Union,
        added: Collection[str],
        wanted: Collection[str],
        until: datetime | None,
        target: managing.Target,
    ) -> Verdict:
        return managing.may_change(self.actor, place_of(union), added, wanted, until, target)

    def latest_end(self, union: Union, codenames: Collection[str]) -> datetime | None:
        """Until when he may give all of these at most; None: without end."""
        return managing.latest_end(self.actor, place_of(union), codenames)

    def grantable(self, union: Union) -> frozenset[str]:
        return managing.grantable(self.actor, place_of(union))

    def tasks(self, tasks: QuerySet[Task]) -> QuerySet[Task]:
        """Those addressed to him, open and done. Literal ids: each pair is one index range."""
        places: dict[frozenset[int], list[str]] = {}
        for codename in sorted(self.codenames):
            places.setdefault(self.scope(codename).ids, []).append(codename)
        wanted = Q(pk__in=())
        for unions, codenames in places.items():
            wanted |= Q(union_id__in=sorted(unions), permission__in=codenames)
        return tasks.filter(wanted)

    def cases(self, cases: QuerySet[Case]) -> QuerySet[Case]:
        """Those he may see: for each of them `may_view` says yes, for no other."""
        actor = self.actor
        if actor.user is None:
            return cases.none()
        wanted = Q(starter_id=actor.user)
        for group in sorted(self.matter_groups):
            held = [g.union for g in actor.grants if g.matter_group == group]
            of_task = Exists(Task.objects.filter(case=OuterRef("pk"), union_id__in=held))
            place = within(self.view_scope(group), "union") | Q(of_task)
            wanted |= Q(matter_group=group) & ~Q(status=CaseStatus.DRAFT) & place
        return cases.filter(wanted)


def of(user: Any) -> Rights:
    """The rights of a user, read once per request (kept on the user object)."""
    known = getattr(user, MEMORY, None)
    if known is not None and known[0] == freshness.current():
        return known[1]
    rights = fresh(user)
    if user is not None:
        setattr(user, MEMORY, (freshness.current(), rights))
    return rights


def fresh(user: Any) -> Rights:
    """The rights of a user as they stand in the database now."""
    return _read(user)


def _read(user: Any, *givers: str) -> Rights:
    """`givers`: the join that finds who gave a grant; only who asks why needs to know."""
    if not _is_open(user):
        return Rights(user, ())
    held = UnionGrant.objects.filter(grants.standing(timezone.now()), user=user)
    rows = sorted(
        held.select_related("content_object", "permission", "post", *givers), key=lambda row: row.pk
    )
    return Rights(user, tuple((_grant(row, bool(givers)), row.content_object) for row in rows))


def scope(user: Any, codename: str) -> Scope:
    return of(user).scope(codename)


def may_view(user: Any, case: Case) -> Verdict:
    return of(user).may_view(case)


def may_decide(user: Any, task: Task) -> Verdict:
    """Asked inside the transaction of the decision, so nothing remembered is used."""
    return fresh(user).may_decide(task)


def tasks_for(user: Any, tasks: QuerySet[Task]) -> QuerySet[Task]:
    return of(user).tasks(tasks)


def visible_cases(user: Any, cases: QuerySet[Case]) -> QuerySet[Case]:
    return of(user).cases(cases)


def staff_unions(user: Any) -> list[Union]:
    return of(user).unions


def staffing(
    process: Process, chain: Iterable[Union], now: datetime | None = None
) -> Mapping[tuple[str, str], frozenset[int]]:
    """(union key, verb) -> users, for every verb an actor of the process needs. One query."""
    verbs = {actor.permission for stage in process.stages for actor in stage.actors}
    wanted = {f"{verb}_{process.matter_group}": verb for verb in verbs}
    held = grants.holders(wanted, chain, now)
    return {(union, wanted[codename]): users for (union, codename), users in held.items()}


def explain(user: Any, case: Case) -> tuple[Verdict, ...]:
    """Why he may or may not: see the case, then decide each of its open tasks."""
    rights = _read(user, "granted_by__person")
    open_tasks = case.tasks.filter(done_at__isnull=True).select_related("union", "case")
    decisions = (rights.may_decide(task) for task in open_tasks.order_by("id"))
    return (rights.may_view(case), *decisions)


def explain_at(user: Any, union: Union, codename: str) -> Verdict:
    """Why he may or may not act with a permission at a union."""
    rights = _read(user, "granted_by__person")
    return managing.may_use(rights.actor, codename, place_of(union))


def held(user: Any) -> tuple[tuple[policy.Grant, Union], ...]:
    """Everything he holds now, with who gave it and until when, in the order of the tree."""
    rows = _read(user, "granted_by__person").rows
    return tuple(sorted(rows, key=lambda row: (row[1].path, row[0].codename)))


def place_of(union: Union) -> managing.Place:
    return managing.Place(union.pk, union.path, union.name, union.is_active)


def within(place: Scope, field: str) -> Q:
    """A scope as a condition on a foreign key to a union; everywhere needs a union at all."""
    if place.everywhere:
        return Q(**{f"{field}__isnull": False})
    return Q(**{f"{field}_id__in": sorted(place.ids)}) | tree.within(place.paths, f"{field}__path")


def _is_open(user: Any) -> bool:
    return bool(user is not None and user.is_authenticated and user.is_active)


def _grant(row: Any, has_giver: bool) -> policy.Grant:
    return policy.Grant(
        codename=row.permission.codename,
        union=row.content_object_id,
        path=row.content_object.path,
        union_name=row.content_object.name,
        granted_by=_giver(row.granted_by) if has_giver else "",
        granted_at=row.granted_at,
        expires_at=_earlier(row.expires_at, grants.end_of(row.post.until) if row.post else None),
        source=row.post.source if row.post else "",
    )


def _giver(user: Any) -> str:
    """Nobody's name for what the platform gave."""
    return "" if user is None or user.is_system else str(user)


def _earlier(one: datetime | None, other: datetime | None) -> datetime | None:
    return min((end for end in (one, other) if end is not None), default=None)


def _case_facts(case: Case) -> policy.CaseFacts:
    return policy.CaseFacts(
        starter=case.starter_id,
        person=case.person_id,
        matter_group=case.matter_group,
        path=case.union.path if case.union else None,
        handed_in=case.status != CaseStatus.DRAFT,
    )


def _task_facts(task: Task) -> policy.TaskFacts:
    return policy.TaskFacts(
        union=task.union_id,
        union_name=task.union.name,
        permission=task.permission,
        is_open=task.done_at is None,
    )
