"""The real unions and who holds what there, as the linter asks for them.

Reading only: so that publishing proves a chain for the unions there are, not for a sample.
"""

from __future__ import annotations

from datetime import datetime

from django.db.models import Count

from permissions.grants import standing
from permissions.models import UnionGrant
from unionhall.language.lint.references import Chain
from unionhall.organisation.models import Union

# Beyond this, unions of one kind under one parent stand for each other.
MOST = 5_000


def chains() -> tuple[Chain, ...]:
    """From each active union up to its root. One query; empty while there is no tree."""
    columns = ("path", "key", "name", "kind", "is_active")
    rows = list(Union.objects.order_by("path").values_list(*columns))
    links = {path: {"id": key, "name": name, "kind": kind} for path, key, name, kind, _ in rows}
    found: dict[tuple[str, ...], Chain] = {}
    for path, key, _, kind, is_active in rows:
        if is_active:
            above = [path[:end] for end in range(len(path), 0, -Union.steplen)]
            chain = tuple(links[place] for place in above if place in links)
            same = (key,) if len(rows) <= MOST else (kind, path[: -Union.steplen])
            found.setdefault(same, chain)
    return tuple(found.values())


def staffing(now: datetime) -> dict[tuple[str, str], int]:
    """(union key, codename) -> how many people hold it now. One query."""
    rows = (
        UnionGrant.objects.filter(standing(now))
        .values_list("content_object__key", "permission__codename")
        .annotate(people=Count("user", distinct=True))
    )
    return {(union, codename): people for union, codename, people in rows}
