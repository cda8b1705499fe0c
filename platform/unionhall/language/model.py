"""What a definition is, as frozen values.

`parse` makes these from JSON that the meta-schema has accepted; the engine reads nothing else.
Expressions stay source text here (CEL); `expressions` compiles and caches them. No behaviour
belongs in this file beyond look-ups by key.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

Json = Any
Cel = str

StarterKind = Literal["person", "member", "staff", "anonymous"]
SubjectKind = Literal["person", "union"]
StageKind = Literal["review", "applicant"]
Nobody = Literal["parent", "error", "skip"]
Level = Literal["block", "warn"]
Moment = str
Channel = Literal["inbox", "sms", "email"]


@dataclass(frozen=True, slots=True)
class Menu:
    group: str
    title: str
    icon: str
    audience: str
    order: int
    description: str
    beside: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Invite:
    """A dialog after sign-in for whom `when` (over `applicant.*`) holds."""

    when: Cel
    title: str
    text: str
    button: str


@dataclass(frozen=True, slots=True)
class Question:
    """One entry of a frequently-asked list: both sides are plain text."""

    question: str
    answer: str


@dataclass(frozen=True, slots=True)
class Guide:
    audience: str = ""
    conditions: str = ""
    time_limit: str = ""
    fee: str = ""
    basis: str = ""
    contacts: str = ""
    faq: tuple[Question, ...] = ()


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
class Fact:
    """A named question: `op` of `source` where each column equals (or is in) a CEL value."""

    key: str
    op: Literal["exists", "count", "sum", "first", "list"]
    source: str
    where: Mapping[str, Cel]
    column: str | None = None


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
class Column:
    key: str
    title: str
    mask: str | None = None


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


@dataclass(frozen=True, slots=True)
class Actor:
    """Who decides: holders of `permission` on the union that `at` gives."""

    permission: str
    at: Cel


@dataclass(frozen=True, slots=True)
class Action:
    """`to` (return only): `applicant` or keys of earlier stages; `reenter` names where
    a corrected case comes back; `bulk`: may be pressed on many ticked cases at once."""

    key: str
    title: str
    reason: Literal["required", "optional", "none"] = "none"
    to: tuple[str, ...] = ()
    opinions: str | None = None
    confirm: str | None = None
    reenter: Literal["returner", "start"] = "returner"
    bulk: bool = False


@dataclass(frozen=True, slots=True)
class Effect:
    """A declarative write to a register or core table inside the transaction of the action.

    `do` call has no register: it calls `hook` of the platform with `values`.
    """

    do: Literal["create", "update", "upsert", "close", "call"]
    register: str
    match: Mapping[str, Cel]
    values: Mapping[str, Cel]
    when: Cel | None = None
    hook: str = ""


@dataclass(frozen=True, slots=True)
class Branch:
    to: str
    when: Cel | None = None


@dataclass(frozen=True, slots=True)
class Stage:
    """`quorum` different people of each actor group must approve; `not_by`: who of them may not
    (`starter`, `beneficiary`, `deciders` of earlier stages).

    `effects` is keyed by action key, plus `enter`. `reveals`: sensitive fields of the form that
    its actors may look at in clear, each look recorded.
    """

    key: str
    title: str
    kind: StageKind
    actors: tuple[Actor, ...]
    actions: tuple[Action, ...]
    if_nobody: Nobody = "parent"
    quorum: int = 1
    not_by: tuple[str, ...] = ()
    skip_when: Cel | None = None
    withdrawable: bool = False
    reveals: tuple[str, ...] = ()
    form: Form | None = None
    branches: tuple[Branch, ...] = ()
    effects: Mapping[str, tuple[Effect, ...]] = field(default_factory=dict)

    def action(self, key: str) -> Action | None:
        return next((a for a in self.actions if a.key == key), None)


@dataclass(frozen=True, slots=True)
class Addressee:
    """`kind` union: who holds `permission` on the union that `at` gives; mobile: the number that
    `at` gives. The others need nothing: the starter, the person it is about, who may decide now."""

    kind: Literal["applicant", "subject", "actors", "union", "mobile"]
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
    """A whole application type. `digest` is the SHA-256 of the canonical JSON."""

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


@dataclass(frozen=True, slots=True)
class Register:
    """A table of records as data. `keys`: (constraint key, paths, states in which it holds)."""

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
