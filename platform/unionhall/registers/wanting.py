"""What a list asks of the records: its own limits, what somebody chose, what he searches.

A condition that reads no record; `finding` makes rows of it. Whatever comes from an address and is
no value of its column matches nothing.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import Q

from unionhall.language.model import RecordList, Register
from unionhall.organisation import naming
from unionhall.organisation.models import Union
from unionhall.people.documents import readings
from unionhall.registers import columns, terms
from unionhall.registers.selectors import has_term

STATE, UNION = "state", "union"
FIRST, LAST, DAY = "0", "9999-99", timedelta(days=1)
NOTHING = Q(pk__in=())
Filters = Mapping[str, Sequence[Any]]


@dataclass(frozen=True, slots=True)
class Wanted:
    """`conditions` without the scope; `digests`: of each column that is asked for, those of its
    values; `days`: (column, first day, day after the last) asked for; `text` is what is searched,
    in the form in which it is compared."""

    conditions: Q
    states: tuple[str, ...] = ()
    digests: tuple[tuple[str, ...], ...] = ()
    union: int | None = None
    text: str = ""
    exact: tuple[str, ...] = ()
    days: tuple[tuple[str, str, str], ...] = ()


def wanted(register: Register, listing: RecordList, filters: Filters, q: str = "") -> Wanted:
    """Everything a list of a register is asked for, as conditions on Record."""
    states = _states(listing, filters)
    condition = Q(register=register.key)
    condition &= Q(closed_at__isnull=True) if states is None else Q(state__in=states)
    asked = [(path, tuple(values)) for path, values in listing.where.items()]
    asked += [
        (path, typed(register, path, values))
        for path, values in filters.items()
        if path in listing.filters and path not in (STATE, UNION) and values
    ]
    digests, days = [], []
    for path, values in asked:
        span = span_of(str(values[0])) if path in listing.due and values else None
        if span is not None:
            name = f"values__{path.replace('.', '__')}"
            condition &= Q(**{f"{name}__gte": span[0], f"{name}__lt": span[1]})
            days.append((path, *span))
            continue
        condition &= Q(has_term(register.key, path, values))
        digests.append(_digests(register, path, values))
    place = _union(filters)
    if place is not None:
        condition &= Q(union_id=place)
    text = naming.plain(q) if naming.is_findable(q) else "\x7f" if q.strip() else ""
    exact = _exact(register, listing, q) if text else ()
    return Wanted(condition, states or (), tuple(digests), place, text, exact, tuple(days))


def span_of(value: str) -> tuple[str, str] | None:
    """`<2026-11-20` and `>2026-11-20`, the days before and after one, as (first day, day after the
    last); None for anything else."""
    try:
        day = date.fromisoformat(value[1:])
        spans = {"<": (FIRST, day.isoformat()), ">": ((day + DAY).isoformat(), LAST)}
    except (ValueError, OverflowError):
        return None
    return spans.get(value[0])


def typed(register: Register, path: str, values: Sequence[Any]) -> tuple[Any, ...]:
    """Values of an address as the column holds them; what does not fit is left out."""
    leaf = register.schema.get("properties", {}).get(path, {})
    kinds = leaf.get("type")
    kinds = kinds if isinstance(kinds, list | tuple) else [kinds]
    found: list[Any] = []
    for value in values:
        if not isinstance(value, str):
            found.append(value)
        elif "boolean" in kinds:
            found += [value in ("true", "1")] if value in ("true", "false", "1", "0") else []
        elif "integer" in kinds or "number" in kinds:
            is_whole = value.lstrip("-").isdecimal() and value.isascii() and len(value) < 17
            found += [int(value)] if is_whole else []
        elif naming.is_findable(value):
            found.append(value)
    return tuple(found)


def _states(listing: RecordList, filters: Filters) -> tuple[str, ...] | None:
    """None: all that are open."""
    chosen = [str(one) for one in filters.get(STATE, ()) if one]
    if not chosen:
        return listing.states or None
    known = (one for one in chosen if naming.is_findable(one))
    return tuple(one for one in known if not listing.states or one in listing.states)


def _union(filters: Filters) -> int | None:
    """The id of a union that was chosen; -1 for one that is not there."""
    keys = [one for one in filters.get(UNION, ()) if one]
    if not keys:
        return None
    key = keys[0]
    found = Union.objects.filter(key=key).first() if naming.is_findable(key) else None
    return found.pk if found else -1


def _digests(register: Register, path: str, values: Sequence[Any]) -> tuple[str, ...]:
    return tuple(terms.term(register.key, path, v) for v in values if terms.is_findable(v))


def _exact(register: Register, listing: RecordList, q: str) -> tuple[str, ...]:
    """Sealed columns are found by the whole value only: as it was typed, and as numbers are."""
    hidden = columns.sensitive(register)
    return tuple(
        terms.term(register.key, path, one)
        for path in listing.search
        if path in hidden
        for one in {q.strip(), *readings(q)}
        if one and terms.is_findable(one)
    )
