"""Who may give and take rights: the rules of managing, on plain values like `policy`.

Managing is the one kind of acting that reaches down the tree. Nobody gives more than he holds,
to himself, or for longer than he holds it.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import UTC, datetime

from permissions.policy import Actor, Grant, Scope, Verdict, named, topmost

MANAGE_STAFF, MANAGE_UNION, VIEW_AUDIT = "manage_staff", "manage_union", "view_audit"
REACHING_DOWN = frozenset({MANAGE_STAFF, MANAGE_UNION})


@dataclass(frozen=True, slots=True)
class Place:
    """A union as these rules see it."""

    union: int
    path: str
    name: str = ""
    is_active: bool = True


@dataclass(frozen=True, slots=True)
class Target:
    """Who is to receive rights. `is_member`: actively, of exactly that union; `is_bootstrap`:
    by an activation code, which needs no membership (domain.md 2.14)."""

    user: int | None
    person: int | None
    is_member: bool
    is_bootstrap: bool = False


def reach(actor: Actor, codename: str) -> Scope:
    """Unions that may be managed with this permission: where it is held, and all below."""
    return Scope(paths=topmost({g.path for g in actor.grants if g.codename == codename}))


def may_manage(actor: Actor, codename: str, place: Place) -> Verdict:
    """Held on the union itself or on one above it."""
    if actor.user is None:
        return Verdict(False, "not-signed-in")
    found = _longest(_covering(actor, codename, place))
    if found is None:
        return Verdict(False, "may-not-manage", {"union": place.name})
    if found.union == place.union:
        return Verdict(True, "manages", named(found))
    return Verdict(True, "manages-above", named(found))


def may_give_code(actor: Actor, place: Place) -> Verdict:
    """Codes come from above: whoever manages only the union itself appoints its members."""
    above = tuple(grant for grant in actor.grants if grant.union != place.union)
    return may_manage(Actor(actor.user, actor.person, above), MANAGE_UNION, place)


def may_grant(
    actor: Actor,
    place: Place,
    codenames: Collection[str],
    until: datetime | None,
    target: Target | None,
    manage: str = MANAGE_STAFF,
) -> Verdict:
    """Give what one holds, where one manages, to somebody else, for no longer than one has it.

    `target` None: whoever will redeem a code. `manage`: by which permission he acts.
    """
    allowed = may_manage(actor, manage, place)
    if not allowed:
        return allowed
    refusal = _unfit(actor, place, target)
    if refusal is not None:
        return refusal
    if not codenames:
        return Verdict(False, "nothing-given")
    for codename in (*sorted(codenames), manage):
        held = _longest(_covering(actor, codename, place))
        if held is None:
            return Verdict(False, "beyond-yours", {"permission": codename, "union": place.name})
        if held.expires_at is not None and (until is None or held.expires_at < until):
            return Verdict(False, "beyond-your-end", {"ends": held.expires_at})
    return allowed


def may_change(
    actor: Actor,
    place: Place,
    added: Collection[str],
    wanted: Collection[str],
    until: datetime | None,
    target: Target,
) -> Verdict:
    """Only what is added has to be his; to take away, managing is enough."""
    allowed = may_manage(actor, MANAGE_STAFF, place)
    if not allowed:
        return allowed
    refusal = _unfit(actor, place, target)
    if refusal is not None:
        return refusal
    if not wanted:
        return Verdict(False, "nothing-given")
    return may_grant(actor, place, added, until, target) if added else allowed


def grantable(actor: Actor, place: Place) -> frozenset[str]:
    """What he holds there or above: the most he may pass on."""
    return frozenset(g.codename for g in actor.grants if place.path.startswith(g.path))


def latest_end(actor: Actor, place: Place, codenames: Collection[str]) -> datetime | None:
    """Until when he may give all of these at most; None: without end."""
    held = [_longest(_covering(actor, codename, place)) for codename in codenames]
    return min((g.expires_at for g in held if g and g.expires_at), default=None)


def may_use(actor: Actor, codename: str, place: Place) -> Verdict:
    """Whether he may act with this permission there, and through which grant."""
    if codename in REACHING_DOWN:
        return may_manage(actor, codename, place)
    if actor.user is None:
        return Verdict(False, "not-signed-in")
    covering = _covering(actor, codename, place)
    here = _longest([grant for grant in covering if grant.union == place.union])
    if here is not None:
        return Verdict(True, "holds", named(here))
    above = _longest(covering)
    if above is not None:
        return Verdict(False, "holds-above", named(above))
    if any(grant.codename == codename for grant in actor.grants):
        return Verdict(False, "holds-elsewhere", {"union": place.name})
    return Verdict(False, "holds-nothing", {"union": place.name})


def _unfit(actor: Actor, place: Place, target: Target | None) -> Verdict | None:
    """Why nobody, or not this person, can receive rights there."""
    where = {"union": place.name}
    if not place.is_active:
        return Verdict(False, "union-closed", where)
    if target is None:
        return None
    is_same_person = target.person is not None and target.person == actor.person
    if target.user == actor.user or is_same_person:
        return Verdict(False, "to-yourself")
    if not target.is_member and not target.is_bootstrap:
        return Verdict(False, "not-a-member-there", where)
    return Verdict(False, "no-account") if target.user is None else None


def _covering(actor: Actor, codename: str, place: Place) -> list[Grant]:
    return [g for g in actor.grants if g.codename == codename and place.path.startswith(g.path)]


def _longest(held: Collection[Grant]) -> Grant | None:
    """The one that ends last; of those the nearest."""
    never = datetime.max.replace(tzinfo=UTC)
    return max(held, key=lambda grant: (grant.expires_at or never, len(grant.path)), default=None)
