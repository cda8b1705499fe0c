"""Reading unions and units.

Who may see which union is not decided here (`permissions.gate`). Texts that come from people are
taken as they are: anything that cannot be found is simply not found, never an error.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from unionhall.organisation import tree
from unionhall.organisation.models import Union, UnionKind, Unit
from unionhall.organisation.naming import is_findable
from unionhall.organisation.searching import cursor, search_unions, search_units

__all__ = [
    "area",
    "chain",
    "cursor",
    "facts_of",
    "is_findable",
    "root",
    "search_unions",
    "search_units",
    "union_by_key",
    "union_row",
    "union_rows",
    "unions_by_key",
    "unit_by_key",
    "unit_row",
]

# Domain.md 4.6: the kinds that count as "the area" a union belongs to.
AREA_KINDS = frozenset({UnionKind.DISTRICT, UnionKind.INDUSTRY, UnionKind.DIRECT})


def union_by_key(key: object) -> Union | None:
    """The union with this public key; None for anything else, of any type."""
    if not is_findable(key):
        return None
    return Union.objects.filter(key=key).first()


def root() -> Union | None:
    """The highest union of the city; None while there is none."""
    return Union.objects.filter(depth=1).order_by("path").first()


def unions_by_key(keys: Iterable[str]) -> dict[str, Union]:
    """Unions by public key, in one query; unknown keys are left out."""
    wanted = [key for key in keys if is_findable(key)]
    return {union.key: union for union in Union.objects.filter(key__in=wanted)}


def unit_by_key(key: object) -> Unit | None:
    if not is_findable(key):
        return None
    return Unit.objects.select_related("union").filter(key=key).first()


def chain(union: Union) -> list[Union]:
    """The union itself, its parent, and so on to the root. One query."""
    return list(Union.objects.filter(path__in=tree.prefixes(union.path)).order_by("-depth"))


def area(links: Iterable[Union]) -> Union | None:
    """The district, industrial or direct union of a chain; the root of a chain without one."""
    last = None
    for last in links:
        if last.kind in AREA_KINDS:
            return last
    return last


def facts_of(union: Union | None, links: list[Union] | None = None) -> dict[str, Any]:
    """The `union.*` names of the language; {} when it is not known whose case it is. One query.

    Dates are ISO strings; `chain` is from the union up to the root, `chain_text` is read
    downwards as people write it. `links` is that chain where it was read already: then none.
    """
    if union is None:
        return {}
    links = chain(union) if links is None else links
    parent = links[1] if len(links) > 1 else None
    place = area(links)
    return {
        "id": union.key,
        "name": union.name,
        "kind": union.kind,
        "founded_on": union.founded_on.isoformat() if union.founded_on else None,
        "chair_name": union.chair_name or None,
        "parent": parent.key if parent else None,
        "parent_name": parent.name if parent else None,
        "area_name": place.name if place else None,
        "chain_text": " / ".join(link.name for link in reversed(links)),
        "chain": [{"id": link.key, "name": link.name, "kind": link.kind} for link in links],
    }


def unit_row(unit: Unit, source: str = "") -> dict[str, Any]:
    """One row of a unit picker. `union` is empty when it has none that may still be used."""
    union = unit.union if unit.union and unit.union.is_active else None
    return {
        "id": unit.key,
        "name": unit.name,
        "code": unit.code,
        "source": source,
        "union": union.key if union else None,
        "union_name": union.name if union else None,
        "region": unit.region,
        "nature": unit.nature,
    }


def union_row(
    union: Union, parent: Union | None = None, place: Union | None = None
) -> dict[str, Any]:
    """One row of a union picker; parent and area tell two of one name apart."""
    return {
        "id": union.key,
        "name": union.name,
        "code": union.code,
        "kind": union.kind,
        "kind_title": str(union.get_kind_display()),
        "region": union.region,
        "parent": parent.key if parent else None,
        "parent_name": parent.name if parent else None,
        "area": place.key if place else None,
        "area_name": place.name if place else None,
        "union": union.key,
        "union_name": union.name,
    }


def union_rows(unions: Iterable[Union]) -> list[dict[str, Any]]:
    """Rows of a picker with the unions above them. One query for all."""
    found = list(unions)
    above = {path for union in found for path in tree.prefixes(union.path)}
    known = {union.path: union for union in Union.objects.filter(path__in=above)}
    rows = []
    for union in found:
        links = [known[path] for path in tree.prefixes(union.path) if path in known]
        place = area(links)
        parent = known.get(union.path[: -tree.STEP])
        rows.append(union_row(union, parent, place))
    return rows
