"""Every expression of a process: where it stands, which names it sees, what it has to give.

Enumerates only; what is wrong with an expression is said in `expressions` and `absence`.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from unionhall.language.lint.effects import CALL, leaves_of
from unionhall.language.lint.subject import FormPlace, Subject, at
from unionhall.language.model import Effect, Stage
from unionhall.language.schema import cel_type

# What a failure means to the engine decides which values are tried.
Use = Literal[
    "rule", "computed", "prefill", "check", "fact", "condition", "material", "actor", "chain",
    "effect", "limit", "notice", "invite",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Site:
    """One expression. `returns`: the type it must give, None = any.

    `place`: the form whose fields are `form.*`. `guard`: asked first; false means this one is
    not asked. `before`: stages whose decided values may be read.
    """

    pointer: str
    source: str
    use: Use
    place: FormPlace
    returns: str | None = None
    guard: str | None = None
    before: tuple[str, ...] = ()
    stage: str | None = None


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
    found += _notices(subject)
    if subject.process.invite is not None:
        source, pointer = subject.process.invite.when, at("invite", "when")
        found.append(Site(pointer, source, "invite", subject.form, "bool"))
    return tuple(found)


def _questions(subject: Subject) -> Iterator[Site]:
    process, place = subject.process, subject.form
    for fact in process.facts:
        table = subject.references.tables.get(fact.source)
        for column, source in fact.where.items():
            leaf = table.askable.get(column) if table else None
            returns = cel_type(leaf) if leaf is not None else None
            yield Site(at("facts", fact.key, "where", column), source, "fact", place, returns)
    for index, condition in enumerate(process.eligibility):
        pointer = at("eligibility", index, "when")
        yield Site(pointer, condition.when, "condition", place, "bool")
    for index, material in enumerate(process.materials):
        base = at("materials", index)
        if material.when is not None:
            yield Site(base + at("when"), material.when, "material", place, "bool")
        if isinstance(material.required, str):
            pointer = base + at("required")
            yield Site(pointer, material.required, "material", place, "bool", material.when)


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
    place = subject.form
    for index, notice in enumerate(subject.process.notices):
        base = at("notices", index)
        if notice.when is not None:
            yield Site(base + at("when"), notice.when, "notice", place, "bool", None, stages)
        if notice.to.at is not None:
            key = "union" if notice.to.kind == "union" else "mobile"
            returns = None if key == "union" else "string"
            pointer = base + at("to", key)
            yield Site(pointer, notice.to.at, "notice", place, returns, notice.when, stages)
        for name, source in notice.values.items():
            pointer = base + at("values", name)
            yield Site(pointer, source, "notice", place, None, notice.when, stages)


def _stage(subject: Subject, stage: Stage, index: int, before: tuple[str, ...]) -> Iterator[Site]:
    base, place, here = at("stages", index), subject.form, stage.key
    for position, actor in enumerate(stage.actors):
        pointer = base + at("actors", position, "at")
        yield Site(pointer, actor.at, "actor", place, "map", None, before, here)
    if stage.skip_when is not None:
        pointer = base + at("skip_when")
        yield Site(pointer, stage.skip_when, "chain", place, "bool", None, before, here)
    decided = (*before, here)
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
    if effect.when is not None:
        pointer = base + at("when")
        yield Site(pointer, effect.when, "effect", subject.form, "bool", None, known, stage)
    given = "with" if effect.do == CALL else "set"
    for part, sources, known_leaves in (
        ("match", effect.match, matched),
        (given, effect.values, written),
    ):
        for column, source in sources.items():
            leaf = known_leaves.get(column)
            returns = cel_type(leaf) if leaf is not None else None
            pointer = base + at(part, column)
            yield Site(pointer, source, "effect", subject.form, returns, effect.when, known, stage)
