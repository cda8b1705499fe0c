"""Where a case goes: which stage comes next, who is responsible there, what is skipped.

Does not decide whether an event is allowed (`actions`) and creates nothing: it answers with
entries, task specifications and the stage reached. Fails closed: an expression that errs never
skips a stage and never picks a branch.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from unionhall.engine.barring import Deciders, barred
from unionhall.engine.effects import done_of
from unionhall.engine.names import FAILURES, Names, ask
from unionhall.engine.shapes import (
    APPLICANT,
    EXTERNAL,
    DispatchSpec,
    Done,
    Entry,
    Refused,
    Staffing,
    TaskSpec,
    UserId,
)
from unionhall.engine.world import World
from unionhall.language.model import Actor, Process, Stage

END = "end"


@dataclass(frozen=True, slots=True)
class Reached:
    """`stage` None means the case is complete. One that waits for the applicant has no tasks, one
    that waits for the outside those of whoever looks after the answer."""

    stage: Stage | None
    round: int
    entries: tuple[Entry, ...] = ()
    tasks: tuple[TaskSpec, ...] = ()
    done: Done = Done()

    @property
    def status(self) -> str:
        return "completed" if self.stage is None else "in_progress"

    @property
    def dispatch(self) -> DispatchSpec | None:
        """What goes out on arrival."""
        if self.stage is None or self.stage.outside is None:
            return None
        return DispatchSpec(self.stage.key, self.stage.outside.hook)


@dataclass(frozen=True, slots=True)
class Journey:
    """What stays the same while a case moves: definition, values, staff, its people, round."""

    process: Process
    answers: Mapping[str, Any]
    world: World
    staffing: Staffing
    starter: UserId
    round: int
    beneficiary: UserId = None
    deciders: Deciders = field(default_factory=dict)

    @property
    def names(self) -> Names:
        return Names(self.answers, self.world)


def codename(process: Process, verb: str) -> str:
    return f"{verb}_{process.matter_group}"


def verb_of(process: Process, permission: str) -> str:
    return permission.removesuffix(f"_{process.matter_group}")


def start(journey: Journey) -> Reached:
    """Enters the first stage that is not skipped."""
    return _advance(journey, _first(journey.process))


def leave(journey: Journey, stage: Stage) -> Reached:
    """Enters what follows a stage that has been decided. A way back begins a new round, as a
    return does: a stage is entered once in each. Raises Refused."""
    following = successor(journey, stage)
    keys = [one.key for one in journey.process.stages]
    if following is not None and keys.index(following.key) <= keys.index(stage.key):
        journey = replace(journey, round=journey.round + 1)
    return _advance(journey, following)


def back_to(journey: Journey, stage: Stage) -> Reached:
    """Enters a stage on purpose: `skip_when` is not asked, its actors are resolved anew. All lines
    go there again, also those that failed."""
    if _asks_nobody(journey, stage, ("total",)):
        return leave(journey, stage)
    return _enter(journey, stage) or leave(journey, stage)


def skipped(process: Process, answers: Mapping[str, Any], world: World) -> frozenset[str]:
    """Keys of the stages that a case with these answers does not come to."""
    names = Names(answers, world)
    return frozenset(stage.key for stage in process.stages if _skips_with(process, stage, names))


def successor(journey: Journey, stage: Stage) -> Stage | None:
    """The branch whose condition holds, else the next on the list, None at the end."""
    for branch in stage.branches:
        if branch.when is None or _holds(journey, branch.when, stage):
            return None if branch.to == END else _named(journey.process, branch.to)
    if stage.branches:
        raise Refused("no-branch", stage=stage.key)
    stages = journey.process.stages
    position = next(i for i, other in enumerate(stages) if other.key == stage.key) + 1
    return stages[position] if position < len(stages) else None


def _named(process: Process, key: str) -> Stage:
    """The linter proves that it exists; without the proof nothing is guessed."""
    for stage in process.stages:
        if stage.key == key:
            return stage
    raise Refused("no-branch", stage=key)


def _first(process: Process) -> Stage | None:
    return process.stages[0] if process.stages else None


def _advance(journey: Journey, stage: Stage | None) -> Reached:
    skipped: list[Entry] = []
    for _ in range(len(journey.process.stages) + 1):
        if stage is None:
            done = Entry("completed", values={"round": journey.round})
            return Reached(None, journey.round, (*skipped, done))
        if _skips(journey, stage):
            skipped.append(Entry("skipped", stage.key, values={"because": "condition"}))
        elif _asks_nobody(journey, stage, ("open", "passed")):
            skipped.append(Entry("skipped", stage.key, values={"because": "lines"}))
        else:
            reached = _enter(journey, stage)
            if reached:
                return replace(reached, entries=(*skipped, *reached.entries))
            skipped.append(Entry("skipped", stage.key, values={"because": "nobody"}))
        stage = successor(journey, stage)
    raise Refused("route-loop")


def _enter(journey: Journey, stage: Stage) -> Reached | None:
    """None when nobody is there and the stage says to skip it."""
    entries: list[Entry] = []
    tasks: list[TaskSpec] = []
    for actor in () if stage.kind == APPLICANT else stage.actors:
        found = _responsible(journey, stage, actor)
        if found is None:
            continue
        task, escalation = found
        if task not in tasks:
            tasks.append(task)
        entries += escalation
    if not tasks and stage.kind not in (APPLICANT, EXTERNAL):
        return None
    values: dict[str, Any] = {
        "round": journey.round,
        "waits": stage.kind == APPLICANT,
        "tasks": [{"union": task.union, "permission": task.permission} for task in tasks],
    }
    if stage.outside is not None:
        values["hook"] = stage.outside.hook
    entered = Entry("entered", stage.key, tasks[0].union if tasks else None, values)
    done = done_of(journey.process, stage, "enter", journey.answers, journey.world)
    return Reached(stage, journey.round, (*entries, entered), tuple(tasks), done)


def _responsible(
    journey: Journey, stage: Stage, actor: Actor
) -> tuple[TaskSpec, list[Entry]] | None:
    """The union that gets the task: where `at` points, or the nearest above it with staff."""
    try:
        place = ask(journey.process, actor.at, journey.names)
    except FAILURES as failure:
        raise Refused("expression-failed", stage=stage.key, at="actor") from failure
    wanted = place.get("id") if isinstance(place, Mapping) else None
    permission = codename(journey.process, actor.permission)
    if wanted is not None and _has_enough(journey, stage, actor, wanted):
        return TaskSpec(stage.key, wanted, permission, stage.quorum), []
    if stage.if_nobody == "skip":
        return None
    above = _above(journey.world, wanted) if stage.if_nobody == "parent" else ()
    for union in above:
        if _has_enough(journey, stage, actor, union):
            moved = {"from": wanted, "permission": permission}
            task = TaskSpec(stage.key, union, permission, stage.quorum)
            return task, [Entry("escalated", stage.key, union, moved)]
    raise Refused("no-actor", stage=stage.key, title=stage.title, union=wanted)


def _has_enough(journey: Journey, stage: Stage, actor: Actor, union: str) -> bool:
    holders = journey.staffing.get((union, actor.permission), frozenset())
    people = journey.starter, journey.beneficiary, journey.deciders
    return len(holders - barred(journey.process, stage, *people)) >= max(stage.quorum, 1)


def _above(world: World, union: str | None) -> Sequence[str]:
    """Keys of the unions over `union`, nearest first; of nowhere: the root alone."""
    chain: Iterable[Mapping[str, Any]] = world.union.get("chain") or ()
    keys = [link["id"] for link in chain]
    if union in keys:
        return keys[keys.index(union) + 1 :]
    return keys[-1:]


def _asks_nobody(journey: Journey, stage: Stage, go_on: Sequence[str]) -> bool:
    """Whether an outside system would be asked about no line at all: it would never answer, and
    the case wait for ever. `go_on`: the lines that come there; while nobody counted, some do."""
    lines = journey.world.lines
    if stage.kind != EXTERNAL or not stage.lines or not lines:
        return False
    return not any(lines.get(state, 0) for state in go_on)


def _skips(journey: Journey, stage: Stage) -> bool:
    return _skips_with(journey.process, stage, journey.names)


def _skips_with(process: Process, stage: Stage, names: Names) -> bool:
    if stage.skip_when is None:
        return False
    try:
        return ask(process, stage.skip_when, names) is True
    except FAILURES:
        return False


def _holds(journey: Journey, condition: str, stage: Stage) -> bool:
    try:
        return ask(journey.process, condition, journey.names) is True
    except FAILURES as failure:
        raise Refused("expression-failed", stage=stage.key, at="branch") from failure
