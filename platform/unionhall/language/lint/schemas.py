"""Where a document holds schemas: of forms, records, lines, and of the cells of a workbook."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from unionhall.language.lint.subject import at

Json = Any
Placed = tuple[str, Mapping[str, Json]]


def schemas(doc: Mapping[str, Json]) -> Iterator[Placed]:
    """(JSON pointer, schema of an object)."""
    if "schema" in doc:
        yield at("schema"), doc["schema"]
    if "lines" in doc:
        yield at("lines", "schema"), doc["lines"]["schema"]
    if "form" in doc:
        yield at("form", "schema"), doc["form"]["schema"]
    for word in ("stages", "actions"):
        for index, part in enumerate(doc.get(word, ())):
            if "form" in part:
                yield at(word, index, "form", "schema"), part["form"]["schema"]


def cells(doc: Mapping[str, Json]) -> Iterator[Placed]:
    """(JSON pointer, schema of one value)."""
    template = doc.get("template", {})
    for word in ("header", "columns"):
        for index, cell in enumerate(template.get(word, ())):
            yield at("template", word, index, "schema"), cell["schema"]
