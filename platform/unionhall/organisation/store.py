"""Writing unions, units and posts. Called by `casework` and by set-up commands only.

Keeps the shape rules of domain.md 4.6; who may do it is decided before. What changes the shape of
the tree waits for its turn (`lock_tree`) and leaves its history.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from unionhall.organisation import naming
from unionhall.organisation.models import (
    Affiliation,
    Contact,
    Post,
    Union,
    UnionChange,
    UnionKind,
    Unit,
)

PARENTS = {
    UnionKind.BRANCH: {UnionKind.UNION, UnionKind.JOINT},
    UnionKind.GROUP: {UnionKind.UNION, UnionKind.JOINT},
    UnionKind.E_HOME: {UnionKind.TOWN},
}
# domain.md 4.6: one unit has one union of its own; a joint union has many units
SINGLE = frozenset({UnionKind.UNION})


class Misplaced(ValueError):
    """This kind of union cannot stand there. `kind`, `parent` are kinds or None."""

    def __init__(self, kind: str, parent: str | None) -> None:
        super().__init__(f"{kind} below {parent}")
        self.kind = kind
        self.parent = parent


class Cycle(ValueError):
    """A union would stand below itself."""


class NameTaken(ValueError):
    """Another union below the same parent has this name."""


def lock_tree() -> None:
    """Whoever changes the tree next waits until the transaction ends; readers never wait."""
    list(Union.objects.select_for_update(no_key=True).filter(depth=1).values_list("pk"))


def lock_union(union: Union) -> Union:
    """The union as it is now; whoever ends it, or gives rights there, waits until the transaction
    ends. The tree is locked before, people after."""
    return lock_unions([union.pk])[union.pk]


def lock_unions(ids: Iterable[int]) -> dict[int, Union]:
    """Several, in one order for everybody; by id."""
    rows = Union.objects.select_for_update(no_key=True).filter(pk__in=set(ids))
    return {one.pk: one for one in rows.order_by("pk")}


def add_union(
    name: str,
    kind: str,
    parent: Union | None = None,
    *,
    basis: str = "",
    by: Any = None,
    since: date | None = None,
    **fields: Any,
) -> Union:
    """Add a union below `parent` (None: the root); its first affiliation begins.

    `since`: when it came there, else when it was founded, else today. Raises Misplaced.
    """
    place = parent.kind if parent else None
    check_place(kind, place)
    values = {"name": name, "kind": kind, **fields}
    values |= {"initials": naming.initials(name)}
    values |= {"search": naming.search_line(name, fields.get("code", ""))}
    with transaction.atomic():
        lock_tree()
        if parent is None:
            union: Union = Union.objects.add_root(values)
        else:
            parent.refresh_from_db(fields=["path", "depth", "numchild", "is_active"])
            if not parent.is_active:
                raise Misplaced(kind, place)
            union = Union.objects.add_child(parent, values)
        begun = since or union.founded_on or timezone.localdate()
        Affiliation.objects.create(union=union, parent=parent, since=begun, basis=basis, by=by)
    return union


def add_many(unions: list[Union]) -> list[Union]:
    """Add unions whose places in the tree were worked out already (set-up). Two inserts."""
    for union in unions:
        union.initials = naming.initials(union.name)
        union.search = naming.search_line(union.name, union.code)
    made = Union.objects.bulk_create(unions)
    by_path = {union.path: union for union in made}
    today = timezone.localdate()
    Affiliation.objects.bulk_create(
        Affiliation(
            union=union,
            parent=by_path.get(union.path[: -Union.steplen]),
            since=union.founded_on or today,
        )
        for union in made
    )
    return made


def add_many_units(units: list[Unit]) -> list[Unit]:
    """Add employers (set-up). One insert."""
    for unit in units:
        unit.initials = naming.initials(unit.name)
        unit.search = naming.search_line(unit.name, unit.code)
    return Unit.objects.bulk_create(units)


def check_place(kind: str, place: str | None) -> None:
    """Raises Misplaced."""
    allowed = PARENTS.get(UnionKind(kind))
    is_misplaced = allowed is not None and place not in allowed
    if is_misplaced or (place is None) != (kind == UnionKind.ROOT):
        raise Misplaced(kind, place)


def move_union(union: Union, parent: Union, *, on: date, basis: str = "", by: Any = None) -> None:
    """Move a union with everything below it under another parent. To be called with the tree
    locked; `union` and `parent` are read anew. Raises Cycle, Misplaced, NameTaken."""
    for one in (union, parent):
        one.refresh_from_db(fields=["path", "depth", "numchild", "is_active"])
    if parent.path.startswith(union.path):
        raise Cycle(union.key)
    if not parent.is_active:
        raise Misplaced(union.kind, parent.kind)
    check_place(union.kind, parent.kind)
    check_name(union.name, parent, union)
    former = Union.objects.get_parent(union, update=True)
    Union.objects.move(union, parent, "last-child")
    _affiliate(union, former, parent, on=on, basis=basis, by=by)


def check_name(name: str, parent: Union | None, union: Union | None = None) -> None:
    """Raises NameTaken when an active sibling has it. To be called with the tree locked."""
    if parent is None:
        return
    siblings = Union.objects.filter(
        depth=parent.depth + 1, path__startswith=parent.path, name=name, is_active=True
    )
    if siblings.exclude(pk=union.pk if union else None).exists():
        raise NameTaken(name)


def _affiliate(
    union: Union, former: Union | None, parent: Union, *, on: date, basis: str, by: Any
) -> None:
    """End the open affiliation and begin the next. One that began later than it ends (a day
    entered wrongly, or two moves on a day) is kept with no length, so that none overlap."""
    standing = Affiliation.objects.filter(union=union, until__isnull=True).first()
    if standing is None:
        began = min(union.founded_on or on, on)
        standing = Affiliation(union=union, parent=former, since=began)
    on = max(on, standing.since)
    standing.until = on
    standing.save()
    Affiliation.objects.create(union=union, parent=parent, since=on, basis=basis[:200], by=by)


def change_union(
    union: Union,
    values: Mapping[str, Any],
    *,
    basis: str = "",
    by: Any,
    now: datetime,
) -> tuple[str, ...]:
    """Change the columns that differ and log each; answers their names.

    Never writes the place in the tree: somebody may move the union at this moment.
    """
    changed = [name for name, value in values.items() if getattr(union, name) != value]
    for name in changed:
        was = getattr(union, name)
        setattr(union, name, values[name])
        log_change(union, name, was, values[name], basis=basis, by=by, now=now)
    if {"name", "code"} & set(changed):
        union.initials = naming.initials(union.name)
        union.search = naming.search_line(union.name, union.code)
        union.save(update_fields=[*changed, "initials", "search"])
    elif changed:
        union.save(update_fields=changed)
    return tuple(changed)


def log_change(
    union: Union, field: str, was: Any, now_is: Any, *, basis: str = "", by: Any, now: datetime
) -> None:
    """One line of the register's history; words, never keys."""
    before, after = (_words(one) for one in (was, now_is))
    UnionChange.objects.create(
        union=union, field=field, before=before, after=after, basis=basis[:200], by=by, at=now
    )


def set_contacts(union: Union, rows: Sequence[Mapping[str, Any]]) -> None:
    """Replace whom to call at a union. Rows have matter_group, name, phones, hours."""
    union.contacts.all().delete()
    Contact.objects.bulk_create(
        Contact(union=union, order=number, **row) for number, row in enumerate(rows)
    )


def add_unit(name: str, code: str, union: Union | None = None, **fields: Any) -> Unit:
    """Add an employer. Raises IntegrityError when its credit code is registered already."""
    names = {"initials": naming.initials(name), "search": naming.search_line(name, code)}
    return Unit.objects.create(name=name, code=code.upper(), union=union, **names, **fields)


def change_unit(
    unit: Unit, union: Union, values: Mapping[str, Any], *, basis: str = "", by: Any, now: datetime
) -> tuple[str, ...]:
    """Change what differs; the history is that of the union which keeps the unit's data."""
    changed = [name for name, value in values.items() if getattr(unit, name) != value]
    for name in changed:
        log_change(
            union, f"unit.{name}", getattr(unit, name), values[name], basis=basis, by=by, now=now
        )
        setattr(unit, name, values[name])
    if {"name", "code"} & set(changed):
        unit.initials = naming.initials(unit.name)
        unit.search = naming.search_line(unit.name, unit.code)
        unit.save(update_fields=[*changed, "initials", "search"])
    elif changed:
        unit.save(update_fields=changed)
    return tuple(changed)


def add_post(
    union: Union, person: Any, title: str, since: date, by: Any = None, **fields: Any
) -> Post:
    """Add a current post; one per person and union, and one chair (IntegrityError).

    `fields`: source, until, note, is_bootstrap.
    """
    values = {"title": title, "since": since, "granted_by": by, **fields}
    return Post.objects.create(union=union, person=person, **values)


def end_post(post: Post, reason: str, now: datetime) -> bool:
    """False: it had ended already."""
    current = Post.objects.filter(pk=post.pk, ended_at__isnull=True)
    return current.update(ended_at=now, end_reason=reason[:200]) == 1


def _words(value: Any) -> str:
    return "" if value is None else str(value)[:200]
