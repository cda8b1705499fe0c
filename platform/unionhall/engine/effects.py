"""Declarative writes of a stage, evaluated to values.

Does not write: `casework` applies them in the transaction of the action. An effect whose
condition or value errs refuses the whole action, so that nothing is half done.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from unionhall.engine.names import FAILURES, Names, ask
from unionhall.engine.shapes import Refused, RegisterWrite
from unionhall.engine.world import World
from unionhall.language.model import Effect, Process, Stage


def writes_of(
    process: Process, stage: Stage, moment: str, answers: Mapping[str, Any], world: World
) -> tuple[RegisterWrite, ...]:
    """Writes of one moment (`enter` or the key of an action), in the order of the definition.

    Absent values are left out of a new record and kept as None in a change, where they clear.
    Raises Refused("expression-failed").
    """
    names = Names(answers, world)
    try:
        return tuple(
            _write(process, effect, names)
            for effect in stage.effects.get(moment, ())
            if effect.when is None or ask(process, effect.when, names) is True
        )
    except FAILURES as failure:
        raise Refused("expression-failed", stage=stage.key, at="effect") from failure


def _write(process: Process, effect: Effect, names: Names) -> RegisterWrite:
    values = {path: ask(process, source, names) for path, source in effect.values.items()}
    if effect.do == "create":
        values = {path: value for path, value in values.items() if value is not None}
    match = {path: ask(process, source, names) for path, source in effect.match.items()}
    return RegisterWrite(effect.do, effect.register, match, values)
