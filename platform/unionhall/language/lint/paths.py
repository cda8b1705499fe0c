"""Field paths: whatever names a field names one that exists."""

from __future__ import annotations

from collections.abc import Iterator

from unionhall.language.findings import Finding
from unionhall.language.lint.report import found
from unionhall.language.lint.subject import FormPlace, Subject, at

FORM = "form."


def rules(subject: Subject) -> Iterator[Finding]:
    fields = subject.form.fields
    for index, name in enumerate(subject.process.summary):
        if name.startswith(FORM) and name.removeprefix(FORM) not in fields:
            yield found("REF002", at("summary", index), field=name)
    for index, one in enumerate(subject.process.exclusive):
        for position, path in enumerate(one.paths):
            if path not in fields:
                yield found("REF003", at("exclusive", index, "paths", position), field=path)
    for place in subject.forms:
        yield from _form(place)


def _form(place: FormPlace) -> Iterator[Finding]:
    fields = place.fields
    for spot in place.spots:
        path = spot.element.path
        if spot.element.type == "Control" and path not in fields:
            yield found("REF001", spot.pointer + at("scope"), field=path or "")
    for prefill in place.form.prefill:
        if prefill.path not in fields:
            yield found("REF005", place.pointer + at("prefill", prefill.path), field=prefill.path)
    for computed in place.form.computed:
        if computed.path not in fields:
            pointer = place.pointer + at("computed", computed.path)
            yield found("REF005", pointer, field=computed.path)
    for index, check in enumerate(place.form.checks):
        for position, path in enumerate(check.paths):
            if path not in fields:
                pointer = place.pointer + at("checks", index, "paths", position)
                yield found("REF006", pointer, field=path, check=check.key)
    for lookup in place.form.lookups:
        pointer = place.pointer + at("lookups", lookup.path)
        if lookup.path not in fields:
            yield found("REF007", pointer, field=lookup.path)
        for path in lookup.fill:
            if path not in fields:
                yield found("REF007", pointer + at("fill", path), field=path)
