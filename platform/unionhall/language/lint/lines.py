"""Lines of a process, its period, and stages at which others than staff act.

What lines hold is filled in and exists, what is picked is a register's, a period has its dates, and
nothing is said of lines where there are none.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from unionhall.language.edges import ADVANCING, APPLICANT, EXTERNAL
from unionhall.language.findings import Finding
from unionhall.language.lint.references import References
from unionhall.language.lint.report import found
from unionhall.language.lint.sites import sites
from unionhall.language.lint.subject import Subject, at
from unionhall.language.model import Empty, LinePicker, Lines, Register, Stage
from unionhall.language.schema import leaves, required_paths

SNAPSHOT = "snapshot"
ITEM, FORM = "item.", "form."
SLOT = re.compile(r"{([^{}]*)}")
PERIOD = re.compile(r"(?<![\w.])period\.(\w+)")


def rules(subject: Subject) -> Iterator[Finding]:
    lines = subject.process.lines
    if lines is not None:
        yield from _fields(lines)
        yield from _exclusive(subject, lines)
        yield from _picker(subject, lines)
    yield from _period(subject)
    for index, stage in enumerate(subject.process.stages):
        yield from _stage(subject, stage, index)


def _fields(lines: Lines) -> Iterator[Finding]:
    """Every field of a line is filled from the record, since nobody types it."""
    base, fields = at("lines"), leaves(lines.schema)
    known = [*((at("columns", n, "key"), one.key) for n, one in enumerate(lines.columns))]
    known += [(at("unique", n), path) for n, path in enumerate(lines.unique)]
    known += [(at("set", path), path) for path in lines.values]
    for index, check in enumerate(lines.checks):
        known += [(at("checks", index, "paths", n), path) for n, path in enumerate(check.paths)]
        for slot in SLOT.findall(check.message):
            if not slot.startswith(ITEM) or slot.removeprefix(ITEM) not in fields:
                yield found("LIN003", base + at("checks", index, "message"), name=slot)
    for pointer, path in known:
        if path not in fields:
            yield found("LIN002", base + pointer, field=path)
    required = required_paths(lines.schema)
    for path, leaf in fields.items():
        if path not in lines.values and "default" not in leaf:
            code = "LIN004" if path in required else "DEAD004"
            pointer = base + at("schema", "properties", *path.split("."))
            yield found(code, pointer, field=str(leaf.get("title", path)))
    if lines.least > lines.most:
        yield found("LIN005", base + at("min"), least=lines.least, most=lines.most)


def _exclusive(subject: Subject, lines: Lines) -> Iterator[Finding]:
    fields, form = leaves(lines.schema), subject.form.fields
    for index, rule in enumerate(lines.exclusive):
        for position, path in enumerate(rule.paths):
            group, _, rest = path.partition(".")
            if rest not in (fields if group == "item" else form):
                yield found(
                    "LIN002", at("lines", "exclusive", index, "paths", position), field=path
                )


def _picker(subject: Subject, lines: Lines) -> Iterator[Finding]:
    picker, base = lines.picker, at("lines", "picker")
    register = subject.references.registers.get(picker.register)
    yield from empty(subject.references, picker.empty, base)
    if register is None:
        yield found("REF014", base + at("register"), source=picker.register)
        return
    yield from _picked(register, picker, base)
    if lines.fill == SNAPSHOT:
        if not register.snapshot:
            yield found("LIN006", at("lines", "fill"), register=picker.register)
        for name in ("select_all", "button", "filters", "match", "lock"):
            if getattr(picker, name):
                yield found("DEAD005", base + at(name), name=name, action=lines.title)


def _picked(register: Register, picker: LinePicker, base: str) -> Iterator[Finding]:
    columns = known_columns(register)
    named = [(at("columns", n, "key"), one.key) for n, one in enumerate(picker.columns)]
    named += [(at("where", column), column) for column in picker.where]
    named += [(at("filters", n), column) for n, column in enumerate(picker.filters)]
    named += [(at("match", n), column) for n, column in enumerate(picker.match)]
    for pointer, column in named:
        if column not in columns:
            yield found("REF016", base + pointer, source=picker.register, column=column)


def known_columns(register: Register) -> frozenset[str]:
    """What can be shown, filtered and asked for of a register."""
    return frozenset({*leaves(register.schema), "state", *register.owners}) - {"platform"}


def empty(references: References, said: Empty | None, base: str) -> Iterator[Finding]:
    """The way out of an empty list leads somewhere."""
    if said is None or said.link is None:
        return
    kind, _, key = said.link.partition(":")
    known = {
        "register": references.registers,
        "import": references.imports,
        "process": references.processes,
    }
    if key not in known[kind]:
        yield found("REF025", base + at("empty", "link"), link=said.link)


def _period(subject: Subject) -> Iterator[Finding]:
    period = subject.process.period
    if period is None:
        return
    register = subject.references.registers.get(period.register)
    if register is None:
        yield found("REF014", at("period", "register"), source=period.register)
        return
    columns = leaves(register.schema)
    for name in ("opens", "closes"):
        column = getattr(period, name)
        if columns.get(column, {}).get("format") not in ("date", "date-time"):
            yield found("PER001", at("period", name), register=period.register, column=column)
    known = known_columns(register) | {"id"}
    for site in sites(subject):
        for column in sorted(set(PERIOD.findall(site.source)) - known):
            yield found("PER002", site.pointer, register=period.register, column=column)


def _stage(subject: Subject, stage: Stage, index: int) -> Iterator[Finding]:
    base, has_lines = at("stages", index), subject.process.lines is not None
    if stage.lines and not has_lines:
        yield found("LIN001", base + at("lines"))
    for moment, effects in stage.effects.items():
        for position, effect in enumerate(effects):
            pointer = base + at("on", moment, position)
            if effect.each and not has_lines:
                yield found("LIN001", pointer + at("each"))
            elif not effect.each and moment in ("passed", "failed") and stage.lines:
                yield found("LIN007", pointer, moment=moment)
    if stage.outside is not None and stage.outside.answers and not stage.lines:
        pointer = base + at("outside", "answers")
        yield found("DEAD005", pointer, name="answers", action=stage.title)
    yield from _nobody_left(subject, stage, index)
    if stage.kind != APPLICANT:
        return
    if stage.action(ADVANCING) is None:
        yield found("STG001", base + at("actions"), stage=stage.title)
    if stage.form is None and not stage.materials:
        yield found("STG003", base, stage=stage.title)


def _nobody_left(subject: Subject, stage: Stage, index: int) -> Iterator[Finding]:
    """Where every line may fail, an outside system after it may have nobody to decide about: it is
    passed over then, unless the definition says where the case goes."""
    if not stage.lines or any("lines." in (one.when or "") for one in stage.branches):
        return
    stages = subject.process.stages
    wanted = {one.to for one in stage.branches} or {
        one.key for one in stages[index + 1 : index + 2]
    }
    for following in stages:
        if following.key in wanted and following.kind == EXTERNAL and following.lines:
            pointer = at("stages", index)
            yield found("LIN009", pointer, stage=stage.title, following=following.title)
