"""Effects: registers and columns exist, a new record is complete, a change finds its record.

Core tables and hooks of the platform are judged by what `language.tables` says of them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from unionhall.language.findings import Finding
from unionhall.language.lint.references import Table
from unionhall.language.lint.report import found
from unionhall.language.lint.subject import Subject, at
from unionhall.language.model import Effect
from unionhall.language.tables import HOOKS, TABLES, Leaf, Leaves

STATE = "state"
CALL = "call"
# Nothing but one text: the only value whose meaning is known before it is asked.
CONSTANT = re.compile(r"\s*(?:'([^'\\]*)'|\"([^\"\\]*)\")\s*")


def rules(subject: Subject) -> Iterator[Finding]:
    for index, stage in enumerate(subject.process.stages):
        for moment, effects in stage.effects.items():
            for position, effect in enumerate(effects):
                pointer = at("stages", index, "on", moment, position)
                if effect.do == CALL:
                    yield from _hook(effect, pointer)
                elif effect.register in TABLES:
                    yield from _core(effect, pointer)
                else:
                    yield from _effect(subject, effect, pointer)


def leaves_of(effect: Effect, tables: Mapping[str, Table]) -> tuple[Leaves, Leaves]:
    """(columns it may write, columns it may match), empty where nothing is known of it."""
    if effect.do == CALL:
        return HOOKS.get(effect.hook, {}), {}
    if effect.register in TABLES:
        core = TABLES[effect.register]
        return core.written, core.matched
    table = tables.get(effect.register)
    if table is None:
        return {}, {}
    state: Leaf = {"type": "string"}
    return {STATE: state, **table.columns}, table.askable


def _effect(subject: Subject, effect: Effect, path: str) -> Iterator[Finding]:
    table = subject.references.tables.get(effect.register)
    if table is None or table.is_fixed:
        yield found("EFF001", path + at("register"), register=effect.register)
        return
    yield from _columns(effect, path, *leaves_of(effect, subject.references.tables))
    if effect.do in ("create", "upsert"):
        yield from _complete(effect, table, path)
    yield from _idle(effect, path)


def _core(effect: Effect, path: str) -> Iterator[Finding]:
    core = TABLES[effect.register]
    if not core.verbs:
        yield found("EFF001", path + at("register"), register=effect.register)
        return
    if effect.do not in core.verbs:
        allowed = ", ".join(core.verbs)
        yield found(
            "EFF005", path + at("do"), do=effect.do, register=effect.register, allowed=allowed
        )
        return
    yield from _columns(effect, path, core.written, core.matched)
    if effect.do == "create":
        for column in sorted(core.required - set(effect.values)):
            yield found("EFF003", path + at("set"), register=effect.register, column=column)
    elif not effect.match:
        yield found("EFF009", path + at("match"), register=effect.register)
    yield from _idle(effect, path)


def _hook(effect: Effect, path: str) -> Iterator[Finding]:
    wanted = HOOKS.get(effect.hook)
    if wanted is None:
        allowed = ", ".join(HOOKS)
        yield found("EFF006", path + at("hook"), hook=effect.hook, allowed=allowed)
        return
    for name in effect.values:
        if name not in wanted:
            yield found("EFF007", path + at("with", name), hook=effect.hook, name=name)
    for name in wanted:
        if name not in effect.values:
            yield found("EFF008", path, hook=effect.hook, name=name)


def _columns(effect: Effect, path: str, written: Leaves, matched: Leaves) -> Iterator[Finding]:
    for part, columns, known in (
        ("set", effect.values, written),
        ("match", effect.match, matched),
    ):
        for column, source in columns.items():
            pointer = path + at(part, column)
            if column not in known:
                yield found("EFF002", pointer, register=effect.register, column=column)
                continue
            constant, choices = CONSTANT.fullmatch(source), known[column].get("enum")
            if constant is None or choices is None:
                continue
            value = constant[1] or constant[2]
            if value not in choices:
                allowed = ", ".join(map(str, choices))
                yield found("EFF010", pointer, column=column, value=value, allowed=allowed)


def _idle(effect: Effect, path: str) -> Iterator[Finding]:
    """Keys that do nothing, writes that write nothing."""
    if effect.do == "create" and effect.match:
        yield found("DEAD005", path + at("match"), name="match", action=effect.do)
    if effect.do in ("create", "update") and not effect.values:
        yield found("EFF004", path, do=effect.do, register=effect.register)


def _complete(effect: Effect, table: Table, path: str) -> Iterator[Finding]:
    given = {*effect.values, *(effect.match if effect.do == "upsert" else ())}
    for column in sorted(table.required - given):
        if "default" not in table.columns.get(column, {}):
            yield found("EFF003", path + at("set"), register=effect.register, column=column)
