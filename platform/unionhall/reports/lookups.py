"""What a picker offers: the lists of a lookup and what a search finds."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils import timezone

from unionhall.cases import selectors
from unionhall.casework import picking
from unionhall.casework.candidates import Limits
from unionhall.casework.context import Context
from unionhall.casework.refusals import NotYours
from unionhall.language.model import Consent, Lookup, LookupList
from unionhall.people.models import User


@dataclass(frozen=True, slots=True)
class OfferedList:
    """`consent` is what has to be agreed to before the rows are shown (then `rows` is empty)."""

    list: LookupList
    rows: tuple[Mapping[str, Any], ...]
    consent: Consent | None = None


@dataclass(frozen=True, slots=True)
class Picker:
    """Rows have `id` (send it as `row`) and the columns of the lookup, values in clear.

    `found` None: nothing was searched yet, or `text` is shorter than `lookup.min_chars`.
    """

    lookup: Lookup
    lists: tuple[OfferedList, ...]
    text: str
    found: tuple[Mapping[str, Any], ...] | None


def picker(user: User, case_key: str, path: str, text: str = "") -> Picker:
    """Raises `casework.refusals.NotYours`; Refused("unknown-lookup")."""
    case = selectors.loaded(case_key) if selectors.is_key(case_key) else None
    if case is None or case.starter_id != user.pk:
        raise NotYours
    case.starter = user
    context = Context(case, timezone.now())
    lookup = picking.lookup_of(context.process, path)
    within = picking.limits(context, lookup)
    wanted = text.strip()
    is_long_enough = len(wanted) >= lookup.min_chars
    found = picking.search(context, lookup, wanted, user, within) if is_long_enough else None
    lists = tuple(_offered(context, lookup, one, user, within) for one in lookup.lists)
    return Picker(lookup, lists, wanted, None if found is None else tuple(found))


def _offered(
    context: Context, lookup: Lookup, one: LookupList, user: User, within: Limits
) -> OfferedList:
    if not picking.is_open_list(context.process, one, user):
        return OfferedList(one, (), picking.consent_of(context.process, one))
    return OfferedList(one, tuple(picking.rows_of_list(context, lookup, one, user, within)))
