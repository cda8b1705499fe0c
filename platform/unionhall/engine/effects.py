"""Declarative writes, evaluated to values: of a stage, of a row action, of a row of a workbook.

Does not write: `casework` applies them in the transaction of the action. An effect whose
condition or value errs refuses the whole action, so that nothing is half done.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from unionhall.engine.names import FAILURES, Names, ask
from unionhall.engine.shapes import (
    CaseStart,
    Done,
    HookCall,
    LineWrites,
    Refused,
    RegisterWrite,
)
from unionhall.engine.world import World
from unionhall.language.model import Effect, Process, Stage

CALL, START, LINES = "call", "start", "lines"
Asking = Callable[[str], Any]


def done_of(
    process: Process, stage: Stage, moment: str, answers: Mapping[str, Any], world: World
) -> Done:
    """Effects of one moment (`enter`, the key of an action, `passed`, `failed`), in the order of
    the definition. Those `each` lines stay effects (`LineWrites`): `engine.lines` evaluates them.

    Raises Refused("expression-failed").
    """
    names = Names(answers, world)

    def asked(source: str) -> Any:
        return ask(process, source, names)

    writes: list[RegisterWrite | LineWrites] = []
    calls: list[HookCall] = []
    starts: list[CaseStart] = []
    try:
        for effect in stage.effects.get(moment, ()):
            if effect.each == LINES:
                _add_line_effect(writes, LineWrites((effect,), answers, world))
            elif not _is_due(effect, asked):
                continue
            elif effect.do == CALL:
                calls.append(HookCall(effect.hook, _values(effect, asked)))
            elif effect.do == START:
                starts.append(CaseStart(effect.process, _values(effect, asked)))
            else:
                writes.append(_write(effect, asked))
    except FAILURES as failure:
        raise Refused("expression-failed", stage=stage.key, at="effect") from failure
    return Done(tuple(writes), tuple(calls), tuple(starts))


def writes_of(effects: Iterable[Effect], ask: Asking) -> tuple[RegisterWrite, ...]:
    """The register writes that are due, in order. `ask` evaluates one source and may raise.

    Absent values are left out of a new record and kept as None in a change, where they clear.
    """
    return tuple(
        _write(effect, ask)
        for effect in effects
        if effect.do not in (CALL, START) and _is_due(effect, ask)
    )


def _is_due(effect: Effect, ask: Asking) -> bool:
    return effect.when is None or ask(effect.when) is True


def _values(effect: Effect, ask: Asking) -> dict[str, Any]:
    return {name: ask(source) for name, source in effect.values.items()}


def _write(effect: Effect, ask: Asking) -> RegisterWrite:
    values = _values(effect, ask)
    if effect.do == "create":
        values = {path: value for path, value in values.items() if value is not None}
    match = {path: ask(source) for path, source in effect.match.items()}
    return RegisterWrite(effect.do, effect.register, match, values)


def _add_line_effect(writes: list[RegisterWrite | LineWrites], due: LineWrites) -> None:
    """Neighbours go together, so that the lines are read once for all of them."""
    if writes and isinstance(before := writes[-1], LineWrites):
        due = LineWrites(before.effects + due.effects, due.answers, due.world)
        writes.pop()
    writes.append(due)
