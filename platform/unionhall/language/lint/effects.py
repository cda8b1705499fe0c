"""Effects: registers and columns exist, a new record is complete, a change finds its record."""

from __future__ import annotations

from collections.abc import Iterator

from unionhall.language.findings import Finding
from unionhall.language.lint.references import Table
from unionhall.language.lint.report import found
from unionhall.language.lint.subject import Subject, at
from unionhall.language.model import Effect

STATE = "state"


def rules(subject: Subject) -> Iterator[Finding]:
    for index, stage in enumerate(subject.process.stages):
        for moment, effects in stage.effects.items():
            for position, effect in enumerate(effects):
                yield from _effect(subject, effect, at("stages", index, "on", moment, position))


def _effect(subject: Subject, effect: Effect, path: str) -> Iterator[Finding]:
    table = subject.references.tables.get(effect.register)
    if table is None or table.is_core:
        yield found("EFF001", path + at("register"), register=effect.register)
        return
    writable = {*table.columns, STATE}
    for part, columns, known in (
        ("set", effect.values, writable),
        ("match", effect.match, {*table.askable}),
    ):
        for column in columns:
            if column not in known:
                pointer = path + at(part, column)
                yield found("EFF002", pointer, register=effect.register, column=column)
    if effect.do in ("create", "upsert"):
        yield from _complete(effect, table, path)
    if effect.do == "create" and effect.match:
        yield found("DEAD005", path + at("match"), name="match", action=effect.do)
    if effect.do in ("create", "update") and not effect.values:
        yield found("EFF004", path, do=effect.do, register=effect.register)


def _complete(effect: Effect, table: Table, path: str) -> Iterator[Finding]:
    given = {*effect.values, *(effect.match if effect.do == "upsert" else ())}
    for column in sorted(table.required - given):
        if "default" not in table.columns.get(column, {}):
            yield found("EFF003", path + at("set"), register=effect.register, column=column)
