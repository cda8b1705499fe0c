"""Differences of the kinds that are not processes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from unionhall.language.changes import records
from unionhall.language.changes.change import INVISIBLE, REVALIDATE, STAY, Change, at, pairs, value
from unionhall.language.changes.form import form
from unionhall.language.changes.surroundings import item, keyed

Json = Any
Doc = Mapping[str, Json]


def document(old: Doc, new: Doc) -> Iterator[Change]:
    """A register, import, code list or pack."""
    yield from value("title", at("title"), old.get("title"), new.get("title"), INVISIBLE)
    kind = new.get("kind")
    if kind == "register":
        yield from _register(old, new)
        yield from records.register(old, new)
    elif kind == "import":
        yield from records.import_(old, new)
    elif kind == "codelist":
        for pair in pairs(old.get("items", ()), new.get("items", ()), "code"):
            name = (pair.new or pair.old).get("title", pair.key)
            path = at("items", pair.index)
            yield from item("item", path, pair.old, pair.new, REVALIDATE, name)
    elif kind == "pack":
        yield from _pack(old, new)


def _register(old: Doc, new: Doc) -> Iterator[Change]:
    owners = old.get("owner"), new.get("owner")
    yield from value("owners", at("owner"), *owners, STAY)
    group = old.get("matter_group"), new.get("matter_group")
    yield from value("matter-group", at("matter_group"), *group, STAY)
    yield from form(old, new, "")
    yield from keyed("unique", "keys", old, new, REVALIDATE, lambda one: one.get("paths"))
    yield from value("states", at("states"), old.get("states"), new.get("states"), REVALIDATE)
    before, after = ([_column(c) for c in one.get("columns", ())] for one in (old, new))
    yield from value("columns", at("columns"), before, after, INVISIBLE)
    if old.get("seed", []) != new.get("seed", []):
        yield Change("seed", at("seed"), None, None, INVISIBLE)


def _column(column: Doc) -> str:
    mask = column.get("mask")
    title = str(column.get("title", column.get("key")))
    return f"{title} ({mask})" if mask else title


def _pack(old: Doc, new: Doc) -> Iterator[Change]:
    yield from value("root", at("root"), old.get("root"), new.get("root"), STAY)
    for pair in pairs(old.get("matter_groups", ()), new.get("matter_groups", ())):
        path = at("matter_groups", pair.index)
        name = (pair.new or pair.old).get("title", pair.key)
        before = (pair.old or {}).get("permissions", {})
        after = (pair.new or {}).get("permissions", {})
        if pair.old is None:
            yield Change("group-added", path, None, after, INVISIBLE, name)
        elif pair.new is None:
            yield Change("group-removed", path, before, None, STAY, name)
        else:
            for verb in after:
                if verb not in before:
                    yield Change("right-added", path, None, after[verb], INVISIBLE, name)
            for verb in before:
                if verb not in after:
                    yield Change("right-removed", path, before[verb], None, STAY, name)
