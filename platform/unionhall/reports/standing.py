"""Which tasks a user's grants reach: pairs of union and permission, as literal index ranges.

One range per pair keeps a queue flat: the database reads the first rows of each range in order
instead of sorting everything a long condition matches.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import reduce

from django.db.models import Q, QuerySet

from permissions import gate
from unionhall.cases.models import Task
from unionhall.organisation.models import Union
from unionhall.people.models import User

# Beyond this many ranges one condition is cheaper than the sum of them.
MOST_RANGES = 24


@dataclass(frozen=True, slots=True)
class Reach:
    """(union id, codename) pairs of one matter group."""

    pairs: tuple[tuple[int, str], ...]

    def __bool__(self) -> bool:
        return bool(self.pairs)

    @property
    def condition(self) -> Q:
        by_permission: dict[str, list[int]] = {}
        for union, permission in self.pairs:
            by_permission.setdefault(permission, []).append(union)
        return reduce(
            lambda found, one: found | Q(permission=one[0], union_id__in=one[1]),
            by_permission.items(),
            Q(pk__in=()),
        )

    def first(self, tasks: QuerySet[Task], size: int) -> QuerySet[Task]:
        """The first rows of an ordered queryset within reach, as an unsliced queryset of them."""
        if len(self.pairs) == 1:
            union, permission = self.pairs[0]
            return tasks.filter(union_id=union, permission=permission)
        if len(self.pairs) > MOST_RANGES:
            return tasks.filter(self.condition)
        ids: set[int] = set()
        for union, permission in self.pairs:
            one = tasks.filter(union_id=union, permission=permission).values_list("pk", flat=True)
            ids.update(one[:size])
        return tasks.filter(pk__in=ids)


def reach(user: User, matter_group: str, union: Union | None = None) -> Reach:
    """Where this user may act in a matter group; only on `union` when one is given. One query
    per request (the gate remembers)."""
    rights = gate.of(user)
    suffix = f"_{matter_group}"
    pairs: set[tuple[int, str]] = set()
    for codename in rights.codenames:
        if codename.endswith(suffix):
            pairs.update((one, codename) for one in rights.scope(codename).ids)
    if union is not None:
        pairs = {pair for pair in pairs if pair[0] == union.pk}
    return Reach(tuple(sorted(pairs)))


def of_verbs(found: Reach, codenames: Iterable[str]) -> Reach:
    """Only pairs whose permission some stage asks for: others can have no task."""
    wanted = set(codenames)
    return Reach(tuple(pair for pair in found.pairs if pair[1] in wanted))
