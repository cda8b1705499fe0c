"""Who may begin a case, about whom, when, and under which conditions."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from unionhall.language.model.values import Cel, Level, StarterKind, SubjectKind


@dataclass(frozen=True, slots=True)
class Starter:
    """`kind` staff needs `permission`, asked on a union of the matter group; anonymous is anybody,
    also without an account."""

    kind: StarterKind
    permission: str | None = None


@dataclass(frozen=True, slots=True)
class Subject:
    """Whose case it is. `source` of a union: `applicant.union`, `root`, or `form.<path of a
    union-ref>`; of a person: `applicant`, or `form.<path of a person-ref>`.

    `union`: where the union of the case comes from; that of a union is its `source`.
    """

    kind: SubjectKind
    source: str
    union: str = "applicant.union"


@dataclass(frozen=True, slots=True)
class Link:
    """A name that an address may bring along when a case is begun; `link.<key>` in expressions."""

    key: str
    format: str
    title: str


@dataclass(frozen=True, slots=True)
class Numbering:
    """`pattern` knows {yyyy} {mm} {dd} {seq:NN}; the sequence restarts per `scope`."""

    pattern: str
    scope: Literal["all", "year", "month", "day"]


@dataclass(frozen=True, slots=True)
class Exclusive:
    """At most one case whose status is in `statuses` may have these values (database-enforced)."""

    key: str
    paths: tuple[str, ...]
    statuses: tuple[str, ...]
    message: str


@dataclass(frozen=True, slots=True)
class Help:
    text: str
    link: str | None = None


@dataclass(frozen=True, slots=True)
class Condition:
    """One line of the eligibility list."""

    key: str
    title: str
    when: Cel
    passed: str
    failed: str
    help: Help | None = None
    level: Level = "block"


@dataclass(frozen=True, slots=True)
class Consent:
    """`at`: `start`, `submit`, or `lookup:<path>`; `text` is the key of a text document."""

    key: str
    text: str
    at: str
    label: str
    required: bool


@dataclass(frozen=True, slots=True)
class Period:
    """The record of `register` that `at` names bounds when the process runs: its columns are
    `period.*`; outside of `opens`..`closes` (columns, dates) starting and submitting stop."""

    register: str
    at: Cel
    opens: str
    closes: str
    message: str
