"""Sensitive data: only what was agreed to, only sealed, never in lists.

Numbers of identity documents, bank accounts and the like are marked `x-sensitive`; the platform
seals and masks exactly what is marked.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from unionhall.language.environment import environment, environment_of_lines
from unionhall.language.environment_of_records import environment_of_picker
from unionhall.language.expressions import Environment, ExpressionError
from unionhall.language.findings import Finding
from unionhall.language.lint.effects import CALL, START, leaves_of
from unionhall.language.lint.effects import written as every_effect
from unionhall.language.lint.references import References
from unionhall.language.lint.report import found
from unionhall.language.lint.subject import FormPlace, Subject, at
from unionhall.language.masks import KINDS
from unionhall.language.model import Effect, Lines
from unionhall.language.schema import leaves, sensitive_paths, types_of

# formats whose values are sensitive by nature -> the kind they need
BY_FORMAT: Mapping[str, str] = {
    "cn-resident-id": "id",
    "cn-id-document": "id",
    "cn-bank-card": "bank",
    "cn-bank-account": "bank",
}
GIVEN_AT = ("start", "submit")


def rules(subject: Subject) -> Iterator[Finding]:
    for place in subject.forms:
        yield from of_schema(place.form.schema, place.pointer + at("schema"))
        if place.stage is None:
            yield from _consent(subject, place)
    if subject.process.lines is not None:
        yield from of_schema(subject.process.lines.schema, at("lines", "schema"))
        yield from _picked(subject, subject.process.lines)
    yield from _summary(subject)
    yield from _effects(subject)
    yield from _looks(subject)


def _looks(subject: Subject) -> Iterator[Finding]:
    """What a stage may look at in clear is a sensitive field of the application."""
    fields = subject.form.fields
    for index, stage in enumerate(subject.process.stages):
        for position, path in enumerate(stage.reveals):
            if "x-sensitive" not in fields.get(path, {}):
                pointer = at("stages", index, "reveals", position)
                yield found("SEN007", pointer, field=path, stage=stage.key)


def of_schema(schema: Mapping[str, Any], pointer: str) -> Iterator[Finding]:
    """Marks of one schema: only on text, of a known kind, and where the format demands one."""
    for key, raw in schema.get("properties", {}).items():
        if not isinstance(raw, Mapping):
            continue
        here = pointer + at("properties", key)
        yield from _node(raw, here, str(raw.get("title", key)))
        items = raw.get("items")
        if isinstance(items, Mapping):
            yield from _node(items, here + at("items"), str(raw.get("title", key)))
            yield from of_schema(items, here + at("items"))
        yield from of_schema(raw, here)


def _node(node: Mapping[str, Any], pointer: str, title: str) -> Iterator[Finding]:
    mark = node.get("x-sensitive")
    wanted = BY_FORMAT.get(str(node.get("format", "")).partition(":")[0])
    if mark is None:
        if wanted is not None:
            yield found("SEN006", pointer, field=title, format=node["format"], kind=wanted)
        return
    if types_of(node) != ("string",):
        yield found("SEN001", pointer + at("x-sensitive"), field=title)
    if mark not in KINDS:
        allowed = ", ".join(sorted(KINDS))
        yield found("SEN002", pointer + at("x-sensitive"), kind=mark, allowed=allowed)


def _consent(subject: Subject, place: FormPlace) -> Iterator[Finding]:
    """What an applicant types needs an agreement; what is filled in read-only was agreed to
    where it is registered."""
    if any(one.required and one.at in GIVEN_AT for one in subject.process.consents):
        return
    sources = place.sources
    for path in sensitive_paths(place.form.schema):
        leaf = place.fields.get(path, {})
        if leaf.get("readOnly") and path in sources:
            continue
        title = str(leaf.get("title", path))
        yield found("SEN003", place.field_pointer(path.split(".*")[0]), field=title)


def _summary(subject: Subject) -> Iterator[Finding]:
    marked = sensitive_paths(subject.process.form.schema)
    for index, name in enumerate(subject.process.summary):
        if name.removeprefix("form.") in marked or name == "applicant.document_no":
            yield found("SEN004", at("summary", index), field=name)


def _effects(subject: Subject) -> Iterator[Finding]:
    """A sealed answer must not be written in clear into a register."""
    process = subject.process
    marked = {f"form.{path}" for path in sensitive_paths(process.form.schema)}
    marked.add("applicant.document_no")
    for place in subject.forms:
        if place.stage is not None:
            marked |= {f"stage.{place.stage}.{p}" for p in sensitive_paths(place.form.schema)}
    if process.lines is not None:
        marked |= {f"item.{path}" for path in sensitive_paths(process.lines.schema)}
    for pointer, effect in every_effect(process):
        names = environment_of_lines(process) if effect.each else environment(process)
        yield from in_clear(effect, pointer, subject.references, names, marked)


def in_clear(
    effect: Effect, pointer: str, references: References, names: Environment, marked: set[str]
) -> Iterator[Finding]:
    """Where an effect would keep one of the `marked` names in a column that is not sealed."""
    given = "with" if effect.do in (CALL, START) else "set"
    begun = references.processes.get(effect.process)
    written = leaves(begun.form.schema) if begun else leaves_of(effect, references.tables)[0]
    for column, source in effect.values.items():
        leaf = written.get(column)
        if leaf is None or "x-sensitive" in leaf:
            continue
        for name in sorted(reads(names, source) & marked):
            target = effect.register or effect.hook or effect.process
            here = pointer + at(given, column)
            yield found("SEN005", here, name=name, register=target, column=column)


def _picked(subject: Subject, lines: Lines) -> Iterator[Finding]:
    """What is sealed in the register stays sealed in the line."""
    register = subject.references.registers.get(lines.picker.register)
    if register is None:
        return
    names = environment_of_picker(subject.process, register)
    marked = {f"record.{path}" for path in sensitive_paths(register.schema)}
    fields = leaves(lines.schema)
    for path, source in lines.values.items():
        if path not in fields or "x-sensitive" in fields[path]:
            continue
        for name in sorted(reads(names, source) & marked):
            pointer = at("lines", "set", path)
            yield found("SEN005", pointer, name=name, register=lines.title, column=path)


def reads(names: Environment, source: str) -> frozenset[str]:
    """The names an expression uses; none when it does not compile."""
    try:
        return names.compile(source).references
    except ExpressionError:
        return frozenset()
