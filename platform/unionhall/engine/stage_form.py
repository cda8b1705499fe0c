"""The small form of a stage: what its officer fills in while deciding.

The same machinery as the form of the application; `form.*` are the values of the stage here.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from unionhall.engine.normalise import normalise
from unionhall.engine.paths import Nested
from unionhall.engine.prefill import fill
from unionhall.engine.shapes import Refused
from unionhall.engine.state import FormState, accept
from unionhall.engine.validation import problems
from unionhall.engine.world import World
from unionhall.language.model import Process, Stage


def opened(process: Process, stage: Stage, world: World) -> FormState | None:
    """The form of a stage as it is first shown, prefilled; None when the stage has none."""
    if stage.form is None:
        return None
    filled = fill(stage.form, process, {}, {}, world)
    return accept(process, stage.form, filled.values, {}, world)


def decided(
    process: Process,
    stage: Stage,
    posted: Mapping[str, Any],
    world: World,
) -> Nested:
    """Valid values of a stage. Raises Refused("invalid-values", problems=...).

    Read-only fields keep what prefilling gave, whatever was posted.
    """
    if stage.form is None:
        return {}
    normal = normalise(stage.form, posted)
    filled = fill(stage.form, process, {}, {}, world)
    state = accept(process, stage.form, filled.values, normal.values, world)
    found = normal.problems + problems(process, stage.form, state, world, mode="submit")
    blocking = tuple(problem for problem in found if problem.is_blocking)
    if blocking:
        raise Refused("invalid-values", problems=blocking)
    return state.answers
