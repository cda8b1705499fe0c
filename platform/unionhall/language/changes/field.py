"""Differences of one field: type, limits, choices, wording."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from unionhall.language.changes.change import (
    ASK,
    INVISIBLE,
    REVALIDATE,
    STAY,
    Change,
    Klass,
    at,
    value,
)

Json = Any
# keyword -> whether a larger number limits more
NUMBERS: dict[str, bool] = {
    "minimum": True,
    "exclusiveMinimum": True,
    "minLength": True,
    "minItems": True,
    "maximum": False,
    "exclusiveMaximum": False,
    "maxLength": False,
    "maxItems": False,
}
EXPLANATIONS = ("description", "examples", "errorMessage")


@dataclass(frozen=True, slots=True)
class Field:
    """One leaf, or an array itself. `pointer` is relative to the schema."""

    pointer: str
    schema: Mapping[str, Json]
    required: bool
    title: str


def fields(schema: Mapping[str, Json]) -> dict[str, Field]:
    """Every field of a schema by dotted path; cells of a table as `rows[].name`."""
    found: dict[str, Field] = {}
    _collect(schema, "", "", schema, found, 0)
    return found


def _collect(
    node: Mapping[str, Json],
    path: str,
    pointer: str,
    root: Mapping[str, Json],
    found: dict[str, Field],
    depth: int,
) -> None:
    required = node.get("required", ())
    for key, child in node.get("properties", {}).items():
        here, there = f"{path}.{key}" if path else key, pointer + at("properties", key)
        child = _resolved(child, root)
        if "properties" in child and depth < 8:
            _collect(child, here, there, root, found, depth + 1)
            continue
        title = str(child.get("title", here))
        found[here] = Field(there, child, key in required, title)
        items = _resolved(child.get("items", {}), root)
        if "properties" in items and depth < 8:
            _collect(items, f"{here}[]", there + at("items"), root, found, depth + 1)


def _resolved(node: Json, root: Mapping[str, Json]) -> Mapping[str, Json]:
    if not isinstance(node, Mapping):
        return {}
    reference = node.get("$ref")
    if isinstance(reference, str) and reference.startswith("#/$defs/"):
        target = root.get("$defs", {}).get(reference.removeprefix("#/$defs/"), {})
        return {**target, **{k: v for k, v in node.items() if k != "$ref"}}
    return node


def field(old: Field, new: Field, base: str) -> Iterator[Change]:
    """Changes of one field that both definitions have."""
    pointer, name, before, after = base + new.pointer, new.title, old.schema, new.schema

    def plain(kind: str, keyword: str, klass: Klass) -> Iterator[Change]:
        path = pointer + at(keyword)
        return value(kind, path, before.get(keyword), after.get(keyword), klass, name)

    yield from value("field-title", pointer + at("title"), old.title, new.title, INVISIBLE, name)
    yield from plain("field-type", "type", ASK)
    yield from plain("field-format", "format", REVALIDATE)
    if old.required != new.required:
        kind, klass = ("field-required", ASK) if new.required else ("field-optional", INVISIBLE)
        yield Change(kind, pointer, old.required, new.required, klass, name)
    yield from _limits(before, after, pointer, name)
    yield from plain("field-pattern", "pattern", REVALIDATE)
    yield from plain("field-tightened", "multipleOf", REVALIDATE)
    yield from plain("field-tightened", "const", REVALIDATE)
    yield from _choices(before, after, pointer, name)
    if bool(before.get("readOnly")) != bool(after.get("readOnly")):
        is_now = bool(after.get("readOnly"))
        kind = "field-read-only" if is_now else "field-writable"
        yield Change(kind, pointer + at("readOnly"), not is_now, is_now, REVALIDATE, name)
    yield from plain("field-sensitive", "x-sensitive", STAY)
    yield from plain("field-verify", "x-verify", REVALIDATE)
    yield from plain("field-codelist", "x-codelist", INVISIBLE)
    yield from plain("field-default", "default", INVISIBLE)
    if any(before.get(k) != after.get(k) for k in EXPLANATIONS):
        yield Change("field-help", pointer, None, None, INVISIBLE, name)


def _limits(
    before: Mapping[str, Json], after: Mapping[str, Json], pointer: str, name: str
) -> Iterator[Change]:
    for keyword, larger_limits in NUMBERS.items():
        first, second = before.get(keyword), after.get(keyword)
        if first == second:
            continue
        grows = first is not None and second is not None and second > first
        is_tighter = second is not None and (first is None or grows == larger_limits)
        kind = "field-tightened" if is_tighter else "field-loosened"
        klass = REVALIDATE if is_tighter else INVISIBLE
        path = pointer + at(keyword)
        yield Change(kind, path, _limit(keyword, first), _limit(keyword, second), klass, name)


def _limit(keyword: str, number: Json) -> str | None:
    return None if number is None else f"{keyword} {number}"


def _choices(
    before: Mapping[str, Json], after: Mapping[str, Json], pointer: str, name: str
) -> Iterator[Change]:
    first, second = _titles(before), _titles(after)
    if first is None and second is None:
        return
    path = pointer + at("oneOf" if "oneOf" in after else "enum")
    first, second = first or {}, second or {}
    for code, title in second.items():
        if code not in first:
            klass = INVISIBLE if first else REVALIDATE  # free text became a choice
            yield Change("choice-added", path, None, title, klass, name)
        else:
            yield from value("choice-title", path, first[code], title, INVISIBLE, name)
    for code, title in first.items():
        if code not in second:
            klass = REVALIDATE if second else INVISIBLE
            yield Change("choice-removed", path, title, None, klass, name)


def _titles(schema: Mapping[str, Json]) -> dict[str, str] | None:
    """Choices as code -> title; a table or multiple choice has them on its items."""
    items = schema.get("items")
    holder = items if isinstance(items, Mapping) and "properties" not in items else schema
    if "enum" in holder:
        return {repr(code): str(code) for code in holder["enum"]}
    branches = holder.get("oneOf")
    if isinstance(branches, list) and all("const" in branch for branch in branches):
        return {repr(b["const"]): str(b.get("title", b["const"])) for b in branches}
    return None
