"""What a picker finds by text: units, unions, people of the case's union.

Rows are those of `language.tables.PICKERS`, kept within the limits of the lookup (`where`).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.db.models import Q

from permissions import gate
from unionhall.casework.context import Context
from unionhall.engine.limits import fits
from unionhall.language.model import Lookup
from unionhall.organisation import selectors as organisation
from unionhall.people import selectors as people
from unionhall.people.models import Person, User
from unionhall.registers import selectors as registers

UNITS, UNIONS, MEMBERS = "units", "unions", "members"
MOST_FOUND = 20
# Read so many where a limit is asked of the rows and not of the database.
MOST_READ = 100
Row = Mapping[str, Any]
Limits = Mapping[str, Any] | None


def search(context: Context, lookup: Lookup, text: str, limits: Limits, user: User) -> list[Row]:
    """Rows that match and stay within the limits, the best first."""
    if limits is None:
        return []
    wanted = MOST_READ if limits else MOST_FOUND
    rows: Iterable[Row] = ()
    if lookup.source == UNITS:
        rows = [organisation.unit_row(one) for one in organisation.search_units(text, wanted)]
    elif lookup.source == UNIONS:
        kinds = _listed(limits["kind"]) if "kind" in limits else None
        rows = organisation.union_rows(organisation.search_unions(text, kinds=kinds, limit=wanted))
    elif lookup.source == MEMBERS and _may_see_members(context, user):
        rows = people.member_rows(context.place.union, text, wanted)
    return [row for row in rows if fits(row, limits)][:MOST_FOUND]


def records(context: Context, lookup: Lookup, person: Person, limits: Limits) -> list[Row]:
    """Records of a register that concern this person or the way up from the case's union; the
    newest first. Those of other people and other unions are nobody's choice."""
    if limits is None:
        return []
    chain = [link.pk for link in context.place.links]
    owned = Q(person=person) | Q(union_id__in=chain, person=None) | Q(union=None, person=None)
    where = {path: value for path, value in limits.items() if value is not None}
    page = registers.records(lookup.source, unions=owned, where=where, size=MOST_READ)
    return [registers.read(record) for record in page.records]


def by_key(context: Context, lookup: Lookup, key: str, user: User) -> Row | None:
    """One row as it is now, whether or not a search would show it."""
    if lookup.source == UNITS:
        unit = organisation.unit_by_key(key)
        return organisation.unit_row(unit) if unit else None
    if lookup.source == UNIONS:
        union = organisation.union_by_key(key)
        return organisation.union_rows([union])[0] if union and union.is_active else None
    if lookup.source == MEMBERS and _may_see_members(context, user):
        return people.member_row(context.place.union, key)
    return None


def _may_see_members(context: Context, user: User) -> bool:
    """Who belongs to a union is the business of those who hold something there."""
    union = context.place.union
    if union is None:
        return False
    return gate.of(user).view_scope(context.process.matter_group).covers(union.pk, union.path)


def _listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]
