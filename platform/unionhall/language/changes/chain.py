"""Differences of the chain: stages, who decides, actions, where they lead, what they write."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from unionhall.language.changes.change import (
    INVISIBLE,
    STAY,
    Change,
    Pair,
    at,
    is_reordered,
    pairs,
    value,
)
from unionhall.language.changes.form import form
from unionhall.language.changes.surroundings import materials

Json = Any
# key of a stage -> (kind of change, what a missing one means)
PARTS: dict[str, tuple[str, Json]] = {
    "kind": ("stage-kind", None),
    "actors": ("stage-actors", []),
    "quorum": ("stage-quorum", 1),
    "if_nobody": ("stage-nobody", "parent"),
    "not_by": ("stage-not-by", []),
    "skip_when": ("stage-skip", None),
    "withdrawable": ("stage-withdrawable", False),
    "reveals": ("stage-reveals", []),
    "next": ("stage-next", []),
    "outside": ("stage-outside", None),
    "lines": ("stage-lines", ""),
}


def stages(old: Mapping[str, Json], new: Mapping[str, Json]) -> Iterator[Change]:
    """Changes of all stages; every one of them keeps running cases on their revision."""
    before, after = old.get("stages", []), new.get("stages", [])
    for pair in pairs(before, after):
        base = at("stages", pair.index)
        if pair.old is None:
            yield Change("stage-added", base, None, pair.key, STAY, _name(pair.new))
        elif pair.new is None:
            yield Change("stage-removed", base, pair.key, None, STAY, _name(pair.old))
        else:
            yield from _stage(pair, base)
    if is_reordered([s.get("key") for s in before], [s.get("key") for s in after]):
        names = [_name(s) for s in before], [_name(s) for s in after]
        yield Change("stage-order", at("stages"), *names, STAY)


def _stage(pair: Pair, base: str) -> Iterator[Change]:
    old, new, name = pair.old, pair.new, _name(pair.new)
    yield from value(
        "stage-title", base + at("title"), old.get("title"), new.get("title"), INVISIBLE
    )
    for key, (kind, absent) in PARTS.items():
        before, after = old.get(key, absent), new.get(key, absent)
        yield from value(kind, base + at(key), before, after, STAY, name)
    yield from form(old.get("form", {}), new.get("form", {}), base + at("form"))
    yield from materials(old, new, base)
    yield from _actions(old, new, base, name)
    yield from _effects(old.get("on", {}), new.get("on", {}), base, name)


def _actions(
    old: Mapping[str, Json], new: Mapping[str, Json], base: str, stage: str
) -> Iterator[Change]:
    words = ("title", "confirm")
    for pair in pairs(old.get("actions", ()), new.get("actions", ())):
        path = base + at("actions", pair.index)
        if pair.old is None:
            yield Change("action-added", path, None, _name(pair.new), STAY, stage)
        elif pair.new is None:
            yield Change("action-removed", path, _name(pair.old), None, STAY, stage)
        else:
            before = {k: v for k, v in pair.old.items() if k not in words}
            after = {k: v for k, v in pair.new.items() if k not in words}
            yield from value("action-changed", path, before, after, STAY, _name(pair.new))
            if any(pair.old.get(k) != pair.new.get(k) for k in words):
                yield Change("action-text", path, None, None, INVISIBLE, _name(pair.new))


def _effects(
    old: Mapping[str, Json], new: Mapping[str, Json], base: str, stage: str
) -> Iterator[Change]:
    for moment in dict.fromkeys([*new, *old]):
        before, after = old.get(moment, []), new.get(moment, [])
        yield from value("effects", base + at("on", moment), before, after, STAY, stage)


def _name(thing: Mapping[str, Json]) -> str:
    return str(thing.get("title", thing.get("key", "")))
