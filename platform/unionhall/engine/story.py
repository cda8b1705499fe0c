"""A case lived through in memory: the engine called as `casework` calls it, without a database.

Carries no expectations; `scenarios` tells a story with it and compares.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from functools import partial
from typing import Any

from unionhall.engine import actions, period, story_after
from unionhall.engine import story_waiting as waiting
from unionhall.engine.checklist import Item, checklist, missing
from unionhall.engine.facts import Question, collect
from unionhall.engine.normalise import normalise
from unionhall.engine.notices import Due
from unionhall.engine.paths import copied, is_absent, read, write
from unionhall.engine.prefill import fill
from unionhall.engine.problem import Problem
from unionhall.engine.route import verb_of
from unionhall.engine.shapes import (
    MATERIAL,
    CaseState,
    Entry,
    HookCall,
    Outcome,
    Refused,
    RegisterWrite,
    Staffing,
    TaskState,
)
from unionhall.engine.state import FormState, accept, resolve
from unionhall.engine.story_lines import StoryLine, StoryLines
from unionhall.engine.validation import problems
from unionhall.engine.world import World
from unionhall.language.model import Process
from unionhall.language.working_days import weekdays

NOTHING: Mapping[str, Any] = {"exists": False, "count": 0, "sum": 0, "first": None, "list": []}


@dataclass
class Story:
    """One case in the course of a scenario. `given` as in language.md 2.5. `due`: what was typed at
    stages that ask the applicant; `judged`: lines that got a verdict in this step."""

    process: Process
    given: Mapping[str, Any]
    values: dict[str, Any] = field(default_factory=dict)
    origins: dict[str, dict[str, Any]] = field(default_factory=dict)
    submitted: dict[str, Any] = field(default_factory=dict)
    files: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    unlocked: frozenset[str] | None = None
    journal: list[Entry] = field(default_factory=lambda: [Entry("started")])
    writes: tuple[RegisterWrite, ...] = ()
    calls: tuple[HookCall, ...] = ()
    notices: tuple[Due, ...] = ()
    found: tuple[Problem, ...] = ()
    outcome: Outcome | None = None
    state: CaseState = field(default_factory=lambda: CaseState("draft"))
    tasks_made: int = 0
    is_gone: bool = False
    due: dict[str, dict[str, Any]] = field(default_factory=dict)
    lines: StoryLines = field(init=False)
    judged: list[tuple[str, tuple[StoryLine, ...]]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.lines = StoryLines(self.process, self.given.get("lines", ()))
        starter, beneficiary = self.given.get("starter", "starter"), self.given.get("beneficiary")
        if beneficiary is None and self.process.subject.source == "applicant":
            beneficiary = starter
        self.state = replace(self.state, starter=starter, beneficiary=beneficiary)
        self._fill()

    @property
    def staffing(self) -> Staffing:
        holders: dict[tuple[str, str], set[str]] = defaultdict(set)
        for union, verb, user in self.given.get("staff", ()):
            holders[union, verb].add(user)
        return {place: frozenset(users) for place, users in holders.items()}

    def world(self, answers: Mapping[str, Any]) -> World:
        today = self.given.get("today", "2026-01-15")
        world = World(
            now=self.given.get("now", f"{today}T09:00:00+08:00"),
            today=today,
            applicant=self.given.get("applicant", {}),
            union=self._union(answers),
            case={"number": self.given.get("number", "TEST0001"), "status": self.state.status},
            stages=self.state.stages,
            links=self.given.get("links", {}),
            proofs=self.given.get("proofs", {}),
            lines=self.lines.tally if self.process.lines else {},
            period=period.reader(self.process, lambda key: self.given.get("period", {})),
            calendar=lambda: weekdays(tuple(self.given.get("calendar", {}).items())),
        )
        return collect(self.process, answers, world, self.asked)

    def form(self) -> FormState:
        """The form now; facts are asked with the draft first, then with what is relevant."""
        return resolve(
            self.process,
            self.process.form,
            self.values,
            self.world(self.values),
            unlocked=self.unlocked,
            submitted=self.submitted,
        )

    def checklist(self, form: FormState) -> tuple[Item, ...]:
        return checklist(self.process, form.answers, self.world(form.answers))

    def judge(self, mode: Any, step: str | None = None) -> tuple[Problem, ...]:
        form = self.form()
        world = self.world(form.answers)
        own = problems(self.process, self.process.form, form, world, mode=mode, step=step)
        if mode != "submit":
            return own
        mine = self.lines.judge(form.answers, world, self.asked)
        return own + missing(self.checklist(form), self.files) + mine

    def answer(self, values: Mapping[str, Any], step: str | None = None) -> None:
        self._may("edit")
        normal = normalise(self.process.form, values)
        world = self.world(self.values)
        self.values = accept(
            self.process,
            self.process.form,
            self.values,
            normal.values,
            world,
            unlocked=self.unlocked,
            submitted=self.submitted,
        ).values
        self._fill()
        self.found = normal.problems + self.judge("step" if step else "draft", step)

    def choose(self, path: str, value: Any, row: Mapping[str, Any]) -> None:
        """Picks a row of a lookup: its field and everything it fills."""
        self._may("edit")
        field_state = self.form().fields[path]
        if field_state.read_only or not field_state.visible:
            raise Refused("locked", path=path)
        lookup = next(one for one in self.process.form.lookups if one.path == path)
        write(self.values, path, value)
        for target, column in lookup.fill.items():
            write(self.values, target, row.get(column))
        self._fill()

    def refresh(self) -> None:
        self._may("edit")
        self._fill(refresh=True)

    def attach(self, material: str, files: int) -> None:
        if waiting.asks_for(self, material):
            self.files[material] = max(0, self.files[material] + files)
            return
        self._may("edit")
        item = MATERIAL + self.process.material(material).key
        if self.unlocked is not None and item not in self.unlocked and self.files[material]:
            raise Refused("locked", path=item)
        self.files[material] = max(0, self.files[material] + files)

    def submit(self) -> None:
        self._may("submit")
        self.found = self.judge("submit")
        if any(problem.is_blocking for problem in self.found):
            raise Refused("invalid", problems=self.found)
        answers = self.form().answers
        outcome = actions.submit(
            self.process, self.state, answers, self.world(answers), self.staffing
        )
        self.submitted, self.unlocked = copied(answers), None
        self.store(outcome)

    def withdraw(self) -> None:
        self.store(actions.withdraw(self.process, self.state))
        self.is_gone = actions.deletes(self.process)

    def decide(self, action: str, told: Mapping[str, Any]) -> None:
        by = told.get("by")
        outcome = actions.act(
            self.process,
            self.state,
            task=self.task_of(by, told.get("union")),
            action=action,
            by=by,
            values=told.get("values"),
            reason=told.get("reason"),
            items=told.get("items", ()),
            to=told.get("to"),
            answers=self.submitted,
            world=self.world(self.submitted),
            staffing=self.staffing,
        )
        self.store(outcome, self.task_of(by, told.get("union")), by)
        self.unlocked = None if outcome.unlocked is None else frozenset(outcome.unlocked)

    def _may(self, what: str) -> None:
        if self.is_gone or what not in actions.applicant_actions(self.process, self.state):
            raise Refused("illegal-action", action=what, status=self.state.status)

    def task_of(self, by: Any, union: str | None) -> TaskState:
        """The task a person means: on the union named, else the first he may decide."""
        open_ = [t for t in self.state.tasks if union is None or t.union == union]
        if not open_:
            raise Refused("already-decided")
        staffing, process = self.staffing, self.process
        mine = (
            t
            for t in open_
            if by in staffing.get((t.union, verb_of(process, t.permission)), ())
            and by not in t.approvals
        )
        return next(mine, open_[0])

    def store(self, outcome: Outcome, task: TaskState | None = None, by: Any = None) -> None:
        open_ = [t for t in self.state.tasks if t.id not in outcome.done_tasks]
        if task is not None:
            open_ = [
                replace(t, approvals=(*t.approvals, by)) if t.id == task.id else t for t in open_
            ]
        for spec in outcome.tasks:
            self.tasks_made += 1
            open_.append(
                TaskState(self.tasks_made, spec.union, spec.permission, spec.stage, spec.quorum)
            )
        was = (self.state.stage, self.state.round)
        self.state = CaseState(
            status=outcome.status,
            stage=outcome.stage,
            round=outcome.round,
            tasks=tuple(open_),
            starter=self.state.starter,
            returned_from=(outcome.stage or None) if outcome.status == "returned" else None,
            stages=outcome.stages,
            beneficiary=self.state.beneficiary,
            deciders=story_after.deciders(self.state, task, by, outcome),
        )
        self.outcome, self.calls = outcome, outcome.calls
        self.writes += self.lines.writes(outcome.writes)
        self.lines.follow(outcome, moved=(outcome.stage, outcome.round) != was)
        self.journal += outcome.entries
        self.notices = story_after.notices(self, outcome)

    def _fill(self, *, refresh: bool = False) -> None:
        form = self.process.form
        world = self.world(self.values)
        filled = fill(form, self.process, self.values, self.origins, world, refresh=refresh)
        self.values, self.origins = filled.values, filled.origins

    def _union(self, answers: Mapping[str, Any]) -> Mapping[str, Any]:
        """Unknown until the form says whose case it is, where the form says so."""
        source = self.process.subject.union
        path = source.removeprefix("form.")
        if path != source and is_absent(read(answers, path)):
            return {}
        return self.given.get("union", {})

    def asked(self, question: Question) -> Any:
        return self.given.get("facts", {}).get(question.fact, NOTHING[question.op])


Verb = Callable[[Story, Mapping[str, Any]], None]

VERBS: Mapping[str, Verb] = {
    "answer": lambda s, told: s.answer(told.get("values", {}), told.get("step")),
    "choose": lambda s, told: s.choose(told["path"], told.get("value"), told.get("row", {})),
    "refresh": lambda s, told: s.refresh(),
    "attach": lambda s, told: s.attach(told["material"], told.get("files", 1)),
    "submit": lambda s, told: s.submit(),
    "withdraw": lambda s, told: s.withdraw(),
    "hand_in": waiting.hand_in,
    "answered": waiting.answered,
    "overdue": waiting.overdue,
    "pass": partial(waiting.decide_lines, passed=True),
    "fail": partial(waiting.decide_lines, passed=False),
}


def tell(story: Story, told: Mapping[str, Any]) -> None:
    """Does one step of a scenario. Any other word is an action of the stage. Raises Refused."""
    story.outcome, story.writes, story.found = None, (), ()
    story.calls, story.notices, story.judged = (), (), []
    verb = VERBS.get(told["do"])
    if verb is not None:
        verb(story, told)
    else:
        story.decide(told["do"], told)
