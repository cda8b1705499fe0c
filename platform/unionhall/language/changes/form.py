"""Differences of a form: fields, their limits and choices, layout, rules, checks, pickers.

Works for the applicant's form and for what a stage fills in.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from unionhall.language.changes.change import (
    ASK,
    INVISIBLE,
    REVALIDATE,
    Change,
    at,
    pairs,
    value,
)
from unionhall.language.changes.field import Field, field, fields
from unionhall.language.changes.layout import layout

Json = Any
EMPTY: Mapping[str, Json] = {}


def form(old: Mapping[str, Json], new: Mapping[str, Json], base: str) -> Iterator[Change]:
    """Changes of one form; `base` is its JSON pointer."""
    before, after = fields(old.get("schema", {})), fields(new.get("schema", {}))
    yield from _fields(before, after, base + at("schema"))
    names = {path: one.title for path, one in {**before, **after}.items()}
    yield from _structure(old, new, base)
    yield from layout(old.get("uischema"), new.get("uischema"), names, base + at("uischema"))
    yield from _sources("prefill", INVISIBLE, old, new, names, base)
    yield from _sources("computed", REVALIDATE, old, new, names, base)
    yield from _checks(old.get("checks", ()), new.get("checks", ()), base)
    yield from _lookups(old.get("lookups", EMPTY), new.get("lookups", EMPTY), names, base)


def _fields(before: Mapping[str, Field], after: Mapping[str, Field], base: str) -> Iterator[Change]:
    for path, one in after.items():
        if _table(path) and _table(path) not in before:
            continue  # the table itself is new, and says so
        if path not in before:
            klass = ASK if one.required else INVISIBLE
            yield Change("field-added", base + one.pointer, None, path, klass, one.title)
        else:
            yield from field(before[path], one, base)
    for path, one in before.items():
        if path not in after and not (_table(path) and _table(path) not in after):
            yield Change("field-removed", base + one.pointer, path, None, REVALIDATE, one.title)


def _table(path: str) -> str:
    """The table a cell belongs to, empty for any other field."""
    return path.rpartition("[].")[0]


def _structure(old: Mapping[str, Json], new: Mapping[str, Json], base: str) -> Iterator[Change]:
    for keyword in ("allOf", "if", "then", "else", "dependentRequired", "dependentSchemas"):
        before = old.get("schema", EMPTY).get(keyword)
        after = new.get("schema", EMPTY).get(keyword)
        yield from value("schema-rule", base + at("schema", keyword), before, after, REVALIDATE)


def _sources(
    part: str,
    klass: Any,
    old: Mapping[str, Json],
    new: Mapping[str, Json],
    names: Mapping[str, str],
    base: str,
) -> Iterator[Change]:
    before, after = old.get(part, EMPTY), new.get(part, EMPTY)
    for path in dict.fromkeys([*after, *before]):
        name = names.get(path, path)
        first, second = _plain(before.get(path)), _plain(after.get(path))
        yield from value(part, base + at(part, path), first, second, klass, name)


def _plain(source: Json) -> Json:
    """`{"value": x}` and `x` mean the same."""
    if isinstance(source, Mapping) and set(source) == {"value"}:
        return source["value"]
    return source


def _checks(old: Any, new: Any, base: str) -> Iterator[Change]:
    for pair in pairs(old, new, "id"):
        path = base + at("checks", pair.index)
        if pair.old is None:
            klass = INVISIBLE if pair.new.get("level") == "warn" else REVALIDATE
            yield Change("check-added", path, None, pair.new.get("assert"), klass, pair.key)
        elif pair.new is None:
            yield Change("check-removed", path, pair.old.get("assert"), None, INVISIBLE, pair.key)
        else:
            before, after = _meaning_of_check(pair.old), _meaning_of_check(pair.new)
            yield from value("check-changed", path, before, after, REVALIDATE, pair.key)
            yield from value(
                "check-text",
                path + at("message"),
                pair.old.get("message"),
                pair.new.get("message"),
                INVISIBLE,
                pair.key,
            )


def _meaning_of_check(check: Mapping[str, Json]) -> dict[str, Json]:
    parts = {"when": check.get("when"), "assert": check.get("assert")}
    parts |= {"level": check.get("level", "block"), "paths": check.get("paths", [])}
    return {key: part for key, part in parts.items() if part is not None}


def _lookups(
    old: Mapping[str, Json], new: Mapping[str, Json], names: Mapping[str, str], base: str
) -> Iterator[Change]:
    for path in dict.fromkeys([*new, *old]):
        name, pointer = names.get(path, path), base + at("lookups", path)
        before, after = dict(old.get(path, EMPTY)), dict(new.get(path, EMPTY))
        yield from value(
            "lookup-fill",
            pointer + at("fill"),
            before.pop("fill", {}),
            after.pop("fill", {}),
            REVALIDATE,
            name,
        )
        yield from value("lookup", pointer, before, after, INVISIBLE, name)
