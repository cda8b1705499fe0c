"""What a definition may refer to: registers, texts, matter groups, samples, the tree of unions.

Handed to the linter by whoever knows (`definitions.library`); nothing is read here. The tables
the platform keeps itself answer to facts like any register.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from unionhall.language.model import CodeList, Import, Process, Register
from unionhall.language.schema import type_of_value
from unionhall.language.tables import TABLES

Chain = tuple[Mapping[str, str], ...]

KIND_NAMES = {
    "root": "市总工会",
    "industry": "产业工会",
    "district": "区总工会",
    "direct": "市总直属工会",
    "committee": "工作委员会",
    "town": "街道工会",
    "park": "园区工会",
    "community": "社区工会",
    "e_home": "网上职工之家",
    "union": "基层工会",
    "joint": "联合基层工会",
    "branch": "工会分会",
    "group": "工会小组",
}
# From the case's union up to the root; every kind of union appears as the union of a case.
SAMPLE_KINDS = (
    ("root",),
    ("industry", "root"),
    ("district", "root"),
    ("direct", "root"),
    ("committee", "root"),
    ("e_home", "root"),
    ("town", "district", "root"),
    ("park", "district", "root"),
    ("community", "town", "district", "root"),
    ("union", "district", "root"),
    ("union", "industry", "root"),
    ("union", "direct", "root"),
    ("union", "town", "district", "root"),
    ("joint", "community", "town", "district", "root"),
    ("branch", "union", "district", "root"),
    ("group", "union", "town", "district", "root"),
)


@dataclass(frozen=True, slots=True)
class Table:
    """Something facts ask and effects write. `columns`: name -> leaf schema. Of a core table
    effects write what `language.tables` says, and nothing of a code list (`is_fixed`).

    `extra`: what may be asked for though it is no column: the state and the owner.
    """

    columns: Mapping[str, Mapping[str, Any]]
    required: frozenset[str] = frozenset()
    owners: tuple[str, ...] = ()
    keys: tuple[tuple[str, ...], ...] = ()
    is_core: bool = False
    is_fixed: bool = False
    extra: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)

    @property
    def askable(self) -> Mapping[str, Mapping[str, Any]]:
        return {**self.extra, **self.columns}


def _text(*names: str) -> dict[str, Mapping[str, Any]]:
    return {name: {"type": "string"} for name in names}


CORE: Mapping[str, Table] = {
    key: Table(core.columns, required=core.required, is_core=True) for key, core in TABLES.items()
}
_ITEM = {"code": {"type": "string"}, "title": {"type": "string"}, "parent": {"type": "string"}}


def sample_chains() -> tuple[Chain, ...]:
    """One chain per shape of the tree, for when no real tree is given."""
    return tuple(
        tuple({"id": f"sample-{kind}", "name": KIND_NAMES[kind], "kind": kind} for kind in kinds)
        for kinds in SAMPLE_KINDS
    )


@dataclass(frozen=True, slots=True)
class References:
    """`matter_groups`: group key -> permission verbs. `chains`: from a union up to the root, one
    per shape or one per real union. `staffing`: (union id, verb of a group) -> how many people
    hold it, None while nobody knows. `registers`: those of the packs, also those that show a
    table of the platform and answer no facts."""

    tables: Mapping[str, Table] = field(default_factory=lambda: dict(CORE))
    texts: Mapping[str, frozenset[str]] = field(default_factory=dict)
    codelists: frozenset[str] = frozenset()
    matter_groups: Mapping[str, frozenset[str]] = field(default_factory=dict)
    samples: frozenset[str] = frozenset()
    chains: tuple[Chain, ...] = field(default_factory=sample_chains)
    staffing: Mapping[tuple[str, str], int] | None = None
    registers: Mapping[str, Register] = field(default_factory=dict)
    processes: Mapping[str, Process] = field(default_factory=dict)
    imports: Mapping[str, Import] = field(default_factory=dict)


def table_of(register: Register) -> Table:
    """A register as facts and effects see it. Columns are the top-level properties."""
    return Table(
        columns=dict(register.schema.get("properties", {})),
        required=frozenset(register.schema.get("required", ())),
        owners=register.owners,
        keys=tuple(paths for _, paths, _ in register.keys),
        extra=_text("state", *(owner for owner in register.owners if owner != "platform")),
    )


def table_of_codes(codes: CodeList) -> Table:
    """A code list as facts see it: a decision table whose further columns are `values`."""
    columns: dict[str, Mapping[str, Any]] = dict(_ITEM)
    for item in codes.items:
        for name, value in item.values.items():
            if value is not None:
                columns.setdefault(name, {"type": type_of_value(value)})
    always = [n for n in columns if n not in _ITEM and all(n in i.values for i in codes.items)]
    return Table(columns, frozenset({"code", "title", *always}), is_fixed=True)


def tables_of(registers: Iterable[Register]) -> dict[str, Table]:
    """The core tables and these registers, by key."""
    return {**CORE, **{register.key: table_of(register) for register in registers}}
