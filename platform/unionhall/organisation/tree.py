"""The union tree as text paths: chains upwards and ranges downwards, without touching the tree.

Paths are treebeard's (steps of four characters, 0-9 then A-Z), so "everything below" is a range
of one index on both databases. Moving nodes is treebeard's business and does not belong here.
"""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Q

from unionhall.organisation.models import Union

STEP = Union.steplen
LAST = Union.alphabet[-1]
DEEPEST = Union._meta.get_field("path").max_length


def prefixes(path: str) -> list[str]:
    """Paths from the node itself up to the root."""
    return [path[:end] for end in range(len(path), 0, -STEP)]


def is_within(path: str, top: str) -> bool:
    """Whether `path` is `top` or below it."""
    return path.startswith(top)


def topmost(paths: Iterable[str]) -> tuple[str, ...]:
    """The paths that are not below another one of them, sorted."""
    kept: list[str] = []
    for path in sorted(set(paths)):
        if not kept or not is_within(path, kept[-1]):
            kept.append(path)
    return tuple(kept)


def within(paths: Iterable[str], field: str = "path") -> Q:
    """A condition on `field` (`union__path`, ...): one of `paths` or below it.

    Literal bounds; a LIKE would scan on SQLite. No path at all matches nothing.
    """
    condition = Q(pk__in=())
    for path in topmost(paths):
        condition |= Q(**{f"{field}__gte": path, f"{field}__lte": path.ljust(DEEPEST, LAST)})
    return condition
