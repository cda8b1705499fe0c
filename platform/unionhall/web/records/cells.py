"""Values of records in words: masked, with the titles of choices, states as badges."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from unionhall.forms.control import Control, RenderContext
from unionhall.forms.fields import kind_of
from unionhall.forms.wording import words
from unionhall.language.masks import mask
from unionhall.language.model import Column, RecordList, Register
from unionhall.registers import columns as typed
from unionhall.registers.listing import Row
from unionhall.web.records import due

STATE, UNION, PERSON = "state", "union", "person"
NUMBERS = frozenset({"money", "number"})
WHOLE = 24
TONES = {"warning": "warn"}


@dataclass(frozen=True, slots=True)
class Cell:
    """`mark`: what is said beside the text, in `tone`: that a day is over."""

    key: str
    title: str
    text: str
    is_number: bool = False
    tone: str = ""
    mark: str = ""

    @property
    def is_state(self) -> bool:
        return self.key == STATE

    @property
    def is_whole(self) -> bool:
        """Codes, numbers and dates are read at a glance: never broken into two lines."""
        return len(self.text) <= WHOLE and any(one.isdigit() for one in self.text)


def control_of(register: Register, key: str) -> Control:
    """Return the control that words a column, so amounts, dates and masks look as in forms."""
    leaf = register.schema.get("properties", {}).get(key, {})
    titles = {column.key: column.title for column in register.columns}
    return Control(key, kind_of(leaf, {}), leaf, titles.get(key, str(leaf.get("title", key))))


def title_of(register: Register, listing: RecordList | None, key: str) -> str:
    """The title of the list, of the register, of the schema; states and unions have usual ones."""
    shown = (*(listing.columns if listing else ()), *register.columns)
    title = next((one.title for one in shown if one.key == key), "")
    if title:
        return title
    if key in register.schema.get("properties", {}):
        return control_of(register, key).label
    return {STATE: _("State"), UNION: _("Union")}.get(key, key)


def headed(register: Register, listing: RecordList) -> tuple[Column, ...]:
    """The columns of a list; the state is always one of them."""
    if any(one.key == STATE for one in listing.columns) or not register.states:
        return listing.columns
    return (*listing.columns, Column(STATE, title_of(register, None, STATE)))


def cells(
    register: Register, columns: Iterable[Column], row: Row, context: RenderContext
) -> list[Cell]:
    values = clear_values(register, row)
    return [cell(register, column, values, row, context) for column in columns]


def clear_values(register: Register, row: Row) -> Mapping[str, Any]:
    """What cannot be read any more (a lost key) is told as absent, never as an error."""
    return row.values if register.table else typed.unsealed(register, row.values)


def cell(
    register: Register,
    column: Column,
    values: Mapping[str, Any],
    row: Row,
    context: RenderContext,
) -> Cell:
    """The column's own mask counts besides that of its schema."""
    if column.key == STATE:
        title, tone = state_of(register, row.state)
        return Cell(STATE, column.title, title, tone=tone)
    if column.key == UNION and row.union is not None:
        return Cell(UNION, column.title, row.union.name)
    control = control_of(register, column.key)
    value = values.get(column.key)
    if column.mask and isinstance(value, str):
        return Cell(column.key, column.title, str(mask(value, column.mask)))
    is_number = control.kind in NUMBERS
    said, tone = due.mark(value, timezone.localdate()) if column.due else ("", "")
    return Cell(column.key, column.title, words(control, value, context), is_number, tone, said)


def state_of(register: Register, key: str) -> tuple[str, str]:
    """(title, tone) of a state; those of a definition without titles have usual words."""
    known = register.state_titles.get(key)
    if known is not None and known.title != known.key:
        return known.title, TONES.get(known.tone, known.tone)
    usual = {"active": _("in force"), "void": _("void"), "closed": _("closed")}
    return usual.get(key, key), "success" if key == "active" else ""


def name_of(register: Register, row: Row, context: RenderContext) -> str:
    """What a record is called in a sentence: its first column, or whose it is."""
    first = register.lists[0].columns[0] if register.lists else register.columns[0]
    text = cell(register, first, clear_values(register, row), row, context).text
    owner = row.person.name if row.person else row.union.name if row.union else ""
    return text or owner or _("(without a name)")


def titles(register: Register, listing: RecordList) -> list[str]:
    return [one.title for one in headed(register, listing)]


def texts(
    register: Register, listing: RecordList, rows: Iterable[Row], context: RenderContext
) -> list[list[str]]:
    """The cells of rows as the page shows them, masked, in the order of `titles`."""
    columns = headed(register, listing)
    return [[one.text for one in cells(register, columns, row, context)] for row in rows]
