"""The chain: who decides, what may be pressed, what is written then."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from unionhall.language.model.forms import Form, Material
from unionhall.language.model.values import Cel, Nobody, StageKind


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
