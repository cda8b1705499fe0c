"""The small form of a stage (approved amount, voucher number): same fields, no steps.

Drawn inside the decision form of the office, so it has no `<form>` of its own and posts plain
names; what is not a field of the stage is not read here.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from django.http import QueryDict
from django.utils.safestring import SafeString

from unionhall.engine.normalise import normalise
from unionhall.engine.paths import Nested
from unionhall.engine.problem import Problem
from unionhall.engine.stage_form import opened
from unionhall.engine.state import FormState, accept
from unionhall.engine.world import World
from unionhall.forms.control import RenderContext
from unionhall.forms.layout import Plan, plan
from unionhall.forms.messages import sentence
from unionhall.forms.posted import keep_typed, read_step
from unionhall.forms.rendering import errors_of, page_context, render_parts
from unionhall.forms.summary import Entry, entries
from unionhall.language.model import Process, Stage


@dataclass(frozen=True)
class StageForm:
    """`values` and `problems` are for `casework.decide`; `html(problems)` for the page.

    `problems` are what could not be read or kept; the rest is judged by the verb. `stored`: values
    the form begins with besides what prefilling gives.
    """

    process: Process
    stage: Stage
    world: World
    context: RenderContext
    post: QueryDict | None = None
    stored: Mapping[str, Any] = field(default_factory=dict)

    @property
    def plan(self) -> Plan:
        return plan(self.process, stage=self.stage.key)

    @cached_property
    def _read(self) -> tuple[Nested, dict[str, str], tuple[Problem, ...]]:
        if self.post is None or self.stage.form is None:
            return {}, {}, ()
        values: Nested = {}
        typed: dict[str, str] = {}
        problems: list[Problem] = []
        for step in self.plan.steps:
            posted = read_step(step, self.post, self.context)
            refused = normalise(self.stage.form, posted.values).problems
            keep_typed(posted, posted.values, refused)
            values |= posted.values
            typed |= posted.typed
            problems += posted.problems
        normal = normalise(self.stage.form, values)
        return normal.values, typed, (*problems, *normal.problems)

    @property
    def values(self) -> Nested:
        """What was typed, normalised; None where a field was emptied."""
        return self._read[0]

    @property
    def problems(self) -> tuple[Problem, ...]:
        return self._read[2]

    @cached_property
    def state(self) -> FormState | None:
        """None for a stage that fills nothing in."""
        start = opened(self.process, self.stage, self.world)
        if start is None or self.stage.form is None:
            return None
        values = {**start.values, **self.stored}
        return accept(self.process, self.stage.form, values, self.values, self.world)

    def html(self, problems: tuple[Problem, ...] = (), *, level: int = 3) -> SafeString:
        """The fields with `problems` under them; "" for a stage that fills nothing in."""
        if self.state is None:
            return SafeString("")
        told = [(problem.path, sentence(problem, self.plan)) for problem in problems]
        context = page_context(
            self.context, self.plan, self.state, typed=self._read[1], errors=errors_of(told)
        )
        parts = tuple(part for step in self.plan.steps for part in step.parts)
        return render_parts(parts, self.state, context, level=level)

    def summary(self, problems: tuple[Problem, ...]) -> list[Entry]:
        """Entries whose links lead to the fields on this page."""
        here = self.plan.steps[0] if self.plan.steps else None
        return entries(problems, self.plan, here)


def stage_form(
    process: Process,
    stage: Stage,
    world: World,
    context: RenderContext,
    post: QueryDict | None = None,
    *,
    stored: Mapping[str, Any] | None = None,
) -> StageForm:
    """The form of a stage, as first shown (prefilled) or as posted.

    `world` as `engine.stage_form.within` makes it: the answers applied for are in it.
    """
    return StageForm(process, stage, world, context, post, stored or {})


def has_fields(stage: Stage) -> bool:
    return stage.form is not None and bool(stage.form.schema.get("properties"))
