"""A table of records with its states, actions and lists."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from unionhall.language.model.columns import Column, Empty
from unionhall.language.model.facts import Fact
from unionhall.language.model.forms import Check, Form
from unionhall.language.model.stages import Effect
from unionhall.language.model.values import Cel, Json


@dataclass(frozen=True, slots=True)
class RecordState:
    """A state of a register with its name and tone ("", info, success, warning, danger)."""

    key: str
    title: str
    tone: str = ""


@dataclass(frozen=True, slots=True)
class RecordAction:
    """A small form on a record or on many: who may (`permission` of the matter group), from which
    states, into which (None: it stays), what is written (`values`: column -> CEL over `record.*`
    and `form.*`) and what else happens (`effects`). `refusal` is said when `when` does not hold.

    `do` add, edit and remove are those of the register itself; `fields`: columns they ask for.
    """

    key: str
    title: str
    permission: str
    do: Literal["act", "add", "edit", "remove"] = "act"
    states: tuple[str, ...] = ()
    to: str | None = None
    bulk: bool = False
    when: Cel | None = None
    refusal: str = ""
    confirm: str = ""
    reason: Literal["required", "optional", "none"] = "none"
    form: Form | None = None
    fields: tuple[str, ...] = ()
    values: Mapping[str, Cel] = field(default_factory=dict)
    effects: tuple[Effect, ...] = ()


@dataclass(frozen=True, slots=True)
class RecordList:
    """One page of a register in the menu. `where`: column -> values; `filters`, `sort`: columns;
    `actions`: keys of the register's actions; `starts`: processes that can be begun there;
    `imports`: keys of import documents. `permission`: who sees it."""

    key: str
    title: str
    columns: tuple[Column, ...]
    group: str = ""
    icon: str = "table-cells"
    order: int = 100
    permission: str = "view"
    states: tuple[str, ...] = ()
    where: Mapping[str, tuple[Json, ...]] = field(default_factory=dict)
    filters: tuple[str, ...] = ()
    search: tuple[str, ...] = ()
    sort: tuple[str, ...] = ()
    actions: tuple[str, ...] = ()
    starts: tuple[str, ...] = ()
    imports: tuple[str, ...] = ()
    export: bool = True
    note: str = ""
    empty: Empty | None = None

    @property
    def due(self) -> tuple[str, ...]:
        """Columns whose day may be over."""
        return tuple(column.key for column in self.columns if column.due)


@dataclass(frozen=True, slots=True)
class OwnList:
    """What a register shows to the person whom a record is about, newest first. `match`: what is
    known of him (`person`, `document_kind`, `document_no`) -> the column that says the same."""

    listing: RecordList
    match: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Register:
    """A table of records as data. `keys`: (constraint key, paths, states in which it holds).

    `table`: a core table shown as a register (its schema is made of `language.tables`), then it
    has no keys and its records are written by effects of its actions. `snapshot`: the hour
    ("08:00") at which yesterday's state is published.
    """

    key: str
    title: str
    digest: str
    owners: tuple[str, ...]
    matter_group: str
    schema: Mapping[str, Json]
    keys: tuple[tuple[str, tuple[str, ...], tuple[str, ...]], ...]
    states: tuple[str, ...]
    columns: tuple[Column, ...]
    seed: tuple[Mapping[str, Json], ...] = ()
    state_titles: Mapping[str, RecordState] = field(default_factory=dict)
    key_messages: Mapping[str, str] = field(default_factory=dict)
    actions: tuple[RecordAction, ...] = ()
    lists: tuple[RecordList, ...] = ()
    facts: tuple[Fact, ...] = ()
    checks: tuple[Check, ...] = ()
    table: str = ""
    snapshot: str = ""
    mine: OwnList | None = None

    def action(self, key: str) -> RecordAction | None:
        return next((one for one in self.actions if one.key == key), None)

    def listing(self, key: str) -> RecordList | None:
        return next((one for one in self.lists if one.key == key), None)
