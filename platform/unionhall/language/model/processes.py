"""A whole application type, and the messages it sends."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from unionhall.language.model.facts import Fact
from unionhall.language.model.forms import Form, Material
from unionhall.language.model.lines import Lines
from unionhall.language.model.menus import Guide, Invite, Menu
from unionhall.language.model.stages import Stage
from unionhall.language.model.starting import (
    Condition,
    Consent,
    Exclusive,
    Link,
    Numbering,
    Period,
    Starter,
    Subject,
)
from unionhall.language.model.values import Cel, Channel, Json, Moment


@dataclass(frozen=True, slots=True)
class Addressee:
    """`kind` union: who holds `permission` on the union that `at` gives; mobile: the number that
    `at` gives. The others need nothing: the starter, the person it is about, who may decide now."""

    kind: Literal["applicant", "subject", "actors", "union", "mobile", "lines"]
    at: Cel | None = None
    permission: str | None = None


@dataclass(frozen=True, slots=True)
class Notice:
    """A message at a `moment`: `submitted`, `withdrawn`, `completed`, `rejected`, `returned`,
    `<stage>.enter` or `<stage>.<action>`. `text`: key of a text, `values` its variables."""

    key: str
    moment: Moment
    to: Addressee
    channels: tuple[Channel, ...]
    text: str
    values: Mapping[str, Cel] = field(default_factory=dict)
    when: Cel | None = None


@dataclass(frozen=True, slots=True)
class Process:
    """A whole application type. `digest` is the SHA-256 of the canonical JSON; `end_title`: what
    its last step is called, where that is another word than that of the platform; `withdrawal`:
    whether a case that is withdrawn opens again or is deleted at once.

    `names`: the environment of its expressions, when it was made of an action of a register
    (`engine.records`); None: that of the process.
    """

    key: str
    title: str
    digest: str
    menu: Menu
    matter_group: str
    guide: Guide
    starters: tuple[Starter, ...]
    subject: Subject
    numbering: Numbering
    summary: tuple[str, ...]
    exclusive: tuple[Exclusive, ...]
    facts: tuple[Fact, ...]
    eligibility: tuple[Condition, ...]
    consents: tuple[Consent, ...]
    form: Form
    materials: tuple[Material, ...]
    stages: tuple[Stage, ...]
    scenarios: tuple[Mapping[str, Json], ...]
    steps: tuple[str, ...] = ()
    links: tuple[Link, ...] = ()
    notices: tuple[Notice, ...] = ()
    invite: Invite | None = None
    lines: Lines | None = None
    period: Period | None = None
    end_title: str = ""
    withdrawal: Literal["reopen", "delete"] = "reopen"
    names: Any = None

    def stage(self, key: str) -> Stage:
        for stage in self.stages:
            if stage.key == key:
                return stage
        raise KeyError(key)

    def material(self, key: str) -> Material:
        for material in self.materials:
            if material.key == key:
                return material
        raise KeyError(key)
