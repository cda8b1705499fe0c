"""Differences of lines and periods, of what is done to records, and of imports."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from unionhall.language.changes.change import (
    ASK,
    INVISIBLE,
    REVALIDATE,
    STAY,
    Change,
    at,
    is_reordered,
    pairs,
    value,
)
from unionhall.language.changes.form import form
from unionhall.language.changes.surroundings import facts, item, keyed, parts

Json = Any
Doc = Mapping[str, Json]
WORDS = ("title", "confirm", "refusal")


def lines(old: Doc, new: Doc) -> Iterator[Change]:
    """Lines of a process and its period."""
    yield from value("period", at("period"), old.get("period"), new.get("period"), REVALIDATE)
    before, after, base = old.get("lines"), new.get("lines"), at("lines")
    if before is None or after is None:
        if after is not None:
            yield Change("lines-added", base, None, after.get("title"), ASK)
        elif before is not None:
            yield Change("lines-removed", base, before.get("title"), None, STAY)
        return
    yield from form(before, after, base)
    for path in dict.fromkeys([*after.get("set", {}), *before.get("set", {})]):
        sources = before.get("set", {}).get(path), after.get("set", {}).get(path)
        yield from value("lines-value", base + at("set", path), *sources, REVALIDATE, path)
    picker = before.get("picker"), after.get("picker")
    yield from value("lines-picker", base + at("picker"), *picker, REVALIDATE)
    for key in ("fill", "min", "max", "unique", "subject"):
        yield from value(
            "lines-limit", base + at(key), before.get(key), after.get(key), REVALIDATE, key
        )
    for key in ("title", "columns"):
        yield from value(
            "lines-shown", base + at(key), before.get(key), after.get(key), INVISIBLE, key
        )
    yield from keyed("exclusive", "exclusive", before, after, REVALIDATE, _paths, base)
    yield from facts(before, after, base, REVALIDATE)


def _paths(one: Doc) -> Json:
    return one.get("paths")


def register(old: Doc, new: Doc) -> Iterator[Change]:
    """What is shown as a register, asked, published and done, and the lists."""
    yield from value("table", at("table"), old.get("table"), new.get("table"), STAY)
    yield from value(
        "snapshot", at("snapshot"), old.get("snapshot"), new.get("snapshot"), INVISIBLE
    )
    yield from facts(old, new, "", INVISIBLE)
    for pair in pairs(old.get("actions", ()), new.get("actions", ())):
        yield from _action(pair.old, pair.new, at("actions", pair.index))
    for pair in pairs(old.get("lists", ()), new.get("lists", ())):
        name = (pair.new or pair.old).get("title", pair.key)
        yield from item("list", at("lists", pair.index), pair.old, pair.new, INVISIBLE, name)
    mine = old.get("mine"), new.get("mine")
    name = str((mine[1] or mine[0] or {}).get("title"))
    yield from item("own-list", at("mine"), *mine, INVISIBLE, name)


def _action(old: Doc | None, new: Doc | None, path: str) -> Iterator[Change]:
    name = str((new or old or {}).get("title"))
    if old is None or new is None:
        yield from item("row-action", path, old, new, INVISIBLE, name)
        return
    before, after = (
        {k: v for k, v in one.items() if k not in (*WORDS, "form")} for one in (old, new)
    )
    yield from value("row-action-changed", path, before, after, INVISIBLE, name)
    if any(old.get(word) != new.get(word) for word in WORDS):
        yield Change("row-action-text", path, None, None, INVISIBLE, name)
    yield from form(old.get("form", {}), new.get("form", {}), path + at("form"))


def import_(old: Doc, new: Doc) -> Iterator[Change]:
    """An import: nothing of it reaches back into what was imported before."""
    groups = old.get("matter_group"), new.get("matter_group")
    yield from value("matter-group", at("matter_group"), *groups, STAY)
    rights = old.get("permission", "handle"), new.get("permission", "handle")
    yield from value("import-right", at("permission"), *rights, INVISIBLE)
    yield from parts("menu", old.get("menu", {}), new.get("menu", {}))
    for pair in pairs(old.get("consents", ()), new.get("consents", ())):
        path = at("consents", pair.index)
        yield from item("consent", path, pair.old, pair.new, INVISIBLE, pair.key)
    yield from _template(old.get("template", {}), new.get("template", {}))
    yield from facts(old, new, "", INVISIBLE)
    yield from facts(old, new, "", INVISIBLE, "header_facts")
    for word in ("header_checks", "row_checks"):
        for pair in pairs(old.get(word, ()), new.get(word, ()), "id"):
            path = at(word, pair.index)
            yield from item("import-check", path, pair.old, pair.new, INVISIBLE, pair.key)
    for key in ("review", "unique", "policy", "window", "outside_window", "max_rows", "identity"):
        yield from value("import-limit", at(key), old.get(key), new.get(key), INVISIBLE, key)
    for code in dict.fromkeys([*new.get("errors", {}), *old.get("errors", {})]):
        said = old.get("errors", {}).get(code), new.get("errors", {}).get(code)
        yield from item("error", at("errors", code), *said, INVISIBLE, code)
    yield from value("codes", at("codes"), old.get("codes"), new.get("codes"), INVISIBLE)
    yield from value("import-effects", at("effects"), old["effects"], new["effects"], INVISIBLE)


def _template(old: Doc, new: Doc) -> Iterator[Change]:
    base = at("template")
    for key in ("sheet", "file", "version", "head_row", "anchors", "instructions"):
        yield from value("template", base + at(key), old.get(key), new.get(key), INVISIBLE, key)
    for word in ("header", "columns"):
        before, after = old.get(word, ()), new.get(word, ())
        for pair in pairs(before, after):
            name = (pair.new or pair.old).get("title", pair.key)
            path = base + at(word, pair.index)
            yield from item("cell", path, pair.old, pair.new, INVISIBLE, name)
        if is_reordered([c.get("key") for c in before], [c.get("key") for c in after]):
            titles = [c.get("title") for c in before], [c.get("title") for c in after]
            yield Change("cell-order", base + at(word), *titles, INVISIBLE)
