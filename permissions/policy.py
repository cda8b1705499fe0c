"""Who may: the rules, on plain values, each answer with its reason.

Knows no database, no guardian and no clock; `gate` reads the values and asks here. Sentences
for the codes are in `sentences`. Superusers and `is_staff` do not exist here, so neither can
open anything.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any


@dataclass(frozen=True, slots=True)
class Verdict:
    """`code` is stable; `params` name what the reason is about (never personal numbers)."""

    allowed: bool
    code: str
    params: Mapping[str, Any] = field(default_factory=dict)

    def __bool__(self) -> bool:
        return self.allowed


@dataclass(frozen=True, slots=True)
class Grant:
    """One permission of one user on one union; `path` is the union's place in the tree.

    `expires_at` is when it or its post ends, whichever is earlier; `source` how the post came.
    """

    codename: str
    union: int
    path: str
    union_name: str = ""
    granted_by: str = ""
    granted_at: datetime | None = None
    expires_at: datetime | None = None
    source: str = ""

    @property
    def matter_group(self) -> str:
        return matter_group_of(self.codename)

    def holds(self, now: datetime) -> bool:
        return self.expires_at is None or now < self.expires_at


@dataclass(frozen=True, slots=True)
class Actor:
    """Somebody who asks. `user` is None when nobody is signed in or the account is closed."""

    user: int | None
    person: int | None = None
    grants: tuple[Grant, ...] = ()


@dataclass(frozen=True, slots=True)
class CaseFacts:
    """What a rule may know of a case. `path` is None while its union is unknown;
    `handed_in` becomes true with the first submission and stays so."""

    starter: int
    person: int | None
    matter_group: str
    path: str | None
    handed_in: bool


@dataclass(frozen=True, slots=True)
class TaskFacts:
    union: int
    union_name: str
    permission: str
    is_open: bool


@dataclass(frozen=True, slots=True)
class Scope:
    """Where something is allowed: everywhere, below some paths, or on single unions."""

    everywhere: bool = False
    paths: tuple[str, ...] = ()
    ids: frozenset[int] = frozenset()

    def __bool__(self) -> bool:
        return self.everywhere or bool(self.paths) or bool(self.ids)

    def covers(self, union: int, path: str) -> bool:
        """Whether a union is inside. The one test that lists and single checks share."""
        inside = any(path.startswith(top) for top in self.paths)
        return self.everywhere or inside or union in self.ids


NOWHERE = Scope()


def matter_group_of(codename: str) -> str:
    """`review_<matter group>` -> the matter group; verbs have no underscore."""
    return codename.partition("_")[2]


def standing(grants: Iterable[Grant], now: datetime) -> tuple[Grant, ...]:
    """Grants that have not run out: the others never count, whatever else is true."""
    return tuple(grant for grant in grants if grant.holds(now))


def scope(actor: Actor, codename: str) -> Scope:
    """Unions on which the actor holds exactly this permission: acting does not reach down."""
    return Scope(ids=frozenset(g.union for g in actor.grants if g.codename == codename))


def view_scope(actor: Actor, matter_group: str, roots: Collection[str] = ()) -> Scope:
    """Unions whose cases of a matter group the actor may see: where any permission of the
    group is held, and everything below. `roots`: paths that cover the whole tree."""
    held = {g.path for g in actor.grants if g.matter_group == matter_group}
    if len(roots) == 1 and held & set(roots):
        return Scope(everywhere=True)
    return Scope(paths=topmost(held))


def topmost(held: Collection[str]) -> tuple[str, ...]:
    return tuple(p for p in sorted(held) if not any(p != q and p.startswith(q) for q in held))


def may_view(actor: Actor, case: CaseFacts, task_unions: Collection[int] = ()) -> Verdict:
    """The starter sees his case. Others see a case that was handed in when they hold any
    permission of its matter group on its union, above it, or on the union of one of its tasks.
    """
    if actor.user is None:
        return Verdict(False, "not-signed-in")
    if actor.user == case.starter:
        return Verdict(True, "starter")
    mine = [g for g in actor.grants if g.matter_group == case.matter_group]
    if not mine:
        return Verdict(False, "no-grant", {"matter_group": case.matter_group})
    if not case.handed_in:
        return Verdict(False, "not-handed-in")
    for grant in mine:
        if case.path is not None and case.path.startswith(grant.path):
            return Verdict(True, "granted-above", named(grant))
    for grant in mine:
        if grant.union in task_unions:
            return Verdict(True, "granted-task", named(grant))
    return Verdict(False, "elsewhere", {"matter_group": case.matter_group})


def may_decide(actor: Actor, task: TaskFacts, case: CaseFacts) -> Verdict:
    """The holder of the task's permission on the task's union, never in his own matter."""
    if actor.user is None:
        return Verdict(False, "not-signed-in")
    if not task.is_open:
        return Verdict(False, "already-decided")
    for grant in actor.grants:
        if grant.codename == task.permission and grant.union == task.union:
            if _is_own(actor, case):
                return Verdict(False, "own-case")
            return Verdict(True, "granted", named(grant))
    wanted = {"permission": task.permission, "union": task.union_name}
    return Verdict(False, "no-permission", wanted)


def _is_own(actor: Actor, case: CaseFacts) -> bool:
    is_beneficiary = actor.person is not None and actor.person == case.person
    return actor.user == case.starter or is_beneficiary


def named(grant: Grant) -> dict[str, Any]:
    return {
        "permission": grant.codename,
        "union": grant.union_name,
        "granted_by": grant.granted_by,
        "granted_at": grant.granted_at,
        "expires_at": grant.expires_at,
    }
