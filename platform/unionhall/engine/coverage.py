"""How much of a definition its scenarios touch: stages, actions, conditions both ways, effects.

An observer stands beside a story and asks every condition itself whenever it would be asked, so
that the engine carries no instruments.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any, Protocol

from unionhall.engine.effects import CALL
from unionhall.engine.eligibility import Verdict, verdicts
from unionhall.engine.names import FAILURES, Names, ask, references
from unionhall.engine.notices import moments_of
from unionhall.engine.plan import plan_of
from unionhall.engine.shapes import CaseState, HookCall, RegisterWrite
from unionhall.engine.stage_form import tried
from unionhall.engine.story import Story
from unionhall.language.model import Form, Process, Stage

KINDS = ("stage", "action", "condition", "effect", "notice")


class Seen(Protocol):
    @property
    def seen(self) -> frozenset[str]: ...


@dataclass(frozen=True, slots=True)
class Share:
    """Of one kind: how many there are, and the marks nobody touched, in document order."""

    total: int
    missing: tuple[str, ...]

    @property
    def percent(self) -> int:
        """Rounded down: 100 means all."""
        return 100 if not self.total else 100 * (self.total - len(self.missing)) // self.total


@dataclass(frozen=True, slots=True)
class Coverage:
    stages: Share
    actions: Share
    conditions: Share
    effects: Share
    notices: Share

    @property
    def missing(self) -> tuple[str, ...]:
        shares = (self.stages, self.actions, self.conditions, self.effects, self.notices)
        return tuple(mark for share in shares for mark in share.missing)

    @property
    def is_complete(self) -> bool:
        return not self.missing


def coverage(process: Process, results: Iterable[Seen]) -> Coverage:
    """Coverage of all results of one process together.

    Marks read `stage:confirm`, `action:confirm.approve`, `condition:check/found-date=false`,
    `effect:disburse.approve.0`, `notice:completed`.
    """
    seen = frozenset().union(*(result.seen for result in results))
    marks = list(dict.fromkeys(_all_marks(process)))
    shares = []
    for kind in KINDS:
        own = [mark for mark in marks if mark.startswith(f"{kind}:")]
        shares.append(Share(len(own), tuple(mark for mark in own if mark not in seen)))
    return Coverage(*shares)


@dataclass(frozen=True, slots=True)
class Condition:
    """`guard`: asked only where this holds (a check's `when`)."""

    mark: str
    source: str
    guard: str | None = None


class Observer:
    def __init__(self, process: Process) -> None:
        self.process = process
        self._seen: set[str] = set()
        self._form = tuple(_form_conditions(process.form, "", process))
        self._materials = tuple(_material_conditions(process))

    @property
    def seen(self) -> frozenset[str]:
        return frozenset(self._seen)

    def look(self, story: Story) -> None:
        """Asks the conditions of the form, the materials and the eligibility."""
        form = story.form()
        names = Names(form.answers, story.world(form.answers))
        self._ask((*self._form, *self._materials), names, self.process.form)
        for verdict in verdicts(self.process, form.answers, names.world):
            if verdict.status != "pending" or self._asks_presence(verdict):
                passed = str(verdict.status == "passed").lower()
                self._seen.add(f"condition:eligibility/{verdict.key}={passed}")

    def _asks_presence(self, verdict: Verdict) -> bool:
        """A condition about the very value it waits for is false as long as it waits."""
        condition = next(c for c in self.process.eligibility if c.key == verdict.key)
        return set(verdict.waits_for) <= references(self.process, condition.when)

    def acted(self, before: CaseState, told: Mapping[str, Any], story: Story) -> None:
        """Notes an event that took place, and what was asked on the way."""
        if story.outcome is None:
            return
        self._notices(story)
        does = told["do"]
        stage = self.process.stage(before.stage) if before.tasks else None
        owner = stage.key if stage and does not in ("submit", "withdraw") else "applicant"
        self._seen.add(f"action:{owner}.{does}")
        for entry in story.outcome.entries:
            if entry.kind in ("entered", "skipped"):
                self._seen.add(f"stage:{entry.stage}")
                self._entering(self.process.stage(entry.stage), story, entry.kind)
        if stage is not None and owner != "applicant":
            self._effects(stage, does, story)
            if does == "approve":
                self._leaving(stage, story)

    def tried(self, before: CaseState, told: Mapping[str, Any], story: Story) -> None:
        """Asks what the form of a stage asks, whether or not the action was then refused."""
        stage = self.process.stage(before.stage) if before.tasks else None
        if stage is None or stage.form is None or told["do"] != "approve":
            return
        world = replace(story.world(story.submitted), stages=before.stages)
        values = told.get("values") or {}
        state, known = tried(self.process, stage, values, story.submitted, world)
        conditions = tuple(_form_conditions(stage.form, f"{stage.key}/", self.process))
        self._ask(conditions, Names(state.answers, known), stage.form)

    def _entering(self, stage: Stage, story: Story, kind: str) -> None:
        names = Names(story.form().answers, story.world(story.form().answers))
        if stage.skip_when is not None:
            mark = f"condition:stage/{stage.key}/skip"
            self._ask((Condition(mark, stage.skip_when),), names, None)
        if kind == "entered":
            self._effects(stage, "enter", story)

    def _leaving(self, stage: Stage, story: Story) -> None:
        answers = story.submitted
        names = Names(answers, story.world(answers))
        for index, branch in enumerate(stage.branches):
            if branch.when is not None:
                mark = f"condition:branch/{stage.key}/{index}"
                self._ask((Condition(mark, branch.when),), names, None)

    def _effects(self, stage: Stage, moment: str, story: Story) -> None:
        names = Names(story.submitted, story.world(story.submitted))
        left: list[RegisterWrite | HookCall] = []
        if story.outcome is not None:
            left += [*story.writes, *story.outcome.calls]
        for index, effect in enumerate(stage.effects.get(moment, ())):
            if effect.when is not None:
                mark = f"condition:effect/{stage.key}/{moment}/{index}"
                self._ask((Condition(mark, effect.when),), names, None)
                if not self._holds(effect.when, names):
                    continue  # another effect on the same register was the one that happened
            wanted = (effect.do, effect.register or effect.hook)
            hit = next((one for one in left if _called(one) == wanted), None)
            if hit is not None:
                left.remove(hit)
                self._seen.add(f"effect:{stage.key}.{moment}.{index}")

    def _holds(self, condition: str, names: Names) -> bool:
        try:
            return ask(self.process, condition, names) is True
        except FAILURES:
            return False

    def _notices(self, story: Story) -> None:
        assert story.outcome is not None
        self._seen |= {f"notice:{due.key}" for due in story.notices}
        names = Names(story.submitted, story.world(story.submitted))
        moments = moments_of(story.outcome.entries)
        for notice in self.process.notices:
            if notice.moment in moments and notice.when is not None:
                mark = f"condition:notice/{notice.key}"
                self._ask((Condition(mark, notice.when),), names, None)

    def _ask(self, conditions: Iterable[Condition], names: Names, form: Form | None) -> None:
        for condition in conditions:
            try:
                if condition.guard and ask(self.process, condition.guard, names, form) is not True:
                    continue
                value = ask(self.process, condition.source, names, form)
            except FAILURES:
                continue
            if isinstance(value, bool):
                self._seen.add(f"{condition.mark}={str(value).lower()}")


def _all_marks(process: Process) -> Iterator[str]:
    for condition in process.eligibility:
        yield from _both(f"condition:eligibility/{condition.key}")
    for found in (*_form_conditions(process.form, "", process), *_material_conditions(process)):
        yield from _both(found.mark)
    yield "action:applicant.submit"
    if any(stage.withdrawable for stage in process.stages):
        yield "action:applicant.withdraw"
    for stage in process.stages:
        yield from _stage_marks(process, stage)
    for notice in process.notices:
        yield f"notice:{notice.key}"
        if notice.when is not None:
            yield from _both(f"condition:notice/{notice.key}")


def _stage_marks(process: Process, stage: Stage) -> Iterator[str]:
    yield f"stage:{stage.key}"
    for action in stage.actions:
        yield f"action:{stage.key}.{action.key}"
    if stage.skip_when is not None:
        yield from _both(f"condition:stage/{stage.key}/skip")
    for index, branch in enumerate(stage.branches):
        if branch.when is not None:
            yield from _both(f"condition:branch/{stage.key}/{index}")
    if stage.form is not None:
        for condition in _form_conditions(stage.form, f"{stage.key}/", process):
            yield from _both(condition.mark)
    for moment, effects in stage.effects.items():
        for index, effect in enumerate(effects):
            yield f"effect:{stage.key}.{moment}.{index}"
            if effect.when is not None:
                yield from _both(f"condition:effect/{stage.key}/{moment}/{index}")


def _called(one: RegisterWrite | HookCall) -> tuple[str, str]:
    return (CALL, one.hook) if isinstance(one, HookCall) else (one.do, one.register)


def _both(mark: str) -> tuple[str, str]:
    return f"{mark}=true", f"{mark}=false"


def _form_conditions(form: Form, prefix: str, process: Process) -> Iterator[Condition]:
    for part in plan_of(process, form).parts:
        for guard in part.guards:
            where = part.path or part.key or part.position
            yield Condition(f"condition:rule/{prefix}{where}", guard.when.source)
    for entry in form.computed:
        if entry.when is not None:
            yield Condition(f"condition:computed/{prefix}{entry.path}", entry.when)
    for check in form.checks:
        if check.when is not None:
            yield Condition(f"condition:check-when/{prefix}{check.key}", check.when)
        yield Condition(f"condition:check/{prefix}{check.key}", check.assertion, check.when)


def _material_conditions(process: Process) -> Iterator[Condition]:
    for material in process.materials:
        if material.when is not None:
            yield Condition(f"condition:material/{material.key}/when", material.when)
        if isinstance(material.required, str):
            mark = f"condition:material/{material.key}/required"
            yield Condition(mark, material.required)
