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
StageKind = Literal["review", "applicant", "external"]
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

    `do` call has no register: it calls `hook` of the platform with `values`; start begins a case
    of `process` whose answers `values` prefill. `each` lines: once per line, with `item.*`.
    """

    do: Literal["create", "update", "upsert", "close", "call", "start"]
    register: str
    match: Mapping[str, Cel]
    values: Mapping[str, Cel]
    when: Cel | None = None
    hook: str = ""
    each: Literal["", "lines"] = ""
    process: str = ""


@dataclass(frozen=True, slots=True)
class Outside:
    """An outside system that answers at a stage: `hook` names its gateway, `columns` (name ->
    CEL over `item.*`) what it is sent per line; `answer_days` until an answer is overdue.
    `answers`: what an answer brings per line besides ok, code and reason: `answer.<name>`."""

    hook: str
    columns: Mapping[str, Cel]
    answer_days: int = 3
    answers: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Branch:
    to: str
    when: Cel | None = None


@dataclass(frozen=True, slots=True)
class Stage:
    """`quorum` different people of each actor group must approve; `not_by`: who of them may not
    (`starter`, `beneficiary`, `deciders` of earlier stages).

    `effects` is keyed by action key, plus `enter`, and for lines `passed` and `failed`. `reveals`:
    sensitive fields of the form that its actors may look at in clear, each look recorded.
    `materials`: what this stage hands in. `outside`: who answers at an external stage. `lines`
    each: every line has its own verdict there.
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
    materials: tuple[Material, ...] = ()
    outside: Outside | None = None
    lines: Literal["", "each"] = ""

    def action(self, key: str) -> Action | None:
        return next((a for a in self.actions if a.key == key), None)


@dataclass(frozen=True, slots=True)
class Empty:
    """What a list without rows says: where to go on. `link` is a name of the platform's pages or
    `register:<key>`, `import:<key>`, `process:<key>`."""

    text: str
    link: str | None = None


@dataclass(frozen=True, slots=True)
class LinePicker:
    """From which records the lines are picked. `where`: register column -> CEL; `lock`: CEL over
    `record.*` that says why a record cannot be chosen ("" = it can)."""

    register: str
    columns: tuple[Column, ...]
    where: Mapping[str, Cel] = field(default_factory=dict)
    filters: tuple[str, ...] = ()
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


@dataclass(frozen=True, slots=True)
class Period:
    """The record of `register` that `at` names bounds when the process runs: its columns are
    `period.*`; outside of `opens`..`closes` (columns, dates) starting and submitting stop."""

    register: str
    at: Cel
    opens: str
    closes: str
    message: str


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
    """A whole application type. `digest` is the SHA-256 of the canonical JSON.

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

    def action(self, key: str) -> RecordAction | None:
        return next((one for one in self.actions if one.key == key), None)

    def listing(self, key: str) -> RecordList | None:
        return next((one for one in self.lists if one.key == key), None)


@dataclass(frozen=True, slots=True)
class ImportCell:
    """A cell of the header: where its value stands and what it must be (`schema`: one leaf).
    `codelist`: it may hold a code or a title of that list; the value is the code."""

    key: str
    title: str
    label_cell: str
    cell: str
    schema: Mapping[str, Json]
    required: bool = True
    note: str = ""
    example: str = ""
    codelist: str = ""


@dataclass(frozen=True, slots=True)
class ImportColumn:
    """A column of the rows, in the order of the sheet; `required` may be CEL over `row.*`,
    `header.*` and `wrong.*`."""

    key: str
    title: str
    schema: Mapping[str, Json]
    required: bool | Cel = False
    note: str = ""
    example: str = ""
    width: int = 16
    codelist: str = ""


@dataclass(frozen=True, slots=True)
class ImportProblem:
    """One entry of the catalogue: `message` knows {value} {row} {name} {union} {column}."""

    code: str
    type: str
    message: str
    cause: str
    remedy: str


@dataclass(frozen=True, slots=True)
class ImportCheck:
    """`assertion` must hold (over `header.*`, `row.*`, `facts.*`, `union.*`), else error `code` at
    `column`; asked when `when` holds. `values`: further CEL whose results the message may name."""

    key: str
    assertion: Cel
    code: str
    column: str = ""
    when: Cel | None = None
    values: Mapping[str, Cel] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class IdentityCheck:
    """The outside check of name against document, asked row by row by the worker. `window`:
    (from, to) as "09:00" on working days, outside of it rows wait."""

    name: str
    document: str
    mismatch: str
    timeout: str
    when: Cel | None = None
    window: tuple[str, str] | None = None


@dataclass(frozen=True, slots=True)
class Import:
    """A workbook that becomes records: the template, its checks, its words for what is wrong, and
    what each good row writes. `codes` maps the platform's own findings (`required`, `format`,
    `formula`, `not-text`, `duplicate`, `choice`, `too-long`, `look-alike`, `<format name>`, ...,
    also `<column>:<finding>`) to entries of `errors`. `unique`: columns no two rows share.
    """

    key: str
    title: str
    digest: str
    matter_group: str
    permission: str
    sheet: str
    file_name: str
    version: str
    head_row: int
    columns: tuple[ImportColumn, ...]
    errors: tuple[ImportProblem, ...]
    codes: Mapping[str, str]
    effects: tuple[Effect, ...]
    anchors: tuple[tuple[str, str], ...] = ()
    header: tuple[ImportCell, ...] = ()
    instructions: tuple[str, ...] = ()
    facts: tuple[Fact, ...] = ()
    header_facts: tuple[Fact, ...] = ()
    header_checks: tuple[ImportCheck, ...] = ()
    row_checks: tuple[ImportCheck, ...] = ()
    unique: tuple[str, ...] = ()
    identity: IdentityCheck | None = None
    policy: Literal["partial", "all_or_nothing"] = "partial"
    window: tuple[str, str] | None = None
    outside_window: Literal["queue", "reject"] = "queue"
    max_rows: int = 50_000
    group: str = ""
    icon: str = "arrow-up-tray"
    order: int = 100

    def error(self, code: str) -> ImportProblem | None:
        return next((one for one in self.errors if one.code == code), None)


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
