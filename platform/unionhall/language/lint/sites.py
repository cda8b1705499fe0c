"""Every expression of a process: where it stands, which names it sees, what it has to give.

Enumerates only; what is wrong with an expression is said in `expressions` and `absence`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Literal

from unionhall.language.environment import environment, environment_of_lines
from unionhall.language.environment_of_records import environment_of_picker
from unionhall.language.expressions import Environment
from unionhall.language.lint.effects import CALL, START, leaves_of
from unionhall.language.lint.subject import FormPlace, Subject, at
from unionhall.language.model import Effect, Fact, Lines, Material, Process, Stage
from unionhall.language.schema import cel_type, leaves

# What a failure means to the engine decides which values are tried.
Use = Literal[
    "rule", "computed", "prefill", "check", "fact", "condition", "material", "actor", "chain",
    "effect", "limit", "notice", "invite", "line", "picked", "period",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Site:
    """One expression. `returns`: the type it must give, None = any.

    `place`: the form whose fields are `form.*`. `guard`: asked first; false means this one is
    not asked. `before`: stages whose decided values may be read. `names`: what it sees when it
    is not asked of the case but of one of its lines or of a record to be picked. `is_value`: it
    may give nothing, which is then absent.
    """

    pointer: str
    source: str
    use: Use
    place: FormPlace
    returns: str | None = None
    guard: str | None = None
    before: tuple[str, ...] = ()
    stage: str | None = None
    names: Environment | None = None
    is_value: bool = False

    def seen(self, process: Process) -> Environment:
        return self.names or environment(process, self.place.form)


def sites(subject: Subject) -> tuple[Site, ...]:
    """All expressions, in the order of the document."""
    found = [*_questions(subject), *_form(subject.form, ())]
    stages = subject.process.stages
    stage_forms = {place.stage: place for place in subject.forms if place.stage is not None}
    for index, stage in enumerate(stages):
        before = tuple(other.key for other in stages[:index])
        if stage.key in stage_forms:
            found += _form(stage_forms[stage.key], before)
        found += _stage(subject, stage, index, before)
    found += [*_lines(subject), *_period(subject), *_notices(subject)]
    if subject.process.invite is not None:
        source, pointer = subject.process.invite.when, at("invite", "when")
        found.append(Site(pointer, source, "invite", subject.form, "bool"))
    return tuple(found)


def _questions(subject: Subject) -> Iterator[Site]:
    process, place = subject.process, subject.form
    for fact in process.facts:
        for column, source, returns in asked(subject, fact):
            yield Site(at("facts", fact.key, "where", column), source, "fact", place, returns)
    for index, condition in enumerate(process.eligibility):
        pointer = at("eligibility", index, "when")
        yield Site(pointer, condition.when, "condition", place, "bool")
    yield from _materials(process.materials, place, "", ())


def asked(subject: Subject, fact: Fact) -> Iterator[tuple[str, str, str | None]]:
    """(column, source, type of the column) of a fact; no type where nothing is known of it."""
    table = subject.references.tables.get(fact.source)
    for column, source in fact.where.items():
        leaf = table.askable.get(column) if table else None
        yield column, source, cel_type(leaf) if leaf is not None else None


def _materials(
    materials: Iterable[Material], place: FormPlace, base: str, before: tuple[str, ...]
) -> Iterator[Site]:
    for index, material in enumerate(materials):
        path, when = base + at("materials", index), material.when
        if when is not None:
            yield Site(path + at("when"), when, "material", place, "bool", None, before)
        if isinstance(material.required, str):
            pointer, required = path + at("required"), material.required
            yield Site(pointer, required, "material", place, "bool", when, before)


def _lines(subject: Subject) -> Iterator[Site]:
    lines, place, base = subject.process.lines, subject.form, at("lines")
    if lines is None:
        return
    names, stages = environment_of_lines(subject.process), tuple(_keys(subject))
    for fact in lines.facts:
        for column, source, returns in asked(subject, fact):
            pointer = base + at("facts", fact.key, "where", column)
            yield Site(pointer, source, "fact", place, returns, None, stages, names=names)
    for index, check in enumerate(lines.checks):
        path, when = base + at("checks", index), check.when
        if when is not None:
            yield Site(path + at("when"), when, "line", place, "bool", names=names)
        pointer = path + at("assert")
        yield Site(pointer, check.assertion, "line", place, "bool", when, names=names)
    if lines.subject is not None:
        yield Site(base + at("subject"), lines.subject, "line", place, "string", names=names)
    yield from _picker(subject, lines)


def _picker(subject: Subject, lines: Lines) -> Iterator[Site]:
    picker, place, base = lines.picker, subject.form, at("lines")
    register = subject.references.registers.get(picker.register)
    for column, source in picker.where.items():
        yield Site(base + at("picker", "where", column), source, "limit", place)
    if register is None:
        return
    names = environment_of_picker(subject.process, register)
    if picker.lock is not None:
        pointer = base + at("picker", "lock")
        yield Site(pointer, picker.lock, "picked", place, "string", names=names)
    fields = leaves(lines.schema)
    for path, source in lines.values.items():
        returns = cel_type(fields[path]) if path in fields else None
        pointer = base + at("set", path)
        yield Site(pointer, source, "picked", place, returns, names=names, is_value=True)


def _period(subject: Subject) -> Iterator[Site]:
    period = subject.process.period
    if period is not None:
        yield Site(at("period", "at"), period.at, "period", subject.form, "string")


def _keys(subject: Subject) -> Iterator[str]:
    return (stage.key for stage in subject.process.stages)


def _form(place: FormPlace, before: tuple[str, ...]) -> Iterator[Site]:
    fields, form, base = place.fields, place.form, place.pointer
    for spot in place.spots:
        if spot.element.rule is not None:
            pointer = spot.pointer + at("rule", "condition")
            yield Site(pointer, spot.element.rule.when, "rule", place, "bool", None, before)
    for prefill in form.prefill:
        returns = cel_type(fields[prefill.path]) if prefill.path in fields else None
        pointer = base + at("prefill", prefill.path)
        yield Site(pointer, prefill.source, "prefill", place, returns, None, before)
    for computed in form.computed:
        returns = cel_type(fields[computed.path]) if computed.path in fields else None
        pointer = base + at("computed", computed.path)
        yield Site(pointer, computed.value, "computed", place, returns, computed.when, before)
        if computed.when is not None:
            yield Site(pointer + at("when"), computed.when, "rule", place, "bool", None, before)
    for lookup in form.lookups:
        for column, source in lookup.where.items():
            pointer = base + at("lookups", lookup.path, "where", column)
            yield Site(pointer, source, "limit", place, None, None, before)
    for index, check in enumerate(form.checks):
        pointer = base + at("checks", index)
        if check.when is not None:
            yield Site(pointer + at("when"), check.when, "check", place, "bool", None, before)
        yield Site(
            pointer + at("assert"), check.assertion, "check", place, "bool", check.when, before
        )


def _notices(subject: Subject) -> Iterator[Site]:
    """Asked after the event: everything that may have been decided can be read."""
    stages = tuple(stage.key for stage in subject.process.stages)
    place, process = subject.form, subject.process
    for index, notice in enumerate(process.notices):
        base = at("notices", index)
        names = environment_of_lines(process) if notice.to.kind == "lines" else None
        if notice.when is not None:
            pointer = base + at("when")
            yield Site(pointer, notice.when, "notice", place, "bool", None, stages)
        if notice.to.at is not None:
            key = "union" if notice.to.kind == "union" else "mobile"
            returns = None if key == "union" else "string"
            pointer = base + at("to", key)
            yield Site(pointer, notice.to.at, "notice", place, returns, notice.when, stages)
        for name, source in notice.values.items():
            pointer = base + at("values", name)
            yield Site(pointer, source, "notice", place, None, notice.when, stages, None, names)


def _stage(subject: Subject, stage: Stage, index: int, before: tuple[str, ...]) -> Iterator[Site]:
    base, place, here = at("stages", index), subject.form, stage.key
    for position, actor in enumerate(stage.actors):
        pointer = base + at("actors", position, "at")
        yield Site(pointer, actor.at, "actor", place, "map", None, before, here)
    if stage.skip_when is not None:
        pointer = base + at("skip_when")
        yield Site(pointer, stage.skip_when, "chain", place, "bool", None, before, here)
    decided = (*before, here)
    yield from _materials(stage.materials, place, base, decided)
    yield from _sent(subject, stage, base, before)
    for position, branch in enumerate(stage.branches):
        if branch.when is not None:
            pointer = base + at("next", position, "when")
            yield Site(pointer, branch.when, "chain", place, "bool", None, decided, here)
    for moment, effects in stage.effects.items():
        known = decided if moment == "approve" else before
        for position, effect in enumerate(effects):
            pointer = base + at("on", moment, position)
            yield from _effect(subject, effect, pointer, known, here)


def _effect(
    subject: Subject, effect: Effect, base: str, known: tuple[str, ...], stage: str
) -> Iterator[Site]:
    written, matched = leaves_of(effect, subject.references.tables)
    process, place = subject.process, subject.form
    begun = subject.references.processes.get(effect.process)
    if begun is not None:
        written = leaves(begun.form.schema)
    names = environment_of_lines(process) if effect.each else None
    if effect.when is not None:
        pointer = base + at("when")
        yield Site(pointer, effect.when, "effect", place, "bool", None, known, stage, names)
    given = "with" if effect.do in (CALL, START) else "set"
    for part, sources, known_leaves in (
        ("match", effect.match, matched),
        (given, effect.values, written),
    ):
        for column, source in sources.items():
            leaf = known_leaves.get(column)
            returns = cel_type(leaf) if leaf is not None else None
            pointer = base + at(part, column)
            guard = effect.when
            yield Site(pointer, source, "effect", place, returns, guard, known, stage, names, True)


def _sent(subject: Subject, stage: Stage, base: str, before: tuple[str, ...]) -> Iterator[Site]:
    """What an outside system is sent is asked of each line where each has a verdict, else once."""
    process = subject.process
    names = environment_of_lines(process) if process.lines and stage.lines else None
    for name, source in stage.outside.columns.items() if stage.outside else ():
        pointer = base + at("outside", "send", name)
        yield Site(pointer, source, "effect", subject.form, None, None, before, stage.key, names)
