"""Which records somebody sees and may act on: the matter group of the register, the union tree.

Seeing goes down the tree from where something is held; acting needs the permission of the action
on the very union of the record. What belongs to nobody is seen by all of the matter group, and
acted on by whoever holds the permission on a union without one above it.
"""

from __future__ import annotations

from django.db.models import Q

from permissions import gate
from permissions.policy import Grant, Scope, topmost
from unionhall.language.model import RecordAction, RecordList, Register
from unionhall.organisation import tree
from unionhall.organisation.models import Union
from unionhall.people.models import ACTIVE_STATES, User
from unionhall.registers.about import about
from unionhall.registers.rows import Row

VIEW = "view"
# So many unions are named one by one: a range of an index each, where a join would read all.
FEW = 50
NOTHING = Q(pk__in=())


def may_see(register: Register, listing: RecordList, by: User) -> bool:
    """Whether the list is in his menu."""
    return bool(_grants(register, listing.permission, gate.of(by)))


def scope(register: Register, listing: RecordList | None, by: User) -> Q:
    """Records he sees, as a condition on the table behind the register. `listing` None: those he
    may look at at all."""
    return scope_of(register, listing.permission if listing else VIEW, gate.of(by))


def scope_of(register: Register, permission: str, rights: gate.Rights) -> Q:
    held = _grants(register, permission, rights)
    if not held:
        return NOTHING
    paths = topmost({grant.path for grant in held})
    is_everywhere = any(len(path) == tree.STEP for path in paths)
    if register.table == "union":
        return Q() if is_everywhere else tree.within(paths)
    place = Scope(everywhere=True) if is_everywhere else place_of(paths)
    if register.table == "person":
        member = Q(memberships__state__in=ACTIVE_STATES)
        return member & gate.within(place, "memberships__union")
    own = gate.within(place, "union")
    if register.table:
        return own
    if "person" in register.owners:
        member = Q(person__memberships__state__in=ACTIVE_STATES)
        own |= Q(union__isnull=True) & member & gate.within(place, "person__memberships__union")
    if "platform" in register.owners:
        own |= Q(union__isnull=True, person__isnull=True)
    return own


def own(register: Register, by: User) -> Q:
    """Records he sees because they are about him, whatever else he may: nobody's but his own, and
    only once somebody has checked that he is who he says."""
    if register.mine is None or by.person is None or by.person.verified_at is None:
        return NOTHING
    return about(register, by.person)


def place_of(paths: tuple[str, ...]) -> Scope:
    """Everything at or below these paths, by ids where that is little."""
    below = Union.objects.filter(tree.within(paths)).order_by()
    ids = list(below.values_list("pk", flat=True)[: FEW + 1])
    return Scope(ids=frozenset(ids)) if len(ids) <= FEW else Scope(paths=paths)


def may_act(register: Register, action: RecordAction, row: Row, rights: gate.Rights) -> bool:
    """Whether he holds the permission of the action where the record belongs."""
    place = union_of(row)
    return may_act_at(register, action, place, rights)


def may_act_at(
    register: Register, action: RecordAction, union: Union | None, rights: gate.Rights
) -> bool:
    held = [g for g in rights.actor.grants if g.codename == codename(register, action.permission)]
    if union is None:
        return any(len(grant.path) == tree.STEP for grant in held)
    return any(grant.union == union.pk for grant in held)


def places(register: Register, action: RecordAction, by: User) -> list[Union]:
    """Unions for which he may do the action, in the order of the tree: whose a new one can be."""
    rights = gate.of(by)
    ids = rights.scope(codename(register, action.permission)).ids
    return [union for union in rights.unions if union.pk in ids]


def actions(
    register: Register, listing: RecordList | None, by: User, row: Row | None = None
) -> tuple[RecordAction, ...]:
    """What he may do with a record as far as his rights and its state go, or, without one, what
    the list offers him at all. `when` is asked when he does it."""
    rights = gate.of(by)
    wanted = register.actions if listing is None else _of(register, listing)
    found = []
    for action in wanted:
        if row is None:
            is_his = bool(rights.scope(codename(register, action.permission)))
        else:
            fits = action.do != "add" and (not action.states or row.state in action.states)
            is_his = fits and may_act(register, action, row, rights)
        if is_his:
            found.append(action)
    return tuple(found)


def union_of(row: Row) -> Union | None:
    """Whose officers act on a record: those of its union, else of the union of its person."""
    if row.union is not None or row.person is None:
        return row.union
    held = row.person.memberships.filter(state__in=ACTIVE_STATES).select_related("union").first()
    return held.union if held else None


def codename(register: Register, permission: str) -> str:
    return f"{permission}_{register.matter_group}"


def _of(register: Register, listing: RecordList) -> tuple[RecordAction, ...]:
    known = (register.action(key) for key in listing.actions)
    return tuple(action for action in known if action is not None)


def _grants(register: Register, permission: str, rights: gate.Rights) -> list[Grant]:
    """`view` is held by whoever holds anything of the matter group."""
    if permission == VIEW:
        return [g for g in rights.actor.grants if g.matter_group == register.matter_group]
    wanted = codename(register, permission)
    return [grant for grant in rights.actor.grants if grant.codename == wanted]
