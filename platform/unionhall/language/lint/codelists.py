"""Code lists that fields say their values are of: each is one that the packs bring."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from unionhall.language.findings import Finding
from unionhall.language.lint.references import References
from unionhall.language.lint.report import found
from unionhall.language.lint.subject import Subject, at

CODELIST = "x-codelist"


def rules(subject: Subject) -> Iterator[Finding]:
    for place in subject.forms:
        yield from of_schema(place.form.schema, place.pointer + at("schema"), subject.references)
    if subject.process.lines is not None:
        schema = subject.process.lines.schema
        yield from of_schema(schema, at("lines", "schema"), subject.references)


def of_schema(schema: Mapping[str, Any], pointer: str, references: References) -> Iterator[Finding]:
    for key, raw in schema.get("properties", {}).items():
        if not isinstance(raw, Mapping):
            continue
        here = pointer + at("properties", key)
        name = raw.get(CODELIST)
        if name is not None and name not in references.codelists:
            field = str(raw.get("title", key))
            yield found("REF027", here + at(CODELIST), field=field, codelist=name)
        yield from of_schema(raw, here, references)
        items = raw.get("items")
        if isinstance(items, Mapping):
            yield from of_schema(items, here + at("items"), references)
