"""HTML as values: every string that is not already markup is escaped on the way in.

Belongs here: elements and attributes, nothing about forms. Names of elements and attributes are
literals of our code; only contents and attribute values may come from definitions or people.
There is no way to give a style attribute or an event handler (the policy of the site forbids both).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from html import escape

from django.utils.safestring import SafeData, SafeString

Attributes = Mapping[str, str | int | bool | None]
_VOID = frozenset({"input", "br", "hr", "img"})


def text(value: object) -> str:
    """`value` as escaped text; markup made by this module passes unchanged."""
    if isinstance(value, SafeData):
        return str(value)
    return escape(str(value))


def attributes(values: Attributes) -> str:
    """` name="value"` for each; None and False leave it out, True writes the bare name."""
    parts = []
    for name, value in values.items():
        if value is None or value is False:
            continue
        parts.append(f" {name}" if value is True else f' {name}="{escape(str(value))}"')
    return "".join(parts)


def tag(name: str, values: Attributes, *children: object) -> SafeString:
    """One element with escaped attributes and children."""
    if name in _VOID:
        return SafeString(f"<{name}{attributes(values)}>")
    inner = "".join([text(child) for child in children])
    return SafeString(f"<{name}{attributes(values)}>{inner}</{name}>")


def join(parts: Iterable[object], between: str = "") -> SafeString:
    """Parts one after the other, those that are not markup escaped."""
    return SafeString(between.join([text(part) for part in parts]))
