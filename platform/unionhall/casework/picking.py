"""Rows of a lookup: from which lists, who may see them, what a picked one fills.

Used by the picker (reading) and by `choose` (reading the row again). Writes nothing.
"""

from __future__ import annotations

from typing import Any

from unionhall.casework import candidates
from unionhall.casework.agreeing import stands
from unionhall.casework.candidates import UNIONS, UNITS, Limits, Row
from unionhall.casework.context import Context
from unionhall.casework.refusals import Refused
from unionhall.casework.sentences import refused
from unionhall.casework.settling import Material, material, settle
from unionhall.engine.facts import needed
from unionhall.engine.limits import fits, limits_of
from unionhall.engine.paths import Nested, copied, remove, write
from unionhall.language.model import Consent, Lookup, LookupList, Process
from unionhall.people import selectors as people
from unionhall.people.models import User

SEARCH = "search"


def lookup_of(process: Process, path: str) -> Lookup:
    """Raises Refused("unknown-lookup")."""
    for lookup in process.form.lookups:
        if lookup.path == path:
            return lookup
    raise refused("unknown-lookup")


def consent_of(process: Process, chosen: LookupList) -> Consent | None:
    """The agreement that opens a list; a list naming one that is not defined stays shut."""
    if chosen.consent is None:
        return None
    for consent in process.consents:
        if consent.key == chosen.consent:
            return consent
    raise refused("unknown-consent")


def is_open_list(process: Process, chosen: LookupList, user: User) -> bool:
    consent = consent_of(process, chosen)
    return consent is None or stands(process, consent, user)


def limits(context: Context, lookup: Lookup) -> Limits:
    """What the rows have to be now, by the answers as they stand; None: none will do."""
    if not lookup.where:
        return {}
    answers = settle(context, material(context)).state.answers
    asked = needed(context.process, lookup.where.values())
    return limits_of(context.process, lookup, answers, context.with_facts(answers, asked))


def rows_of_list(
    context: Context, lookup: Lookup, chosen: LookupList, user: User, within: Limits
) -> list[Row]:
    """Rows of one of the person's own lists; of a register: what is his own, and what is open to
    the union of the case because it belongs to that union, to one above it, or to nobody."""
    return [row for row in _own_rows(context, lookup, chosen, user, within) if fits(row, within)]


def _own_rows(
    context: Context, lookup: Lookup, chosen: LookupList, user: User, within: Limits
) -> list[Row]:
    if lookup.source == UNITS:
        return list(people.unit_rows(user.person, chosen.key))
    if lookup.source in (UNIONS, candidates.MEMBERS) or user.person is None:
        return []
    return candidates.records(context, lookup, user.person, within)


def search(context: Context, lookup: Lookup, text: str, user: User, within: Limits) -> list[Row]:
    """Rows by name; fewer letters than `min_chars` find nothing."""
    if len(text.strip()) < lookup.min_chars:
        return []
    return candidates.search(context, lookup, text, within, user)


def row_of(
    context: Context, lookup: Lookup, source: str, key: str, user: User, within: Limits
) -> Row:
    """The row with this key, read now from the source it was picked from.

    Raises Refused: consent-needed, not-found-row (also of a row outside the limits).
    """
    process = context.process
    if source == SEARCH:
        row = candidates.by_key(context, lookup, key, user)
        return _found(row if row is not None and fits(row, within) else None)
    for chosen in lookup.lists:
        if chosen.key == source:
            if not is_open_list(process, chosen, user):
                raise refused("consent-needed")
            rows = rows_of_list(context, lookup, chosen, user, within)
            return _found(next((row for row in rows if row["id"] == key), None))
    raise refused("not-found-row")


def check(lookup: Lookup, row: Row) -> None:
    """Raises Refused("required-column") with the definition's own message."""
    for column, message in lookup.require:
        if row.get(column) in (None, ""):
            raise Refused("required-column", message)


def filled(
    lookup: Lookup, row: Row, held: Material, context: Context
) -> tuple[Nested, dict[str, Any]]:
    """Values and origins with the row laid in; what the former row filled is replaced."""
    values, origins = copied(held.values), copied(held.origins)
    write(values, lookup.path, row["id"])
    for path, column in lookup.fill.items():
        value = row.get(column)
        if value in (None, ""):
            remove(values, path)
            origins.pop(path, None)
            continue
        write(values, path, value)
        origins[path] = {
            "value": value,
            "of": row["id"],
            "at": context.world().now,
            "source": f"lookup:{lookup.path}",
        }
    return values, origins


def _found(row: Row | None) -> Row:
    if row is None:
        raise refused("not-found-row")
    return row
