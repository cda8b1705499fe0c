"""Limits that contradict each other, choices that repeat, defaults that are not allowed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, TypeGuard

from unionhall.language.findings import Finding
from unionhall.language.lint.report import found
from unionhall.language.lint.subject import at

Json = Any
PAIRS = (
    ("minimum", "maximum"),
    ("exclusiveMinimum", "exclusiveMaximum"),
    ("minLength", "maxLength"),
    ("minItems", "maxItems"),
)
FITS = {
    "string": (str,),
    "integer": (int,),
    "number": (int, float),
    "boolean": (bool,),
    "array": (list,),
    "object": (dict,),
}


def contradictions(node: Mapping[str, Json], pointer: str) -> Iterator[Finding]:
    """Findings about the values of one schema node."""
    for low, high in PAIRS:
        first, second = node.get(low), node.get(high)
        if _number(first) and _number(second) and float(first) > float(second):
            yield found("PRO014", pointer + at(low), low=low, high=high)
    values = _choices(node)
    seen: list[Json] = []
    for index, value in values:
        word = "enum" if "enum" in node else "oneOf"
        if any(_same(value, other) for other in seen):
            yield found("DUP001", pointer + at(word, index), key=value)
        seen.append(value)
        if not _fits(node, value):
            yield found("PRO015", pointer + at(word, index), value=value)
    if "default" in node:
        value = node["default"]
        is_choice = not seen or any(_same(value, other) for other in seen)
        if not is_choice or not _fits(node, value):
            yield found("PRO015", pointer + at("default"), value=value)


def _choices(node: Mapping[str, Json]) -> list[tuple[int, Json]]:
    if isinstance(node.get("enum"), list):
        return list(enumerate(node["enum"]))
    branches = node.get("oneOf")
    if not isinstance(branches, list):
        return []
    return [(i, b["const"]) for i, b in enumerate(branches) if isinstance(b, dict) and "const" in b]


def _fits(node: Mapping[str, Json], value: Json) -> bool:
    declared = node.get("type")
    names = declared if isinstance(declared, list) else [declared]
    if declared is None or (value is None and "null" in names):
        return True
    for name in names:
        if name in FITS and isinstance(value, FITS[name]):
            return name == "boolean" or not isinstance(value, bool)
    return False


def _number(value: Json) -> TypeGuard[int | float]:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _same(left: Json, right: Json) -> bool:
    return left == right and isinstance(left, bool) == isinstance(right, bool)
