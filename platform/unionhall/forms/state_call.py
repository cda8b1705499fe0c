"""The answer of the state call: what each field of a step is now, as JSON. Never stores anything.

`{path: {visible, required, read_only, value, choices, notes, levels}}`: `value` only for what is
computed or only shown, so nothing a person types is ever replaced; `choices` only where the state
narrowed them; `levels` of a region, the lists to show.
"""

from __future__ import annotations

from typing import Any

from django.http import QueryDict

from unionhall.engine.normalise import normalise
from unionhall.engine.state import FieldState, FormState
from unionhall.forms.control import Control, RenderContext
from unionhall.forms.drafts import OpenDraft
from unionhall.forms.fields import address, is_demanded, is_fact, money, number, options
from unionhall.forms.layout import Step
from unionhall.forms.posted import read_step
from unionhall.forms.rendering import page_context, state_of
from unionhall.forms.wording import words


def step_state(draft: OpenDraft, step_key: str, post: QueryDict) -> dict[str, Any]:
    """`{"fields": {...}, "steps": {key: shown}}` for the values of one step as they are typed.

    Raises KeyError for a step the definition does not have; anything posted is tolerated.
    """
    step = draft.plan.step(step_key)
    if step is None:
        raise KeyError(step_key)
    posted = read_step(step, post, draft.context)
    state, _world = draft.settled(normalise(draft.form, posted.values).values)
    return {"fields": fields_of(step, state, draft), "steps": dict(state.steps)}


def fields_of(step: Step, state: FormState, draft: OpenDraft) -> dict[str, Any]:
    context = page_context(draft.context, draft.plan, state)
    return {
        control.path: _field(control, state_of(control, state), context)
        for control in step.controls
    }


def _field(control: Control, one: FieldState, context: RenderContext) -> dict[str, Any]:
    answer: dict[str, Any] = {
        "visible": one.visible,
        "required": is_demanded(one),
        "read_only": one.read_only,
        "notes": list(one.notes),
    }
    if is_fact(control, one):
        answer["value"] = words(control, one.value, context)
    elif one.is_computed:
        answer["value"] = input_text(control, one.value)
    if control.kind == "address":
        answer["levels"] = [_level(level) for level in address.levels(control, one.value, context)]
    elif one.choices and len(one.choices) != len(options.of_schema(control.leaf)):
        offered = options.of(control, one, context)
        answer["choices"] = [[option.posted, option.title] for option in offered]
    return answer


def input_text(control: Control, value: Any) -> str:
    """A value as its input would show it."""
    if value is None:
        return ""
    if control.kind == "money":
        return money.yuan(value)
    if control.kind == "number":
        return number.shown(value)
    return value if isinstance(value, str) else options.posted(value)


def _level(level: address.Level) -> dict[str, Any]:
    return {
        "name": level.name,
        "of": level.of,
        "label": level.label,
        "items": [[item.code, item.title] for item in level.items],
        "value": level.value,
    }
