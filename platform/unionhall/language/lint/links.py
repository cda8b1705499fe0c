"""Links out of a form and a chain: stages, registers, texts, consents, samples, rights."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from unionhall.language.edges import ADVANCING, APPLICANT, END
from unionhall.language.findings import Finding
from unionhall.language.lint.references import Table
from unionhall.language.lint.report import found
from unionhall.language.lint.subject import FormPlace, Subject, at
from unionhall.language.model import Action, Fact, Lookup, Material, Stage
from unionhall.language.tables import PICKERS

OPINION_COLUMN = "text"
LOOKUP = "lookup:"


def rules(subject: Subject) -> Iterator[Finding]:
    tables = subject.references.tables
    yield from facts(subject.process.facts, tables, at("facts"))
    if subject.process.lines is not None:
        yield from facts(subject.process.lines.facts, tables, at("lines", "facts"))
    yield from _consents(subject)
    for place in subject.forms:
        for lookup in place.form.lookups:
            yield from _lookup(subject, place, lookup)
    yield from _materials(subject, subject.process.materials, "")
    yield from _rights(subject)
    for index, stage in enumerate(subject.process.stages):
        yield from _stage(subject, stage, index)
        yield from _materials(subject, stage.materials, at("stages", index))


def facts(asked: Iterable[Fact], tables: Mapping[str, Table], base: str) -> Iterator[Finding]:
    """What is asked exists, and so does every column that is named."""
    for fact in asked:
        path = base + at(fact.key)
        table = tables.get(fact.source)
        if table is None:
            yield found("REF010", path + at(fact.op), register=fact.source)
            continue
        for column in fact.where:
            if column not in table.askable:
                pointer = path + at("where", column)
                yield found("REF011", pointer, register=fact.source, column=column)
        if fact.column is not None and fact.column not in table.columns:
            yield found("REF011", path + at("column"), register=fact.source, column=fact.column)


def _consents(subject: Subject) -> Iterator[Finding]:
    lookups = {lookup.path for lookup in subject.process.form.lookups}
    for index, consent in enumerate(subject.process.consents):
        path = at("consents", index)
        if consent.text not in subject.references.texts:
            yield found("REF012", path + at("text"), text=consent.text)
        if consent.at.startswith(LOOKUP) and consent.at.removeprefix(LOOKUP) not in lookups:
            yield found("REF013", path + at("at"), field=consent.at.removeprefix(LOOKUP))


def _lookup(subject: Subject, place: FormPlace, lookup: Lookup) -> Iterator[Finding]:
    base = place.pointer + at("lookups", lookup.path)
    columns = _columns(subject.references.tables, lookup.source)
    if columns is None:
        yield found("REF014", base + at("source"), source=lookup.source)
        return
    consents = {consent.key for consent in subject.process.consents}
    for index, one in enumerate(lookup.lists):
        if one.consent is not None and one.consent not in consents:
            pointer = base + at("lists", index, "consent")
            yield found("REF015", pointer, consent=one.consent)
    for index, column in enumerate(lookup.columns):
        if column.key not in columns:
            pointer = base + at("columns", index, "key")
            yield found("REF016", pointer, source=lookup.source, column=column.key)
    for path, name in lookup.fill.items():
        if name not in columns:
            yield found("REF016", base + at("fill", path), source=lookup.source, column=name)
    for name in lookup.where:
        if name not in columns:
            yield found("REF016", base + at("where", name), source=lookup.source, column=name)
    for index, (name, _) in enumerate(lookup.require):
        if name not in columns:
            pointer = base + at("require", index, "column")
            yield found("REF016", pointer, source=lookup.source, column=name)


def _columns(tables: Mapping[str, Table], source: str) -> frozenset[str] | None:
    if source in PICKERS:
        return frozenset(PICKERS[source])
    table = tables.get(source)
    if table is None or table.is_core or table.is_fixed:
        return None
    return frozenset({"id", *table.askable})


def _materials(subject: Subject, materials: Sequence[Material], base: str) -> Iterator[Finding]:
    groups: dict[str, int] = {}
    for material in materials:
        if material.one_of:
            groups[material.one_of] = groups.get(material.one_of, 0) + 1
    for index, material in enumerate(materials):
        path = base + at("materials", index)
        sample = material.sample
        if sample is not None and sample not in subject.references.samples:
            yield found("REF017", path + at("sample"), file=sample, material=material.title)
        if material.one_of and groups[material.one_of] < 2:
            yield found("REF018", path + at("one_of"), group=material.one_of)


def _rights(subject: Subject) -> Iterator[Finding]:
    process, groups = subject.process, subject.references.matter_groups
    if process.matter_group not in groups:
        yield found("REF019", at("matter_group"), group=process.matter_group)
        return
    verbs = groups[process.matter_group]
    for index, starter in enumerate(process.starters):
        if starter.permission is not None and starter.permission not in verbs:
            pointer = at("starters", index, "permission")
            yield found("REF020", pointer, right=starter.permission, group=process.matter_group)
    for index, stage in enumerate(process.stages):
        for position, actor in enumerate(stage.actors):
            if actor.permission not in verbs:
                pointer = at("stages", index, "actors", position, "permission")
                yield found("REF020", pointer, right=actor.permission, group=process.matter_group)


def _stage(subject: Subject, stage: Stage, index: int) -> Iterator[Finding]:
    stages = [one.key for one in subject.process.stages]
    base = at("stages", index)
    for position, branch in enumerate(stage.branches):
        if branch.to not in {END, *stages}:
            yield found("REF021", base + at("next", position, "to"), stage=branch.to)
    earlier = {APPLICANT, *stages[:index]}
    for position, action in enumerate(stage.actions):
        path = base + at("actions", position)
        for place, target in enumerate(action.to):
            if target not in earlier:
                yield found("REF022", path + at("to", place), stage=target, action=action.title)
        yield from _opinions(subject, action, path)
    moments = {"enter", *(action.key for action in stage.actions)}
    moments |= {ADVANCING} if stage.outside else set()
    moments |= {"passed", "failed"} if stage.lines else set()
    for moment in stage.effects:
        if moment not in moments:
            yield found("REF024", base + at("on", moment), action=moment, stage=stage.title)


def _opinions(subject: Subject, action: Action, path: str) -> Iterator[Finding]:
    if action.opinions is None:
        return
    table = subject.references.tables.get(action.opinions)
    if table is None or OPINION_COLUMN not in table.columns or table.is_core:
        yield found("REF023", path + at("opinions"), register=action.opinions)
