"""Declarative writes of a stage, evaluated to values.

Does not write: `casework` applies them in the transaction of the action. An effect whose
condition or value errs refuses the whole action, so that nothing is half done.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from unionhall.engine.names import FAILURES, Names, ask
from unionhall.engine.shapes import Done, HookCall, Refused, RegisterWrite
from unionhall.engine.world import World
from unionhall.language.model import Effect, Process, Stage

CALL = "call"


def done_of(
    process: Process, stage: Stage, moment: str, answers: Mapping[str, Any], world: World
) -> Done:
    """Effects of one moment (`enter` or the key of an action), in the order of the definition.

    Absent values are left out of a new record and kept as None in a change, where they clear.
    Raises Refused("expression-failed").
    """
    names = Names(answers, world)
    try:
        due = [
            effect
            for effect in stage.effects.get(moment, ())
            if effect.when is None or ask(process, effect.when, names) is True
        ]
        return Done(
            tuple(_write(process, effect, names) for effect in due if effect.do != CALL),
            tuple(_call(process, effect, names) for effect in due if effect.do == CALL),
        )
    except FAILURES as failure:
        raise Refused("expression-failed", stage=stage.key, at="effect") from failure


def _call(process: Process, effect: Effect, names: Names) -> HookCall:
    values = {name: ask(process, source, names) for name, source in effect.values.items()}
    return HookCall(effect.hook, values)


def _write(process: Process, effect: Effect, names: Names) -> RegisterWrite:
    values = {path: ask(process, source, names) for path, source in effect.values.items()}
    if effect.do == "create":
        values = {path: value for path, value in values.items() if value is not None}
    match = {path: ask(process, source, names) for path, source in effect.match.items()}
    return RegisterWrite(effect.do, effect.register, match, values)
