"""The small form of a stage: what its officer fills in while deciding.

The same machinery as the form of the application; `form.*` are the values of the stage here,
and those of the application which the stage does not shadow.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from unionhall.engine.normalise import normalise
from unionhall.engine.paths import Nested
from unionhall.engine.prefill import fill
from unionhall.engine.shapes import Refused
from unionhall.engine.state import FormState, accept
from unionhall.engine.validation import problems
from unionhall.engine.world import World
from unionhall.language.model import Form, Process, Stage


def within(stage: Stage, answers: Mapping[str, Any], world: World) -> World:
    """The world in which the form of a stage is shown: it may read what was applied for."""
    own = stage.form.schema.get("properties", {}) if stage.form else {}
    return replace(world, application={k: v for k, v in answers.items() if k not in own})


def opened(process: Process, stage: Stage, world: World) -> FormState | None:
    """The form of a stage as it is first shown, prefilled; None when the stage has none.

    `world` as made by `within`; `world.stages` is what earlier stages decided.
    """
    return None if stage.form is None else _posted(process, stage.form, {}, world)


def decided(
    process: Process,
    stage: Stage,
    posted: Mapping[str, Any],
    answers: Mapping[str, Any],
    world: World,
) -> Nested:
    """Valid values of a stage. Raises Refused("invalid-values", problems=...).

    Read-only fields keep what prefilling gave, whatever was posted.
    """
    if stage.form is None:
        return {}
    known = within(stage, answers, world)
    normal = normalise(stage.form, posted)
    state = _posted(process, stage.form, normal.values, known)
    found = normal.problems + problems(process, stage.form, state, known, mode="submit")
    blocking = tuple(problem for problem in found if problem.is_blocking)
    if blocking:
        raise Refused("invalid-values", problems=blocking)
    return state.answers


def tried(
    process: Process,
    stage: Stage,
    posted: Mapping[str, Any],
    answers: Mapping[str, Any],
    world: World,
) -> tuple[FormState, World]:
    """The state of the form of a stage after a post, valid or not, and the world it is in.

    The stage must have a form.
    """
    assert stage.form is not None
    known = within(stage, answers, world)
    return _posted(process, stage.form, normalise(stage.form, posted).values, known), known


def _posted(process: Process, form: Form, posted: Mapping[str, Any], world: World) -> FormState:
    filled = fill(form, process, {}, {}, world)
    return accept(process, form, filled.values, posted, world)
