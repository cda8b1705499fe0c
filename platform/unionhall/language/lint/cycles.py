"""No field depends on itself, by calculation or by what shows and locks it.

The engine settles fields one after the other; in a circle the answer would depend on the order.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from unionhall.language.environment import environment
from unionhall.language.expressions import ExpressionError
from unionhall.language.findings import Finding
from unionhall.language.lint.report import found
from unionhall.language.lint.subject import FormPlace, Subject, at

# REQUIRE is asked when all values are known, so it cannot take part in a circle.
SETTLING = ("SHOW", "HIDE", "ENABLE", "DISABLE")


def rules(subject: Subject) -> Iterator[Finding]:
    for place in subject.forms:
        computed = _computed(subject, place)
        ruled = _ruled(subject, place)
        for circle in _circles(computed):
            pointer = place.pointer + at("computed", circle[0])
            yield found("CYC001", pointer, fields=" → ".join(circle))
        both = {k: computed.get(k, set()) | ruled.get(k, set()) for k in {*computed, *ruled}}
        for circle in _circles(both):
            if not set(circle) <= set(computed) or not _is_circle(circle, computed):
                pointer = place.field_pointer(circle[0])
                yield found("CYC002", pointer, fields=" → ".join(circle))


def _computed(subject: Subject, place: FormPlace) -> dict[str, set[str]]:
    read: dict[str, set[str]] = {}
    for entry in place.form.computed:
        for source in (entry.value, entry.when):
            read.setdefault(entry.path, set()).update(_fields(subject, place, source))
    return read


def _ruled(subject: Subject, place: FormPlace) -> dict[str, set[str]]:
    read: dict[str, set[str]] = {}
    for spot in place.spots:
        if spot.element.path is None:
            continue
        for element in (*spot.above, spot.element):
            if element.rule is not None and element.rule.effect in SETTLING:
                names = _fields(subject, place, element.rule.when)
                read.setdefault(spot.element.path, set()).update(names)
    return read


def _fields(subject: Subject, place: FormPlace, source: str | None) -> set[str]:
    if source is None:
        return set()
    try:
        names = environment(subject.process, place.form).compile(source).references
    except ExpressionError:
        return set()
    own = place.fields
    return {n.removeprefix("form.") for n in names if n.removeprefix("form.") in own}


def _circles(read: Mapping[str, set[str]]) -> Iterator[tuple[str, ...]]:
    """Each circle once, as the fields on it, the first one repeated at the end."""
    seen: set[frozenset[str]] = set()
    for start in sorted(read):
        way = _way_back(start, read)
        if way is not None and frozenset(way) not in seen:
            seen.add(frozenset(way))
            yield (*way, start)


def _way_back(start: str, read: Mapping[str, set[str]]) -> tuple[str, ...] | None:
    """The shortest way from a field over what it reads back to itself."""
    ways: list[tuple[str, ...]] = [(start,)]
    visited = {start}
    while ways:
        way = ways.pop(0)
        for name in sorted(read.get(way[-1], ())):
            if name == start:
                return way
            if name not in visited:
                visited.add(name)
                ways.append((*way, name))
    return None


def _is_circle(circle: tuple[str, ...], read: Mapping[str, set[str]]) -> bool:
    pairs = zip(circle, circle[1:], strict=False)
    return all(second in read.get(first, ()) for first, second in pairs)
