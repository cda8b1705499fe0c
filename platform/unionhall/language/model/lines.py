"""One application, many people."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from unionhall.language.model.columns import Column, Empty
from unionhall.language.model.facts import Fact
from unionhall.language.model.forms import Check
from unionhall.language.model.values import Cel, Json


@dataclass(frozen=True, slots=True)
class LinePicker:
    """From which records the lines are picked. `where`: register column -> CEL; `lock`: CEL over
    `record.*` that says why a record cannot be chosen ("" = it can). `match`: columns by whose
    values people who were pasted or came in a workbook are found; without any they cannot be."""

    register: str
    columns: tuple[Column, ...]
    where: Mapping[str, Cel] = field(default_factory=dict)
    filters: tuple[str, ...] = ()
    match: tuple[str, ...] = ()
    lock: Cel | None = None
    select_all: str = ""
    button: str = ""
    empty: Empty | None = None


@dataclass(frozen=True, slots=True)
class LineKeyRule:
    """At most one open line of any case of the process may have these values (database-enforced).
    `paths`: `item.<path>` or `form.<path>`; `statuses` of the case while it is held."""

    key: str
    paths: tuple[str, ...]
    statuses: tuple[str, ...]
    message: str


@dataclass(frozen=True, slots=True)
class Lines:
    """One application, many people. `fill` picked: chosen by hand; snapshot: all of the newest
    published snapshot that `picker.where` allows. `values`: line path -> CEL over `record.*`.
    `checks` and `facts` are asked per line, with `item.*`; `unique`: line paths.
    """

    title: str
    schema: Mapping[str, Json]
    columns: tuple[Column, ...]
    picker: LinePicker
    values: Mapping[str, Cel]
    fill: Literal["picked", "snapshot"] = "picked"
    unique: tuple[str, ...] = ()
    exclusive: tuple[LineKeyRule, ...] = ()
    facts: tuple[Fact, ...] = ()
    checks: tuple[Check, ...] = ()
    least: int = 1
    most: int = 30_000
    subject: Cel | None = None
