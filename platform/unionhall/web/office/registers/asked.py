"""What is asked of a list in its address: words, union, filters by column, order.

Read leniently: what cannot be read filters nothing. Shown again as it was given. The same reading
serves the list, "all that match" and exports.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext as _

from unionhall.definitions import selectors as definitions
from unionhall.forms.control import Control
from unionhall.forms.fields import boolean, options
from unionhall.language.model import RecordList, Register
from unionhall.organisation.models import Union
from unionhall.web.office.filters import cleaned, day
from unionhall.web.office.registers.desk import Desk
from unionhall.web.records import due
from unionhall.web.records.cells import STATE, control_of, title_of

PREFIX = "f-"
Q, UNION, SORT = "q", "union", "sort"


@dataclass(frozen=True, slots=True)
class Field:
    """One filter of the row: `kind` select, date or text; `choices` are (posted, title)."""

    name: str
    title: str
    kind: str
    choices: Sequence[tuple[str, str]] = ()
    value: str = ""

    @property
    def words(self) -> str:
        return dict(self.choices).get(self.value, self.value)


@dataclass(frozen=True)
class Asked:
    """`filters`: column -> values, for `registers.listing`; `words`: (label, text) of what is set;
    `union` as typed, its key among the filters."""

    q: str = ""
    union: str = ""
    sort: str = ""
    fields: tuple[Field, ...] = ()
    filters: Mapping[str, Sequence[Any]] = field(default_factory=dict)
    words: Sequence[tuple[str, str]] = ()
    problem: str = ""

    @property
    def given(self) -> dict[str, str]:
        """Everything as parameters of an address."""
        own = {one.name: one.value for one in self.fields}
        return {Q: self.q, UNION: self.union, SORT: self.sort, **own}


@dataclass(frozen=True)
class Address:
    """What was asked, as links of the list: `usual_union` is meant where the address names none."""

    url: str
    asked: Asked
    usual_union: str = ""

    @property
    def is_set(self) -> bool:
        asked = self.asked
        return any((asked.q, asked.union != self.usual_union, *(f.value for f in asked.fields)))

    @property
    def clear_url(self) -> str:
        return self.url

    def with_(self, **changes: str) -> str:
        """The address of this list with some parameters changed; empty ones left out."""
        query = {name: value for name, value in (self.asked.given | changes).items() if value}
        if self.usual_union and not self.asked.union:
            query[UNION] = ""
        return f"{self.url}?{urlencode(query)}" if query else self.url


def read(register: Register, listing: RecordList, data: QueryDict, usual_union: str = "") -> Asked:
    """`usual_union`: the name that is meant where `data` names none."""
    q, sort = cleaned(data.get(Q)), cleaned(data.get(SORT))
    union = cleaned(data.get(UNION)) if UNION in data else usual_union
    fields = tuple(_field(register, listing, key, data) for key in listing.filters)
    filters: dict[str, Sequence[Any]] = {
        one.name.removeprefix(PREFIX): _stored(register, listing, one)
        for one in fields
        if one.value
    }
    words = [(one.title, one.words) for one in fields if one.value]
    problem = ""
    if union:
        key = _union_key(union)
        problem = "" if key else _("There is no union with this name: nothing can match.")
        filters[UNION] = [key or "-"]
        words.append((_("Union"), union))
    if not listing.search:
        q = ""
    if q:
        words.append((search_label(register, listing), q))
    known = {one.removeprefix("-") for one in listing.sort}
    sort = sort if sort.removeprefix("-") in known else ""
    return Asked(q, union, sort, fields, filters, words, problem)


def address(desk: Desk, asked: Asked, usual_union: str = "") -> Address:
    return Address(desk.address, asked, usual_union)


def search_label(register: Register, listing: RecordList) -> str:
    """`姓名、会员编号`: what the words are looked for in."""
    return _(", ").join(title_of(register, listing, key) for key in listing.search)


def _field(register: Register, listing: RecordList, key: str, data: QueryDict) -> Field:
    name, title = f"{PREFIX}{key}", title_of(register, listing, key)
    typed = cleaned(data.get(name))
    if key in listing.due:
        choices = due.choices()
    elif key == STATE:
        choices = _states(register, listing)
    else:
        choices = _choices(control_of(register, key))
    if choices:
        value = typed if typed in {code for code, _title in choices} else ""
        return Field(name, title, "select", choices, value)
    if control_of(register, key).kind == "date":
        return Field(name, title, "date", (), typed if day(typed) else "")
    return Field(name, title, "text", (), typed)


def _states(register: Register, listing: RecordList) -> list[tuple[str, str]]:
    shown = listing.states or register.states
    titles = register.state_titles
    return [(key, titles[key].title if key in titles else key) for key in shown]


def _choices(control: Control) -> list[tuple[str, str]]:
    if control.kind == "boolean":
        return [(options.posted(one), boolean.spoken(one)) for one in (True, False)]
    own = [(one.posted, one.title) for one in options.of_schema(control.leaf)]
    if own or not control.codelist:
        return own
    try:
        codes = definitions.codelist(control.codelist)
    except definitions.NotPublished:
        return []
    return [(item.code, item.title) for item in codes.items]


def _stored(register: Register, listing: RecordList, one: Field) -> list[Any]:
    """The value as the register stores it: choices by what is posted for them."""
    key = one.name.removeprefix(PREFIX)
    if key == STATE:
        return [one.value]
    if key in listing.due:
        return [due.wanted(one.value, timezone.localdate())]
    control = control_of(register, key)
    if control.kind == "boolean":
        return [one.value == options.posted(True)]
    known = {choice.posted: choice.value for choice in options.of_schema(control.leaf)}
    return [known.get(one.value, one.value)]


def _union_key(name: str) -> str:
    """The union with this name; or the only one whose name has it in it. "" for none."""
    exact = list(Union.objects.filter(name=name).values_list("key", flat=True)[:2])
    if exact:
        return str(exact[0])
    like = list(Union.objects.filter(name__icontains=name).values_list("key", flat=True)[:2])
    return str(like[0]) if len(like) == 1 else ""
