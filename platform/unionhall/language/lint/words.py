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


# word -> (what its value must be, how the sentence shows it in any language)
WORDS: Mapping[str, tuple[Takes, str]] = {
    **dict.fromkeys(("title", "description", "x-label"), (_text, '"…"')),
    **dict.fromkeys(("x-sensitive", "x-codelist"), (_text, '"…"')),
    **dict.fromkeys(("format", "pattern", "$ref", "$schema"), (_text, '"…"')),
    **dict.fromkeys(("minimum", "maximum", "multipleOf"), (_number, "1.5")),
    **dict.fromkeys(("exclusiveMinimum", "exclusiveMaximum"), (_number, "1.5")),
    **dict.fromkeys(("minLength", "maxLength", "minItems", "maxItems"), (_size, "0, 1, 2 …")),
    **dict.fromkeys(("oneOf", "allOf", "examples"), (_list, "[…]")),
    **dict.fromkeys(("properties", "$defs", "dependentSchemas"), (_mapping, "{…}")),
    **dict.fromkeys(("items", "if", "then", "else"), (_anything, "{…}")),
    "errorMessage": (lambda value: _text(value) or _mapping(value), '"…" / {…}'),
    "type": (lambda value: _text(value) or _texts(value), '"string", ["string", "null"]'),
    "x-verify": (lambda value: value == "sms", '"sms"'),
    "readOnly": (_flag, "true / false"),
    "enum": (_scalars, '["a", 1]'),
    "const": (_scalar, '"a", 1, true'),
    "default": (_anything, "…"),
    "required": (_texts, '["a", "b"]'),
    "dependentRequired": (
        lambda value: _mapping(value) and all(_texts(one) for one in value.values()),
        '{"a": ["b"]}',
    ),
}
