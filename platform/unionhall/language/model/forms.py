"""A form: schema, layouts, and what fills, computes, checks and picks its values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from unionhall.language.model.columns import Column
from unionhall.language.model.values import Cel, Json, Level


@dataclass(frozen=True, slots=True)
class Prefill:
    path: str
    source: Cel


@dataclass(frozen=True, slots=True)
class Computed:
    """While `when` holds (always, without one) the value is computed; otherwise it is typed."""

    path: str
    value: Cel
    when: Cel | None = None


@dataclass(frozen=True, slots=True)
class Check:
    key: str
    assertion: Cel
    message: str
    paths: tuple[str, ...]
    level: Level = "block"
    when: Cel | None = None


@dataclass(frozen=True, slots=True)
class LookupList:
    """One candidate list of a picker. `consent`: key of the consent that opens it."""

    key: str
    title: str
    consent: str | None = None


@dataclass(frozen=True, slots=True)
class Lookup:
    path: str
    source: str
    lists: tuple[LookupList, ...]
    columns: tuple[Column, ...]
    fill: Mapping[str, str]
    button: str | None = None
    min_chars: int = 2
    confirm: str | None = None
    empty: str | None = None
    require: tuple[tuple[str, str], ...] = ()
    where: Mapping[str, Cel] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Rule:
    """A UI schema rule with its condition already turned into CEL."""

    effect: Literal["SHOW", "HIDE", "ENABLE", "DISABLE", "REQUIRE"]
    when: Cel


@dataclass(frozen=True, slots=True)
class Element:
    """One node of a UI schema. `path` is dotted (`account.bank`), only on controls.

    `rule` governs the node and everything below it.
    """

    type: str
    label: str | None = None
    path: str | None = None
    text: str | None = None
    key: str | None = None
    options: Mapping[str, Json] = field(default_factory=dict)
    rule: Rule | None = None
    elements: tuple[Element, ...] = ()


@dataclass(frozen=True, slots=True)
class Form:
    """A JSON Schema of the profile plus what surrounds it."""

    schema: Mapping[str, Json]
    layouts: Mapping[str, Element]
    prefill: tuple[Prefill, ...] = ()
    computed: tuple[Computed, ...] = ()
    checks: tuple[Check, ...] = ()
    lookups: tuple[Lookup, ...] = ()

    @property
    def layout(self) -> Element:
        return self.layouts["uischema"]


@dataclass(frozen=True, slots=True)
class Material:
    key: str
    title: str
    required: bool | Cel = True
    when: Cel | None = None
    how: tuple[str, ...] = ("upload",)
    accept: tuple[str, ...] = ("jpg", "png", "bmp", "pdf")
    max_bytes: int = 5 * 1024 * 1024
    max_files: int = 5
    sample: str | None = None
    blank: str | None = None
    one_of: str | None = None
    note: str | None = None
