"""Writing unions, units and posts. Called by `casework` and by set-up commands only.

Keeps the shape rules of domain.md 4.6; who may do it is decided before.
"""

from __future__ import annotations

from datetime import date
from typing import Any

from unionhall.organisation.models import Post, Union, UnionKind, Unit

PARENTS = {
    UnionKind.BRANCH: {UnionKind.UNION, UnionKind.JOINT},
    UnionKind.GROUP: {UnionKind.UNION, UnionKind.JOINT},
    UnionKind.E_HOME: {UnionKind.TOWN},
}


class Misplaced(ValueError):
    """This kind of union cannot stand there. `kind`, `parent` are kinds or None."""

    def __init__(self, kind: str, parent: str | None) -> None:
        super().__init__(f"{kind} below {parent}")
        self.kind = kind
        self.parent = parent


def add_union(name: str, kind: str, parent: Union | None = None, **fields: Any) -> Union:
    """Add a union below `parent` (None: the root). Raises Misplaced."""
    place = parent.kind if parent else None
    allowed = PARENTS.get(UnionKind(kind))
    is_misplaced = allowed is not None and place not in allowed
    if is_misplaced or (parent is None) != (kind == UnionKind.ROOT):
        raise Misplaced(kind, place)
    if parent is not None and not parent.is_active:
        raise Misplaced(kind, place)
    values = {"name": name, "kind": kind, **fields}
    if parent is None:
        root: Union = Union.objects.add_root(values)
        return root
    parent.refresh_from_db(fields=["path", "depth", "numchild"])
    child: Union = Union.objects.add_child(parent, values)
    return child


def add_unit(name: str, code: str, union: Union | None = None) -> Unit:
    """Add an employer. Raises IntegrityError when its credit code is registered already."""
    return Unit.objects.create(name=name, code=code.upper(), union=union)


def add_post(union: Union, person: Any, title: str, since: date, by: Any = None) -> Post:
    """Add a current post; at most one per person and union (IntegrityError)."""
    return Post.objects.create(
        union=union, person=person, title=title, since=since, granted_by=by
    )
