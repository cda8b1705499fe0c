"""The words of the schema profile and what kind of value each takes."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

Json = Any
Takes = Callable[[Json], bool]


def _text(value: Json) -> bool:
    return isinstance(value, str)


def _texts(value: Json) -> bool:
    return isinstance(value, list) and all(isinstance(one, str) for one in value)


def _flag(value: Json) -> bool:
    return isinstance(value, bool)


def _number(value: Json) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _size(value: Json) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and value >= 0


def _list(value: Json) -> bool:
    return isinstance(value, list)


def _scalars(value: Json) -> bool:
    return isinstance(value, list) and bool(value) and all(_scalar(one) for one in value)


def _scalar(value: Json) -> bool:
    return value is None or isinstance(value, str | int | float | bool)


def _mapping(value: Json) -> bool:
    return isinstance(value, Mapping)


def _anything(value: Json) -> bool:
    return True


# word -> (what its value must be, as the sentence calls it)
WORDS: Mapping[str, tuple[Takes, str]] = {
    **dict.fromkeys(("title", "description", "x-sensitive", "x-label"), (_text, "text")),
    **dict.fromkeys(("format", "pattern", "$ref", "$schema"), (_text, "text")),
    **dict.fromkeys(("minimum", "maximum", "multipleOf"), (_number, "a number")),
    **dict.fromkeys(("exclusiveMinimum", "exclusiveMaximum"), (_number, "a number")),
    **dict.fromkeys(("minLength", "maxLength", "minItems", "maxItems"), (_size, "a size")),
    **dict.fromkeys(("oneOf", "allOf", "examples"), (_list, "a list")),
    **dict.fromkeys(("properties", "$defs", "dependentSchemas"), (_mapping, "an object")),
    **dict.fromkeys(("items", "if", "then", "else"), (_anything, "a schema")),
    "errorMessage": (lambda value: _text(value) or _mapping(value), "text or an object"),
    "type": (lambda value: _text(value) or _texts(value), "a type"),
    "readOnly": (_flag, "true or false"),
    "enum": (_scalars, "a list of plain values"),
    "const": (_scalar, "a plain value"),
    "default": (_anything, "a value"),
    "required": (_texts, "a list of fields"),
    "dependentRequired": (
        lambda value: _mapping(value) and all(_texts(one) for one in value.values()),
        "lists of fields by field",
    ),
}
