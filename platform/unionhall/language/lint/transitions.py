"""States of registers: every action can be pressed some day."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from unionhall.language.findings import Finding
from unionhall.language.lint.effects import CONSTANT, STATE, written
from unionhall.language.lint.references import References
from unionhall.language.lint.report import found
from unionhall.language.lint.subject import at
from unionhall.language.model import Effect, Register


def transitions(one: Register, references: References) -> Iterator[Finding]:
    """An action from states that no record ever has is a dead button. The states of a table of
    the platform come and go by themselves."""
    if one.table:
        return
    reached = _reached(one, references)
    for index, action in enumerate(one.actions):
        if action.states and not reached.intersection(action.states):
            yield found("REG012", at("actions", index, "from"), action=action.title)
    for index, state in enumerate(one.states if one.actions else ()):
        if state not in reached:
            yield found("REG013", at("states", index), state=state)


def _reached(one: Register, references: References) -> frozenset[str]:
    """The state of a new record, what effects write, and where actions lead from there."""
    effects = tuple(_effects(references))
    if any(_writes_any(effect, one.key) for effect in effects):
        return frozenset(one.states)
    reached = {*one.states[:1], *(s for effect in effects for s in _written(one, effect))}
    while True:
        added = {
            action.to
            for action in one.actions
            if action.to and (not action.states or reached.intersection(action.states))
        } - reached
        if not added:
            return frozenset(reached)
        reached |= added


def _effects(references: References) -> Iterable[Effect]:
    for process in references.processes.values():
        yield from (effect for _, effect in written(process))
    for import_ in references.imports.values():
        yield from import_.effects
    for register in references.registers.values():
        for action in register.actions:
            yield from action.effects


def _written(one: Register, effect: Effect) -> Iterator[str]:
    if effect.register != one.key:
        return
    constant = CONSTANT.fullmatch(effect.values.get(STATE, ""))
    if constant is not None:
        yield constant[1] or constant[2]
    if effect.do == "close":
        yield one.states[-1]


def _writes_any(effect: Effect, key: str) -> bool:
    """A state that is worked out may be any of them."""
    source = effect.values.get(STATE)
    return effect.register == key and source is not None and not CONSTANT.fullmatch(source)
