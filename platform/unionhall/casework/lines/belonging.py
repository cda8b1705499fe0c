"""Whose people are on the list: only those of the union that the case is about.

A draft may come to be about another union, and a record may pass to another one. Whoever is on the
list then stays there, marked, until somebody takes him off: the union may have been changed by
mistake.
"""

from __future__ import annotations

from collections.abc import Sequence

from django.db.models import Q

from unionhall.cases import line_selectors, line_store
from unionhall.cases.models import CaseLine
from unionhall.casework.context import Context
from unionhall.casework.lines import wording
from unionhall.definitions import selectors as definitions
from unionhall.engine.shapes import Entry
from unionhall.registers import listing


def strangers(context: Context, lines: Sequence[CaseLine]) -> set[int]:
    """Rows of those lines whose record belongs to another union. One query."""
    described, union = context.process.lines, context.place.union
    keys = [line.record for line in lines if line.record]
    if described is None or union is None or not keys:
        return set()
    try:
        register = definitions.register(described.picker.register)
    except definitions.NotPublished:
        return set()
    if "union" not in register.owners:
        return set()
    found = listing.elsewhere(register, keys, Q(union=union))
    return {line.pk for line in lines if line.record in found}


def moved(context: Context) -> tuple[Entry, ...]:
    """Within a verb after which a draft is about another union: marks who does not belong there,
    and what the journal tells of it."""
    case, union = context.case, context.place.union
    if union is None or case.union_id == union.pk or not case.line_count:
        return ()
    found: set[int] = set()
    for some in line_selectors.portions(case, line_selectors.STANDING):
        found |= strangers(context, some)
    told = wording.all_told([wording.stranger(union.name)])
    line_store.put_problems(case, dict.fromkeys(found, told))
    if not found:
        return ()
    return (Entry("list_left", values={"union": union.name, "count": len(found)}),)
