"""What registers know of whoever is signed in, as their definitions show it to him.

The only place of the portal that reads records: every page agrees on whose they are.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from django.db.models import Q
from django.http import Http404
from django.urls import reverse

from unionhall.casework.registers import reach
from unionhall.definitions import selectors as definitions
from unionhall.language.model import RecordList, Register
from unionhall.people.models import User
from unionhall.registers import listing as registers
from unionhall.registers.rows import Change, Page, Row

STATE = "state"


@dataclass(frozen=True, slots=True)
class Own:
    """One list of the person's: what of a register is about him."""

    register: Register
    listing: RecordList
    scope: Q

    @property
    def url(self) -> str:
        return reverse("portal:mine_list", args=[self.register.key])

    def address(self, row: Row) -> str:
        return reverse("portal:mine_record", args=[self.register.key, row.key])

    def page(self, after: str = "", size: int = registers.SIZE) -> Page:
        """Newest first."""
        return registers.page(self.register, self.listing, self.scope, after=after, size=size)

    def record(self, key: str) -> Row:
        """Raises Http404 for whatever is not about him, or not in a state that is shown."""
        row = registers.record(self.register, key, self.scope)
        if row is None or not _is_shown(self.listing, row.state):
            raise Http404
        return row

    def history(self, row: Row) -> list[Change]:
        """What he may know of it: states and columns that he sees, by his union, not by whom."""
        changes = registers.history(self.register, row)
        known = (_known(self.listing, change, row) for change in changes)
        return [change for change in known if change is not None]


def lists(user: User) -> list[Own]:
    """Every list there is for people, in the order of the definitions."""
    found = [
        Own(one, one.mine.listing, reach.own(one, user))
        for one in definitions.registers()
        if one.mine is not None
    ]
    return sorted(found, key=lambda own: (own.listing.order, own.register.key))


def open_list(user: User, key: str) -> Own:
    """Raises Http404 for a register that shows people nothing."""
    found = next((own for own in lists(user) if own.register.key == key), None)
    if found is None:
        raise Http404
    return found


def written_by(user: User, number: str) -> list[str]:
    """Addresses of his records that a case wrote, by its number: where its messages lead him."""
    found = []
    for own in lists(user) if number else ():
        for row in own.page().rows:
            changes = registers.history(own.register, row)
            if any(change.case_number == number for change in changes):
                found.append(own.address(row))
    return found


def _is_shown(listing: RecordList, state: str) -> bool:
    return not listing.states or state in listing.states


def _known(listing: RecordList, change: Change, row: Row) -> Change | None:
    """None: nothing of it concerns him."""
    if not _is_shown(listing, change.state_after):
        return None
    shown = {column.key for column in listing.columns} - {STATE}
    before, after = (_only(values, shown) for values in (change.before, change.after))
    was = change.state_before
    was = was if not was or _is_shown(listing, was) else change.state_after
    if was == change.state_after and not (before or after):
        return None
    by_name = row.union.name if row.union and change.by_name else ""
    return replace(change, by_name=by_name, reason="", state_before=was, before=before, after=after)


def _only(values: Mapping[str, Any], shown: set[str]) -> dict[str, Any]:
    return {key: value for key, value in values.items() if key in shown}
