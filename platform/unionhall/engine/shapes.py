"""What goes into and comes out of a decision: frozen values, no behaviour.

The state of a case as `casework` loads it, and the outcome it has to store.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from unionhall.engine.world import World
from unionhall.language.model import Effect

UserId = Any
TaskId = Any
Staffing = Mapping[tuple[str, str], frozenset[UserId]]

APPLICANT = "applicant"
EXTERNAL = "external"
MATERIAL = "material:"
# what a return opens when the list of people is to be corrected
LINES = "lines"


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
class LineWrites:
    """Writes due once for each line, in their place among the others. Left as effects, with what
    their expressions know, because of the lines there may be tens of thousands."""

    effects: tuple[Effect, ...]
    answers: Mapping[str, Any]
    world: World


@dataclass(frozen=True, slots=True)
class CaseStart:
    """A case of `process` that a decision begins; `values` are laid into its draft."""

    process: str
    values: Mapping[str, Any]


Writes = tuple[RegisterWrite | LineWrites, ...]


def plain(writes: Writes) -> tuple[RegisterWrite, ...]:
    """Those that are not per line."""
    return tuple(write for write in writes if isinstance(write, RegisterWrite))


@dataclass(frozen=True, slots=True)
class HookCall:
    """One call of a function of the platform. `values` may be personal: no journal keeps them."""

    hook: str
    values: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Done:
    """What the effects of one moment come to."""

    writes: Writes = ()
    calls: tuple[HookCall, ...] = ()
    starts: tuple[CaseStart, ...] = ()

    def __add__(self, other: Done) -> Done:
        return Done(
            self.writes + other.writes, self.calls + other.calls, self.starts + other.starts
        )


@dataclass(frozen=True, slots=True)
class DispatchSpec:
    """What is to be handed to the outside system `hook` at an external stage."""

    stage: str
    hook: str


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
    `dispatch`: what the stage reached hands to the outside; `starts`: cases derived from this one.
    """

    status: str
    stage: str
    round: int
    done_tasks: tuple[TaskId, ...] = ()
    tasks: tuple[TaskSpec, ...] = ()
    writes: Writes = ()
    entries: tuple[Entry, ...] = ()
    unlocked: tuple[str, ...] | None = None
    stages: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    calls: tuple[HookCall, ...] = ()
    starts: tuple[CaseStart, ...] = ()
    dispatch: DispatchSpec | None = None
