"""A workbook that becomes records."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from unionhall.language.model.facts import Fact
from unionhall.language.model.stages import Effect
from unionhall.language.model.starting import Consent
from unionhall.language.model.values import Cel, Json


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
class ImportReview:
    """Somebody else says yes before good rows become records: who holds `permission` of the
    matter group on the union that `at` gives (over `union.*` and `header.*`)."""

    permission: str
    at: Cel


@dataclass(frozen=True, slots=True)
class Import:
    """A workbook that becomes records: the template, its checks, its words for what is wrong, and
    what each good row writes. `codes` maps the platform's own findings (`required`, `format`,
    `formula`, `not-text`, `duplicate`, `choice`, `too-long`, `look-alike`, `<format name>`, ...,
    also `<column>:<finding>`) to entries of `errors`. `unique`: columns no two rows share.
    `consents`: what whoever hands a workbook in agrees to each time.
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
    consents: tuple[Consent, ...] = ()
    review: ImportReview | None = None

    def error(self, code: str) -> ImportProblem | None:
        return next((one for one in self.errors if one.code == code), None)
