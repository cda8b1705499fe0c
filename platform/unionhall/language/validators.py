"""Validating answers against a schema of the profile, as data: keyword, path, parameters.

jsonschema with a closed registry (it would fetch addresses and read files), only the words of the
profile, patterns by RE2 (linear, whole match) and our formats. No sentences here.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any

import re2
from jsonschema import Draft202012Validator, ValidationError
from jsonschema.validators import create
from referencing import Registry
from referencing.exceptions import Unresolvable

from unionhall.language.formats import format_of

MAX_KEPT = 2_000

# What the profile knows. `uniqueItems` is quadratic over objects and not among them.
_WORDS = (
    "$ref", "type", "enum", "const", "properties", "additionalProperties", "items",
    "minItems", "maxItems", "minLength", "maxLength", "minimum", "maximum", "exclusiveMinimum",
    "exclusiveMaximum", "multipleOf", "oneOf", "allOf", "not", "if", "dependentSchemas",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Violation:
    """One demand that a value does not meet.

    `path`: keys and row numbers from the top. `expected`: the value of the keyword. `value`: what
    was found. `reason`: code of a format's check. `missing`: the name that `required` or
    `dependentRequired` misses (each has a violation of its own), else empty.
    """

    keyword: str
    path: tuple[str | int, ...]
    expected: Any
    value: Any
    reason: str | None = None
    missing: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Day:
    """Stands where jsonschema keeps its format checker: which day it is for the formats."""

    today: date | None = None


class Validator:
    """A compiled schema; safe to share between threads."""

    __slots__ = ("_compiled", "schema")

    def __init__(self, schema: Mapping[str, Any]) -> None:
        self.schema = schema
        self._compiled = _Profile(schema, registry=Registry(), format_checker=_Day())

    def iter_errors(self, value: Any, today: date | None = None) -> Iterator[ValidationError]:
        """jsonschema's own errors. `today` lets formats refuse dates of birth to come.

        A `$ref` that leads nowhere is an error of its own, never an exception: it fails closed.
        """
        compiled = self._compiled
        if today is not None:
            compiled = compiled.evolve(format_checker=_Day(today))
        try:
            yield from compiled.iter_errors(value)
        except Unresolvable as error:
            yield ValidationError(str(error), validator="$ref", instance=value)

    def is_valid(self, value: Any, today: date | None = None) -> bool:
        return next(self.iter_errors(value, today), None) is None

    def violations(self, value: Any, today: date | None = None) -> tuple[Violation, ...]:
        """Everything wrong, in document order; branches of `oneOf` are told as one."""
        return tuple(_violation(error) for error in self.iter_errors(value, today))


def validator(schema: Mapping[str, Any]) -> Validator:
    """Compiled once per content: making a validator costs forty times as much as using it."""
    return _validator(json.dumps(schema, ensure_ascii=False, separators=(",", ":")))


@lru_cache(maxsize=MAX_KEPT)
def _validator(text: str) -> Validator:
    return Validator(json.loads(text))


@lru_cache(maxsize=MAX_KEPT)
def pattern(source: str) -> Any:
    """A compiled RE2 pattern. Raises re2.error: look-around, back references, bad syntax."""
    options = re2.Options()
    options.log_errors = False
    options.max_mem = 1 << 20
    return re2.compile(source, options)


def matches(source: str, text: str) -> bool:
    """Whole match by RE2; a pattern that does not compile matches nothing (it fails closed)."""
    try:
        return pattern(source).fullmatch(text) is not None
    except (re2.error, UnicodeError):
        return False


def _required(_: Any, names: list[str], value: Any, __: Any) -> Iterator[ValidationError]:
    for name in names if isinstance(value, dict) else ():
        if name not in value:
            yield ValidationError(f"{name!r} is a required property", cause=_Missing(name))


def _dependent(
    _: Any, wanted: dict[str, list[str]], value: Any, __: Any
) -> Iterator[ValidationError]:
    for key, names in wanted.items() if isinstance(value, dict) else ():
        for name in names:
            if key in value and name not in value:
                message = f"{name!r} is a dependency of {key!r}"
                yield ValidationError(message, cause=_Missing(name))


def _pattern(_: Any, source: str, value: Any, __: Any) -> Iterator[ValidationError]:
    if isinstance(value, str) and not matches(source, value):
        yield ValidationError("pattern")


def _format(compiled: Any, name: str, value: Any, _: Any) -> Iterator[ValidationError]:
    known = format_of(name)
    if not isinstance(value, str):
        return
    reason = known.check(value, compiled.format_checker.today) if known else "unknown-format"
    if reason is not None:
        yield ValidationError("format", cause=_Reason(reason))


class _Missing(Exception):
    """Carries the one name that is missing."""


class _Reason(Exception):
    """Carries a format's code through jsonschema, whose errors have room for a cause only."""


_Profile = create(
    meta_schema=Draft202012Validator.META_SCHEMA,
    validators={word: Draft202012Validator.VALIDATORS[word] for word in _WORDS}
    | {"required": _required, "dependentRequired": _dependent}
    | {"pattern": _pattern, "format": _format},
    type_checker=Draft202012Validator.TYPE_CHECKER,
    format_checker=Draft202012Validator.FORMAT_CHECKER,
    id_of=lambda schema: "",
)


def _violation(error: ValidationError) -> Violation:
    return Violation(
        keyword=str(error.validator),
        path=tuple(error.absolute_path),
        expected=error.validator_value,
        value=error.instance,
        reason=str(error.cause) if isinstance(error.cause, _Reason) else None,
        missing=(str(error.cause),) if isinstance(error.cause, _Missing) else (),
    )
