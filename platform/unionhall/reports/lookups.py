"""What a picker offers: the lists of a lookup and what a search finds."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

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
    raise NotImplementedError
