"""The union register as its keepers see it: the list below a place, one entry with its history."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from unionhall.casework.unions import fields
from unionhall.organisation import tree
from unionhall.organisation.models import Affiliation, Contact, Union, UnionChange, Unit
from unionhall.people.models import ACTIVE_STATES, Membership

SIZE = 20
MOST_CHANGES = 50
ESSENTIAL = ("chair_name", "contact_name", "contact_mobile")


@dataclass(frozen=True, slots=True)
class Entry:
    """`missing`: titles of what a register entry must not lack (S1-08)."""

    union: Union
    links: tuple[Union, ...]
    units: tuple[Unit, ...]
    contacts: tuple[Contact, ...]
    affiliations: tuple[Affiliation, ...]
    changes: tuple[UnionChange, ...]
    members: int
    below: int
    missing: tuple[str, ...]

    @property
    def newest_change(self) -> int:
        return self.changes[0].pk if self.changes else 0


def children(parent: Union, after: str = "", size: int = SIZE) -> list[Union]:
    """Unions directly below, in the order of the tree; one more than `size` if there are more."""
    rows = Union.objects.filter(tree.within([parent.path]), depth=parent.depth + 1)
    if after:
        rows = rows.filter(path__gt=after)
    return list(rows.order_by("path")[: size + 1])


def entry(union: Union, links: Iterable[Union]) -> Entry:
    """Everything of one union's register entry. Seven queries."""
    units = tuple(union.units.order_by("id"))
    below = Union.objects.filter(tree.within([union.path]), is_active=True).exclude(pk=union.pk)
    titles = {field.name: str(field.title) for field in fields.CONDUCT}
    missing = [titles[name] for name in ESSENTIAL if not getattr(union, name)]
    if union.kind in ("union", "joint") and not units:
        missing.append(str(fields.UNIT[0].title))
    return Entry(
        union=union,
        links=tuple(links),
        units=units,
        contacts=tuple(union.contacts.order_by("order", "id")),
        affiliations=tuple(
            union.affiliations.select_related("parent", "by__person").order_by("-since", "-id")
        ),
        changes=tuple(union.changes.select_related("by__person").order_by("-id")[:MOST_CHANGES]),
        members=Membership.objects.filter(union=union, state__in=ACTIVE_STATES).count(),
        below=below.count(),
        missing=tuple(missing),
    )


def words(field: fields.Field, value: Any) -> str:
    """A value as it is read by people; a dash for none."""
    if value in (None, ""):
        return "—"
    return str(dict(field.choices).get(str(value), value))
