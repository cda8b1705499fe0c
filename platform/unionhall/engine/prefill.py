"""Filling a form from what is registered, and asking again (X1-27).

A value remembers where it came from. What a person typed is never replaced; what was filled
follows its source when the union of the case changes, or when asked to.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from unionhall.engine.names import FAILURES, Names, ask, references
from unionhall.engine.paths import Nested, copied, is_absent, read, remove, same, write
from unionhall.engine.world import World
from unionhall.language.model import Form, Prefill, Process
from unionhall.language.schema import leaves

Origins = Mapping[str, Mapping[str, Any]]


@dataclass(frozen=True, slots=True)
class Change:
    """One difference that refreshing makes; `after` None: the source has no value any more."""

    path: str
    title: str
    before: Any
    after: Any
    source: str


@dataclass(frozen=True, slots=True)
class Filled:
    """`unavailable`: paths whose source has no value now."""

    values: Nested
    origins: dict[str, dict[str, Any]]
    changes: tuple[Change, ...] = ()
    unavailable: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Asked:
    """A prefill with everything needed to decide about it."""

    path: str
    source: str
    leaf: Mapping[str, Any]
    before: Any
    after: Any
    origin: Mapping[str, Any] | None
    is_stale: bool

    @property
    def is_typed(self) -> bool:
        """Typed values: there without an origin, or no longer what was filled. A field nobody
        can type into never is."""
        if self.leaf.get("readOnly"):
            return False
        if self.origin is None:
            return not is_absent(self.before)
        return not same(self.before, self.origin.get("value"))


def fill(
    form: Form,
    process: Process,
    values: Mapping[str, Any],
    origins: Origins,
    world: World,
    *,
    refresh: bool = False,
    accept: Collection[str] | None = None,
) -> Filled:
    """Fills what is empty, and with `refresh` what was filled before.

    `origins[path]` = {"value", "of", "at", "source"}: what was filled, for which union (None when
    the source does not depend on it), when, from which expression. `accept` limits a refresh to
    these paths; `changes` always lists all of them. Values of a former union are replaced, or
    removed when the new one has none, unless somebody typed over them.
    """
    result = copied(values)
    kept = {path: dict(origin) for path, origin in origins.items()}
    schema = leaves(form.schema)
    changes: list[Change] = []
    unavailable: list[str] = []
    for prefill in form.prefill:
        asked = _asked(form, process, prefill, result, kept, world, schema.get(prefill.path, {}))
        if asked is None:
            continue
        if asked.after is None:
            unavailable.append(asked.path)
        if not _applies(asked, refresh):
            continue
        if refresh and not asked.is_stale and not same(asked.before, asked.after):
            title = str(asked.leaf.get("title", asked.path))
            changes.append(Change(asked.path, title, asked.before, asked.after, asked.source))
            if accept is not None and asked.path not in accept:
                continue
        _put(asked, result, kept, process, form, world)
    return Filled(result, kept, tuple(changes), tuple(unavailable))


def _asked(
    form: Form,
    process: Process,
    prefill: Prefill,
    values: Nested,
    origins: Origins,
    world: World,
    leaf: Mapping[str, Any],
) -> _Asked | None:
    """None while the union is not known on which the source depends, or when it errs."""
    of = _of(process, prefill.source, form, world)
    origin = origins.get(prefill.path)
    is_stale = origin is not None and origin.get("of") != of
    if _reads_union(process, prefill.source, form) and not world.union:
        if not is_stale:
            return None
        after = None
    else:
        try:
            after = ask(process, prefill.source, Names(values, world), form)
        except FAILURES:
            return None
    after = None if is_absent(after) else copied(after)
    before = read(values, prefill.path)
    return _Asked(prefill.path, prefill.source, leaf, before, after, origin, is_stale)


def _applies(asked: _Asked, refresh: bool) -> bool:
    if asked.is_typed:
        return False
    if asked.is_stale or (asked.origin is None and asked.after is not None):
        return True
    if not refresh or asked.origin is None:
        return False
    # An editable value whose source went silent stays: there is nothing better to offer.
    return asked.after is not None or bool(asked.leaf.get("readOnly"))


def _put(
    asked: _Asked,
    values: Nested,
    origins: dict[str, dict[str, Any]],
    process: Process,
    form: Form,
    world: World,
) -> None:
    if asked.after is None:
        remove(values, asked.path)
        origins.pop(asked.path, None)
        return
    write(values, asked.path, asked.after)
    origins[asked.path] = {
        "value": copied(asked.after),
        "of": _of(process, asked.source, form, world),
        "at": world.now,
        "source": asked.source,
    }


def _of(process: Process, source: str, form: Form, world: World) -> Any:
    return world.union.get("id") if _reads_union(process, source, form) else None


def _reads_union(process: Process, source: str, form: Form) -> bool:
    return any(name.startswith("union.") for name in references(process, source, form))
