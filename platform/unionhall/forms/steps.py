"""One step of a definition as a Django form, so that formtools drives it like any other.

The class is built once per (process digest, step). Reading, normalising and judging are done as a
whole in `full_clean`; drawing is `rendering`'s. A form never writes.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from typing import Any, ClassVar, cast

from django import forms
from django.core.exceptions import NON_FIELD_ERRORS
from django.http import QueryDict
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from unionhall.casework.answers import step_problems
from unionhall.engine.normalise import normalise
from unionhall.engine.paths import Nested
from unionhall.engine.problem import Problem
from unionhall.engine.state import FormState
from unionhall.engine.world import World
from unionhall.forms.drafts import OpenDraft
from unionhall.forms.layout import Plan, Step, plan
from unionhall.forms.messages import sentence
from unionhall.forms.posted import Posted, keep_typed, read_step
from unionhall.forms.rendering import errors_of, page_context, render_parts
from unionhall.forms.summary import Entry, entries
from unionhall.language.model import Process

Problems = tuple[Problem, ...]
_CLASSES: dict[tuple[str, str], type[StepForm]] = {}
_MOST_CLASSES = 512


class DefinedField(forms.Field):
    """Stands for a control in Django's list of fields; parsing is the field type's."""

    def __init__(self, label: str) -> None:
        super().__init__(required=False, label=label)


class StepForm(forms.BaseForm):
    """A step over an open draft.

    `refused`: what was posted and cannot be kept (unreadable, unknown); `found`: everything a
    look at the whole step says. `is_valid()` is about both, warnings aside.
    """

    step: ClassVar[Step]
    plan: ClassVar[Plan]
    declared_fields: ClassVar[dict[str, forms.Field]] = {}
    base_fields: ClassVar[dict[str, forms.Field]] = {}

    def __init__(
        self,
        data: QueryDict | None = None,
        files: Any = None,
        *,
        draft: OpenDraft,
        extra_rows: Mapping[str, int] | None = None,
        asks: bool = False,
        **kwargs: Any,
    ) -> None:
        """`asks`: judge the step as if 【下一步】 had been pressed, also without data."""
        super().__init__(data=data, files=files, **kwargs)
        self.draft = draft
        self.extra_rows = extra_rows or {}
        self.asks = asks
        self._saved_problems: Problems | None = None

    @cached_property
    def posted(self) -> Posted:
        """What the browser sent, read and normalised; nothing when it sent nothing."""
        if not self.is_bound:
            return Posted()
        posted = read_step(self.step, cast(QueryDict, self.data), self.draft.context)
        normal = normalise(self.draft.form, posted.values)
        keep_typed(posted, posted.values, normal.problems)
        posted.values = normal.values
        posted.problems += normal.problems
        return posted

    @cached_property
    def _settled(self) -> tuple[FormState, World]:
        return self.draft.settled(self.posted.values)

    @property
    def state(self) -> FormState:
        return self._settled[0]

    @cached_property
    def refused(self) -> Problems:
        return tuple(self.posted.problems)

    @cached_property
    def found(self) -> Problems:
        """Problems of this step, each field once, unreadable ones first."""
        told = {problem.path for problem in self.refused}
        rest = self._judged() if self.is_bound or self.asks else ()
        return self.refused + tuple(problem for problem in rest if problem.path not in told)

    def take(self, state: FormState, problems: Problems) -> None:
        """What `casework.save` settled and judged, so that it is not worked out twice."""
        self._settled = (state, self.draft.world)
        self._saved_problems = problems

    def _judged(self) -> Problems:
        if self._saved_problems is not None:
            return self._saved_problems
        return step_problems(self.draft.process, *self._settled, self.step.key)

    def full_clean(self) -> None:
        """Django's entry point: fills `errors` and `cleaned_data` from the problems found."""
        self._errors = forms.utils.ErrorDict()
        if not self.is_bound:
            return
        self.cleaned_data: Nested = self.posted.values
        for problem in self.found:
            if problem.is_blocking:
                key = problem.path if problem.path in self.fields else NON_FIELD_ERRORS
                told = self._errors.setdefault(key, self.error_class())
                told.append(sentence(problem, self.plan))

    def summary(self, problems: Problems | None = None) -> list[Entry]:
        """The error summary: every problem with a link to its field."""
        return entries(self.found if problems is None else problems, self.plan, self.step)

    def html(self, problems: Problems = ()) -> SafeString:
        """All sections of the step; `problems` are written under their fields."""
        told = [(problem.path, sentence(problem, self.plan)) for problem in problems]
        context = page_context(
            self.draft.context,
            self.plan,
            self.state,
            typed=self.posted.typed,
            errors=errors_of(told),
            extra_rows=self.extra_rows,
        )
        return render_parts(self.step.parts, self.state, context)

    def __str__(self) -> SafeString:
        return self.html()


def step_form(process: Process, key: str) -> type[StepForm]:
    """The form class of a step. Raises KeyError for a step the definition does not have."""
    found = _CLASSES.get((process.digest, key))
    if found is None:
        compiled = plan(process)
        step = compiled.step(key)
        if step is None:
            raise KeyError(key)
        fields = {c.path: DefinedField(c.label) for c in step.controls if c.kind != "hint"}
        members = {"step": step, "plan": compiled, "base_fields": fields}
        found = type("DefinedStepForm", (StepForm,), members)
        if len(_CLASSES) >= _MOST_CLASSES:
            _CLASSES.pop(next(iter(_CLASSES)))
        _CLASSES[process.digest, key] = found
    return found


def step_title(step: Step, process: Process) -> str:
    """What a step is called: its category's label, or the title of the whole form."""
    return step.label or process.title or _("Form")
