"""How much of a definition its scenarios touch: stages, actions, conditions both ways, effects.

An observer stands beside a story and asks every condition itself whenever it would be asked, so
that the engine carries no instruments.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Protocol

from unionhall.engine.coverage_lines import LineObserver
from unionhall.engine.coverage_marks import (
    Condition,
    all_marks,
    form_conditions,
    material_conditions,
)
from unionhall.engine.effects import CALL, LINES, START
from unionhall.engine.eligibility import Verdict, verdicts
from unionhall.engine.names import FAILURES, Names, ask, references
from unionhall.engine.notices import moments_of
from unionhall.engine.shapes import CaseStart, CaseState, HookCall, Outcome, RegisterWrite
from unionhall.engine.stage_form import tried
from unionhall.engine.story import Story
from unionhall.engine.story_lines import StoryLine
from unionhall.engine.world import World
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
    marks = list(dict.fromkeys(all_marks(process)))
    shares = []
    for kind in KINDS:
        own = [mark for mark in marks if mark.startswith(f"{kind}:")]
        shares.append(Share(len(own), tuple(mark for mark in own if mark not in seen)))
    return Coverage(*shares)


class Observer:
    def __init__(self, process: Process) -> None:
        self.process = process
        self._seen: set[str] = set()
        self._form = tuple(form_conditions(process.form, "", process))
        self._materials = tuple(material_conditions(process.materials))
        self._lines = LineObserver(process)

    @property
    def seen(self) -> frozenset[str]:
        return frozenset(self._seen | self._lines.seen)

    def look(self, story: Story) -> None:
        """Asks the conditions of the form, the materials and the eligibility."""
        form = story.form()
        names = Names(form.answers, story.world(form.answers))
        self._ask((*self._form, *self._materials), names, self.process.form)
        self._lines.look(story, names)
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
        stage = self._at(before)
        for moment, lines in story.judged:
            if stage is not None:
                self._effects(stage, moment, story, lines)
        if story.outcome is None:
            return
        self._notices(story)
        does = _done(told["do"], story.outcome)
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

    def _at(self, before: CaseState) -> Stage | None:
        is_open = before.status == "in_progress" and bool(before.stage)
        return self.process.stage(before.stage) if is_open else None

    def tried(self, before: CaseState, told: Mapping[str, Any], story: Story) -> None:
        """Asks what the form of a stage asks, whether or not the action was then refused."""
        stage = self._at(before)
        if stage is None or told["do"] not in ("approve", "hand_in"):
            return
        world = replace(story.world(story.submitted), stages=before.stages)
        values = {**story.due.get(stage.key, {}), **(told.get("values") or {})}
        decided = self._tried_form(stage, story, values, world) if stage.form else {}
        after = replace(world, stages={**world.stages, stage.key: decided})
        materials = tuple(material_conditions(stage.materials))
        self._ask(materials, Names(story.submitted, after), None)

    def _tried_form(
        self, stage: Stage, story: Story, values: Mapping[str, Any], world: World
    ) -> Mapping[str, Any]:
        assert stage.form is not None
        state, known = tried(self.process, stage, values, story.submitted, world)
        conditions = tuple(form_conditions(stage.form, f"{stage.key}/", self.process))
        self._ask(conditions, Names(state.answers, known), stage.form)
        return state.answers

    def _entering(self, stage: Stage, story: Story, kind: str) -> None:
        names = Names(story.form().answers, story.world(story.form().answers))
        if stage.skip_when is not None:
            mark = f"condition:stage/{stage.key}/skip"
            self._ask((Condition(mark, stage.skip_when),), names, None)
        if kind == "entered":
            self._effects(stage, "enter", story)

    def _leaving(self, stage: Stage, story: Story) -> None:
        answers = story.submitted
        names = Names(answers, replace(story.world(answers), lines=story.lines.counted))
        for index, branch in enumerate(stage.branches):
            if branch.when is not None:
                mark = f"condition:branch/{stage.key}/{index}"
                self._ask((Condition(mark, branch.when),), names, None)

    def _effects(
        self,
        stage: Stage,
        moment: str,
        story: Story,
        lines: Sequence[StoryLine] | None = None,
    ) -> None:
        world = replace(story.world(story.submitted), lines=story.lines.counted)
        names = Names(story.submitted, world)
        left: list[RegisterWrite | HookCall | CaseStart] = [*story.writes]
        if story.outcome is not None:
            left += [*story.outcome.calls, *story.outcome.starts]
        for index, effect in enumerate(stage.effects.get(moment, ())):
            if effect.each == LINES:
                self._lines.effect(stage, moment, index, story, names, lines)
                continue
            if effect.when is not None:
                mark = f"condition:effect/{stage.key}/{moment}/{index}"
                self._ask((Condition(mark, effect.when),), names, None)
                if not self._holds(effect.when, names):
                    continue  # another effect on the same register was the one that happened
            wanted = (effect.do, effect.register or effect.hook or effect.process)
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


def _called(one: RegisterWrite | HookCall | CaseStart) -> tuple[str, str]:
    if isinstance(one, HookCall):
        return CALL, one.hook
    return (START, one.process) if isinstance(one, CaseStart) else (one.do, one.register)


def _done(does: str, outcome: Outcome) -> str:
    """The action that a step amounts to: handing in, an answer and the last verdict agree, unless
    the answer sent the case back or ended it; one that leaves it where it was is none."""
    if does not in ("hand_in", "answered", "pass", "fail"):
        return does
    kinds = {entry.kind for entry in outcome.entries}
    for kind, action in (("returned", "return"), ("rejected", "reject")):
        if kind in kinds:
            return action
    return "approve" if kinds & {"entered", "completed", "skipped"} else does
