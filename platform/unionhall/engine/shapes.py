"""What goes into and comes out of a decision: frozen values, no behaviour.

The state of a case as `casework` loads it, and the outcome it has to store.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

UserId = Any
TaskId = Any
Staffing = Mapping[tuple[str, str], frozenset[UserId]]

APPLICANT = "applicant"
MATERIAL = "material:"


class Refused(Exception):
    """An event that is not allowed now. `code` is stable, `params` say what it was about."""

    def __init__(self, code: str, **params: Any) -> None:
        super().__init__(code)
        self.code = code
        self.params = params


@dataclass(frozen=True, slots=True)
class TaskState:
    """An open task. `permission` is the codename (`review_<matter group>`)."""

    id: TaskId
    union: str
    permission: str
    stage: str
    quorum: int = 1
    approvals: tuple[UserId, ...] = ()


@dataclass(frozen=True, slots=True)
class CaseState:
    """A case before an event. `tasks` are the open ones only.

    `returned_from`: the stage at which a returned case comes back, None = from the start. It is
    the `stage` of the outcome of the return. `beneficiary`: the user who is the person it is
    about. `deciders`: stage -> who agreed there when it was decided last.
    """

    status: str
    stage: str = ""
    round: int = 0
    tasks: tuple[TaskState, ...] = ()
    starter: UserId = None
    returned_from: str | None = None
    stages: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    beneficiary: UserId = None
    deciders: Mapping[str, frozenset[UserId]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class TaskSpec:
    """A task to be created: whoever holds `permission` on `union` may decide."""

    stage: str
    union: str
    permission: str
    quorum: int = 1


@dataclass(frozen=True, slots=True)
class RegisterWrite:
    """One write to a register or core table, already evaluated."""

    do: str
    register: str
    match: Mapping[str, Any]
    values: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class HookCall:
    """One call of a function of the platform. `values` may be personal: no journal keeps them."""

    hook: str
    values: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Done:
    """What the effects of one moment come to."""

    writes: tuple[RegisterWrite, ...] = ()
    calls: tuple[HookCall, ...] = ()

    def __add__(self, other: Done) -> Done:
        return Done(self.writes + other.writes, self.calls + other.calls)


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the journal; `union` is a union key or None."""

    kind: str
    stage: str = ""
    union: str | None = None
    values: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Outcome:
    """The case after an event and all that has to be stored with it.

    `done_tasks`: open tasks that end. `unlocked`: what a return leaves open (`path` of a field
    or `material:<key>`), None = everything. `stages`: decided values by stage, complete.
    """

    status: str
    stage: str
    round: int
    done_tasks: tuple[TaskId, ...] = ()
    tasks: tuple[TaskSpec, ...] = ()
    writes: tuple[RegisterWrite, ...] = ()
    entries: tuple[Entry, ...] = ()
    unlocked: tuple[str, ...] | None = None
    stages: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    calls: tuple[HookCall, ...] = ()
