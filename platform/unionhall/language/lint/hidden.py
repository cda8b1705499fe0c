"""Nothing is required that nobody can give, and no control can never be used.

A required field under a rule that hides it is fine: hidden means not required.
"""

from __future__ import annotations

from collections.abc import Iterator

from unionhall.language.findings import Finding
from unionhall.language.lint.report import found
from unionhall.language.lint.subject import FormPlace, Subject


def rules(subject: Subject) -> Iterator[Finding]:
    for place in subject.forms:
        yield from _form(place)


def _form(place: FormPlace) -> Iterator[Finding]:
    placed = _placed(place)
    sources = place.sources
    for path, leaf in place.fields.items():
        pointer = place.field_pointer(path)
        title = str(leaf.get("title", path))
        is_required = path in place.required or _is_asked_for(place, path)
        is_given = path in sources or "default" in leaf or "const" in leaf
        code = "HID001" if place.stage is None else "HID003"
        if is_required and path not in placed and not is_given:
            yield found(code, pointer, field=title)
        elif is_required and leaf.get("readOnly") and not is_given:
            yield found("HID002", pointer, field=title)
        elif path not in placed and path not in sources:
            yield found("DEAD004", pointer, field=title)
        elif leaf.get("readOnly") and not is_given:
            yield found("HID004", pointer, field=title)


def _placed(place: FormPlace) -> frozenset[str]:
    """Paths with a control in the main layout; a derived layout shows everything."""
    if not place.has_layout:
        return frozenset(place.fields)
    return frozenset(
        spot.element.path
        for spot in place.spots
        if spot.layout == "uischema" and spot.element.type == "Control" and spot.element.path
    )


def _is_asked_for(place: FormPlace, path: str) -> bool:
    """A rule REQUIRE makes an optional field obligatory."""
    return any(
        spot.element.path == path
        and spot.element.rule is not None
        and spot.element.rule.effect == "REQUIRE"
        for spot in place.spots
    )
