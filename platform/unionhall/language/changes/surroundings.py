"""Differences of everything around form and chain of a process."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

from unionhall.language.changes.change import (
    ASK,
    INVISIBLE,
    REVALIDATE,
    STAY,
    Change,
    Klass,
    at,
    is_reordered,
    pairs,
    value,
)
from unionhall.language.messages import parse_notices

Json = Any
Doc = Mapping[str, Json]


def head(old: Doc, new: Doc) -> Iterator[Change]:
    """Title, menu, guide, who may start, whose case it is, numbers, summary."""
    yield from value("title", at("title"), old.get("title"), new.get("title"), INVISIBLE)
    yield from parts("menu", old.get("menu", {}), new.get("menu", {}))
    yield from parts("guide", old.get("guide", {}), new.get("guide", {}))
    plain: tuple[tuple[str, str, Klass], ...] = (
        ("matter_group", "matter-group", STAY),
        ("invite", "invite", INVISIBLE),
        ("starters", "starters", STAY),
        ("subject", "subject", ASK),
        ("numbering", "numbering", INVISIBLE),
        ("summary", "summary", INVISIBLE),
        ("end_title", "end-title", INVISIBLE),
        ("withdrawal", "withdrawal", STAY),
    )
    for key, kind, klass in plain:
        yield from value(kind, at(key), old.get(key), new.get(key), klass)


def messages(old: Doc, new: Doc) -> Iterator[Change]:
    """Links that addresses bring along, and who is told what when."""
    before, after = old.get("links", {}), new.get("links", {})
    for key in dict.fromkeys([*after, *before]):
        name = (after.get(key) or before.get(key)).get("title", key)
        path = at("links", key)
        yield from item("link", path, before.get(key), after.get(key), INVISIBLE, name)
    numbered = [{"notices": _numbered(doc.get("notices", ()))} for doc in (old, new)]
    for pair in pairs(numbered[0]["notices"], numbered[1]["notices"]):
        path = at("notices", pair.index)
        yield from item("notice", path, pair.old, pair.new, INVISIBLE, pair.key)


def _numbered(notices: Iterable[Doc]) -> list[Doc]:
    """Each with the key it is told apart by, said or not."""
    keys = [notice.key for notice in parse_notices(notices)]
    return [{**doc, "key": key} for key, doc in zip(keys, notices, strict=True)]


def parts(kind: str, old: Doc, new: Doc) -> Iterator[Change]:
    for key in dict.fromkeys([*new, *old]):
        yield from value(kind, at(kind, key), old.get(key), new.get(key), INVISIBLE, key)


def questions(old: Doc, new: Doc) -> Iterator[Change]:
    """Limits of one case, facts, conditions, consents."""
    yield from keyed("exclusive", "exclusive", old, new, REVALIDATE, lambda one: one.get("paths"))
    yield from facts(old, new, "", REVALIDATE)
    yield from _conditions(old, new)
    for pair in pairs(old.get("consents", ()), new.get("consents", ())):
        shown = (pair.new or pair.old).get("label", pair.key)
        klass: Klass = ASK if (pair.new or {}).get("required") else REVALIDATE
        path = at("consents", pair.index)
        yield from item("consent", path, pair.old, pair.new, klass, shown)


def facts(old: Doc, new: Doc, base: str, klass: Klass, word: str = "facts") -> Iterator[Change]:
    before, after = old.get(word, {}), new.get(word, {})
    for key in dict.fromkeys([*after, *before]):
        path = base + at(word, key)
        yield from item("fact", path, before.get(key), after.get(key), klass, key)


def _conditions(old: Doc, new: Doc) -> Iterator[Change]:
    for pair in pairs(old.get("eligibility", ()), new.get("eligibility", ()), "id"):
        path = at("eligibility", pair.index)
        name = (pair.new or pair.old).get("title", pair.key)
        before, after = (pair.old or {}).get("when"), (pair.new or {}).get("when")
        yield from item("condition", path, before, after, REVALIDATE, name)
        if pair.old and pair.new:
            levels = pair.old.get("level", "block"), pair.new.get("level", "block")
            yield from value("condition-level", path + at("level"), *levels, REVALIDATE, name)
            texts = [
                {k: v for k, v in one.items() if k not in ("when", "level")}
                for one in (pair.old, pair.new)
            ]
            if texts[0] != texts[1]:
                yield Change("condition-text", path, None, None, INVISIBLE, name)


def materials(old: Doc, new: Doc, base: str = "") -> Iterator[Change]:
    """Materials of a process or a stage: which, when due, in which form."""
    before, after = old.get("materials", []), new.get("materials", [])
    for pair in pairs(before, after):
        path = base + at("materials", pair.index)
        name = (pair.new or pair.old).get("title", pair.key)
        if pair.old is None:
            due = pair.new.get("required", True)
            klass: Klass = INVISIBLE if due is False else ASK
            yield Change("material-added", path, None, due, klass, name)
        elif pair.new is None:
            yield Change("material-removed", path, pair.key, None, INVISIBLE, name)
        else:
            yield from _material(pair.old, pair.new, path, name)
    if is_reordered([m.get("key") for m in before], [m.get("key") for m in after]):
        titles = [m.get("title") for m in before], [m.get("title") for m in after]
        yield Change("material-order", base + at("materials"), *titles, INVISIBLE)


def _material(old: Doc, new: Doc, path: str, name: str) -> Iterator[Change]:
    before, after = old.get("required", True), new.get("required", True)
    yield from value("material-required", path, before, after, ASK if after else INVISIBLE, name)
    when = path + at("when")
    yield from value("material-when", when, old.get("when"), new.get("when"), REVALIDATE, name)
    limits = ("accept", "max_bytes", "max_files", "how", "one_of")
    first = {k: old[k] for k in limits if k in old}
    second = {k: new[k] for k in limits if k in new}
    yield from value("material-limits", path, first, second, REVALIDATE, name)
    if any(old.get(k) != new.get(k) for k in ("title", "note", "sample")):
        yield Change("material-text", path, None, None, INVISIBLE, name)


def scenarios(old: Doc, new: Doc) -> Iterator[Change]:
    """Scenarios tell nothing to anybody who applies or decides."""
    if old.get("scenarios", []) != new.get("scenarios", []):
        yield Change("scenarios", at("scenarios"), None, None, INVISIBLE)


def keyed(
    kind: str,
    part: str,
    old: Doc,
    new: Doc,
    klass: Klass,
    shown: Callable[[Doc], Json],
    base: str = "",
) -> Iterator[Change]:
    """What came, went or changed in a list of things with keys."""
    for pair in pairs(old.get(part, ()), new.get(part, ())):
        path = base + at(part, pair.index)
        if pair.old is None:
            yield Change(f"{kind}-added", path, None, shown(pair.new), klass, pair.key)
        elif pair.new is None:
            yield Change(f"{kind}-removed", path, shown(pair.old), None, INVISIBLE, pair.key)
        else:
            yield from value(f"{kind}-changed", path, pair.old, pair.new, klass, pair.key)


def item(kind: str, path: str, old: Json, new: Json, klass: Klass, name: str) -> Iterator[Change]:
    if old == new:
        return
    if old is None:
        yield Change(f"{kind}-added", path, None, new, klass, name)
    elif new is None:
        yield Change(f"{kind}-removed", path, old, None, INVISIBLE, name)
    else:
        yield Change(f"{kind}-changed", path, old, new, klass, name)
