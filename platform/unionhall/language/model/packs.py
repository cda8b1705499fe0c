"""What is shared inside a pack: code lists, texts, matter groups, the pack itself."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from unionhall.language.model.values import Json


@dataclass(frozen=True, slots=True)
class CodeItem:
    """`values`: further columns, by which a list answers facts like a decision table."""

    code: str
    title: str
    parent: str | None = None
    valid_from: str | None = None
    valid_to: str | None = None
    values: Mapping[str, Json] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class CodeList:
    key: str
    title: str
    digest: str
    items: tuple[CodeItem, ...]


@dataclass(frozen=True, slots=True)
class Text:
    """`body` is the Markdown subset with {variables}; `digest` is what a consent keeps."""

    key: str
    title: str
    digest: str
    body: str
    variables: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class MatterGroup:
    """What staff are granted per union: permission codename = `<verb>_<group key>`.

    `for_chair`: the chair of a union has it without being granted it.
    """

    key: str
    title: str
    permissions: tuple[tuple[str, str], ...]
    for_chair: bool = True


@dataclass(frozen=True, slots=True)
class Pack:
    key: str
    title: str
    root: str
    matter_groups: tuple[MatterGroup, ...]
    digest: str = ""
