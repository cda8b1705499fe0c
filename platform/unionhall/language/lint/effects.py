"""Effects: registers and columns exist, a new record is complete, a change finds its record.

Core tables and hooks of the platform are judged by what `language.tables` says of them.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable, Iterator, Mapping

from unionhall.language.findings import Finding
from unionhall.language.lint.references import Table
from unionhall.language.lint.report import found
from unionhall.language.lint.subject import Subject, at
from unionhall.language.model import Effect, Process
from unionhall.language.schema import leaves
from unionhall.language.tables import HOOKS, TABLES, Leaf, Leaves

STATE = "state"
CALL, START = "call", "start"
PERSON = "person"
Tables = Mapping[str, Table]
# Nothing but one text: the only value whose meaning is known before it is asked.
CONSTANT = re.compile(r"\s*(?:'([^'\\]*)'|\"([^\"\\]*)\")\s*")


def rules(subject: Subject) -> Iterator[Finding]:
    processes = subject.references.processes
    for pointer, effect in written(subject.process):
        if effect.do == CALL:
            yield from _hook(effect, pointer)
        elif effect.do == START:
            yield from _start(effect, pointer, processes)
        else:
            yield from write(effect, pointer, subject.references.tables)
    yield from _circle(subject)


def written(process: Process) -> Iterator[tuple[str, Effect]]:
    """Every effect of the stages with its pointer."""
    for index, stage in enumerate(process.stages):
        for moment, effects in stage.effects.items():
            for position, effect in enumerate(effects):
                yield at("stages", index, "on", moment, position), effect


def writes(effects: Iterable[Effect], path: str, tables: Tables) -> Iterator[Finding]:
    """Effects where only writes are possible: of a row action, of an import."""
    for position, effect in enumerate(effects):
        pointer = path + at(position)
        if effect.do in (CALL, START):
            yield found("EFF011", pointer + at("do"), do=effect.do)
            continue
        if effect.each:
            yield found("LIN001", pointer + at("each"))
        yield from write(effect, pointer, tables, implied=_implied(effects, effect))


def _implied(effects: Iterable[Effect], effect: Effect) -> frozenset[str]:
    """An earlier effect that finds or makes the person says whom the later ones are about."""
    earlier = itertools.takewhile(lambda one: one is not effect, effects)
    is_known = any(one.do == "upsert" and one.register == PERSON for one in earlier)
    return frozenset({PERSON}) if is_known else frozenset()


def write(
    effect: Effect, path: str, tables: Tables, implied: frozenset[str] = frozenset()
) -> Iterator[Finding]:
    """One write to a register or a table of the platform."""
    if effect.register in TABLES:
        yield from _core(effect, path, implied)
    else:
        yield from _register(effect, path, tables, implied)


def leaves_of(effect: Effect, tables: Tables) -> tuple[Leaves, Leaves]:
    """(columns it may write, columns it may match), empty where nothing is known of it."""
    if effect.do in (CALL, START):
        return HOOKS.get(effect.hook, {}), {}
    if effect.register in TABLES:
        core = TABLES[effect.register]
        return core.written, core.matched
    table = tables.get(effect.register)
    if table is None:
        return {}, {}
    state: Leaf = {"type": "string"}
    return {STATE: state, **table.columns}, table.askable


def _register(
    effect: Effect, path: str, tables: Tables, implied: frozenset[str]
) -> Iterator[Finding]:
    table = tables.get(effect.register)
    if table is None or table.is_fixed:
        yield found("EFF001", path + at("register"), register=effect.register)
        return
    yield from _columns(effect, path, *leaves_of(effect, tables))
    if effect.do in ("create", "upsert"):
        yield from _complete(effect, table, path, implied.intersection(table.columns))
    yield from _idle(effect, path)


def _core(effect: Effect, path: str, implied: frozenset[str]) -> Iterator[Finding]:
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
    if effect.do in ("create", "upsert"):
        known = {*effect.values, *effect.match, *implied}
        for column in sorted(core.required - known):
            yield found("EFF003", path + at("set"), register=effect.register, column=column)
    if effect.do != "create" and not effect.match and not implied & set(core.matched):
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


def _start(effect: Effect, path: str, processes: Mapping[str, Process]) -> Iterator[Finding]:
    begun = processes.get(effect.process)
    if begun is None:
        yield found("REF026", path + at("process"), process=effect.process)
        return
    fields = leaves(begun.form.schema)
    for name in effect.values:
        if name not in fields:
            yield found("EFF012", path + at("with", name), process=effect.process, field=name)


def _circle(subject: Subject) -> Iterator[Finding]:
    """Cases that begin cases must come to an end."""
    process, processes = subject.process, subject.references.processes
    known = {**processes, process.key: process}
    for pointer, effect in written(process):
        if effect.do == START and process.key in _begun(effect.process, known):
            yield found("EFF013", pointer + at("process"), process=effect.process)


def _begun(key: str, processes: Mapping[str, Process]) -> set[str]:
    """The process and all that its cases may begin, one after the other."""
    seen, waiting = {key}, [key]
    while waiting:
        process = processes.get(waiting.pop())
        for _, effect in written(process) if process else ():
            if effect.do == START and effect.process not in seen:
                seen.add(effect.process)
                waiting.append(effect.process)
    return seen


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


def _complete(
    effect: Effect, table: Table, path: str, implied: frozenset[str]
) -> Iterator[Finding]:
    given = {*effect.values, *implied, *(effect.match if effect.do == "upsert" else ())}
    for column in sorted(table.required - given):
        if "default" not in table.columns.get(column, {}):
            yield found("EFF003", path + at("set"), register=effect.register, column=column)
