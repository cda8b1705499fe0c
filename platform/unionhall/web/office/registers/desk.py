"""Which lists of which registers an officer has before him, and what he may do with their rows.

One place for all pages: what is not here for somebody is not in the menu, not in a list, and 404.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cached_property

from django.db.models import Q
from django.http import Http404, HttpRequest
from django.urls import reverse

from permissions import gate
from permissions.policy import Scope, topmost
from unionhall.casework.registers import reach
from unionhall.definitions import selectors as definitions
from unionhall.language.model import RecordAction, RecordList, Register
from unionhall.organisation import tree
from unionhall.organisation.models import Union
from unionhall.people.models import User
from unionhall.registers.rows import Row
from unionhall.web import current_post
from unionhall.web.office.access import officer

ONLY = "all"
MOST_UNIONS = 200


@dataclass(frozen=True)
class Desk:
    """One list of one register, as one officer may use it."""

    register: Register
    listing: RecordList
    user: User

    @property
    def key(self) -> str:
        return self.register.key

    @property
    def address(self) -> str:
        return list_address(self.register, self.listing)

    @cached_property
    def scope(self) -> Q:
        """The rows he sees, as a condition of the query."""
        return reach.scope(self.register, self.listing, self.user)

    @cached_property
    def actions(self) -> tuple[RecordAction, ...]:
        """Those of the list that he may do somewhere, in the order of the list."""
        return reach.actions(self.register, self.listing, self.user)

    def actions_on(self, row: Row) -> tuple[RecordAction, ...]:
        """The buttons beside a row. The verb asks again."""
        return reach.actions(self.register, self.listing, self.user, row) if self.actions else ()

    @property
    def additions(self) -> tuple[RecordAction, ...]:
        return tuple(one for one in self.actions if one.do == "add")

    @property
    def bulk(self) -> tuple[RecordAction, ...]:
        return tuple(one for one in self.actions if one.bulk)

    @cached_property
    def place(self) -> Scope:
        """Where the unions of its rows are."""
        rights = gate.of(self.user)
        if self.listing.permission == reach.VIEW:
            return rights.view_scope(self.register.matter_group)
        codename = reach.codename(self.register, self.listing.permission)
        held = {grant.path for grant in rights.actor.grants if grant.codename == codename}
        return Scope(paths=topmost(held))

    @property
    def within(self) -> Q:
        """Its unions, as a condition on unions."""
        return Q() if self.place.everywhere else tree.within(self.place.paths)

    @cached_property
    def unions(self) -> list[Union]:
        """Unions one can choose between, in the order of the tree; cut when there are many."""
        return list(Union.objects.filter(self.within).order_by("path")[:MOST_UNIONS])

    @property
    def only_union(self) -> str:
        return self.unions[0].name if len(self.unions) == 1 else ""


def open_list(request: HttpRequest, register_key: str, list_key: str = "") -> Desk:
    """Without a key the first of his lists. Raises Http404 for what does not exist for him."""
    mine = desks(request, register_key)
    found = next((one for one in mine if list_key in ("", one.listing.key)), None)
    if found is None:
        raise Http404
    return found


def open_register(request: HttpRequest, register_key: str) -> Desk:
    """The register as the widest of his lists shows it, with the actions of all of them: the page
    of a record belongs to no single list. Raises Http404."""
    mine = list(desks(request, register_key))
    if not mine:
        raise Http404
    widest = next((one for one in mine if one.listing.permission == reach.VIEW), mine[0])
    keys = dict.fromkeys(key for one in mine for key in one.listing.actions)
    return replace(widest, listing=replace(widest.listing, actions=tuple(keys)))


def desks(request: HttpRequest, register_key: str = "") -> Iterator[Desk]:
    """Every list he sees, or those of one register, in the order of the definitions."""
    user = officer(request)
    for register in _registers(register_key):
        if not register.matter_group:
            continue
        for listing in lists_of(register):
            if reach.may_see(register, listing, user):
                yield Desk(register, listing, user)


def lists_of(register: Register) -> tuple[RecordList, ...]:
    """A register without lists of its own has one: all of it, to be looked at."""
    if register.lists:
        return register.lists
    whole = RecordList(ONLY, register.title, register.columns, states=register.states, export=False)
    return (whole,)


def list_address(register: Register, listing: RecordList) -> str:
    return reverse("office:register_list", args=[register.key, listing.key])


def usual_union(request: HttpRequest, desk: Desk) -> str:
    """The name of the union of the post he works in now, when its rows are among those he sees."""
    union = current_post.current_union(request)
    return union.name if union is not None and desk.place.covers(union.pk, union.path) else ""


def _registers(key: str) -> list[Register]:
    if not key:
        return list(definitions.registers())
    try:
        return [definitions.register(key)]
    except definitions.NotPublished:
        return []
