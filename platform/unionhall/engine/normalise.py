"""The input gate: what a browser posts becomes the normal form, or is refused by name.

One gate for both databases (language.md 5.7): what passes can be stored on either. Lengths and
formats of the definition are not judged here (`validation` does), only what no field may hold.
"""

from __future__ import annotations

import math
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from unionhall.engine.effective import resolved
from unionhall.engine.paths import Nested, is_absent, pruned
from unionhall.engine.problem import Problem
from unionhall.language.formats import format_of
from unionhall.language.model import Form

MAX_TEXT = 10_000
MAX_INTEGER = 2**53
MAX_ROWS = 2_000


@dataclass(frozen=True, slots=True)
class Normalised:
    """`values`: nested, what was posted in normal form; None where something was cleared."""

    values: Nested
    problems: tuple[Problem, ...]


def normalise(form: Form, posted: Mapping[str, Any]) -> Normalised:
    """Trims, folds codes to half width, refuses unknown keys and values nothing can store.

    Fields that nobody types into (readOnly, picked by a lookup) are passed over in silence;
    fields read-only by a rule are known only to `state.accept`. A refused value is left out, so
    that the stored one stays. Never raises.
    """
    gate = _Gate(form)
    values = gate.object(posted, form.schema, "", ".")
    return Normalised(values, tuple(gate.problems))


class _Gate:
    def __init__(self, form: Form) -> None:
        self.root = form.schema
        self.picked = {lookup.path for lookup in form.lookups}
        self.problems: list[Problem] = []

    def object(
        self, posted: Mapping[str, Any], schema: Mapping[str, Any], prefix: str, joint: str
    ) -> Nested:
        """Known properties of an object or of a row (`joint` "/")."""
        known = schema.get("properties") or {}
        values: Nested = {}
        for key, value in posted.items():
            path = f"{prefix}{joint}{key}" if prefix else str(key)
            if key not in known:
                self.refuse("unknown-field", _printable(path), {})
                continue
            below = resolved(self.root, known[key])
            if below.get("readOnly") or path in self.picked:
                continue
            kept, normal = self.value(value, below, path, joint)
            if kept:
                values[key] = normal
        return values

    def value(
        self, value: Any, schema: Mapping[str, Any], path: str, joint: str
    ) -> tuple[bool, Any]:
        """(keep it?, normal form). What is refused has left a problem."""
        types = schema.get("type", ())
        allowed = {types} if isinstance(types, str) else set(types)
        if value is None:
            return True, None
        if isinstance(value, str):
            return self.text(value, schema, path, allowed)
        if isinstance(value, bool):
            return self.typed("boolean" in allowed or not allowed, value, schema, path)
        if isinstance(value, int | float):
            return self.number(value, schema, path, allowed)
        if isinstance(value, Mapping) and ("object" in allowed or "properties" in schema):
            return True, self.object(value, schema, path, joint) or None
        if isinstance(value, list | tuple) and "array" in allowed:
            return self.list(list(value), schema, path)
        return self.typed(False, value, schema, path)

    def text(
        self, value: str, schema: Mapping[str, Any], path: str, allowed: set[str]
    ) -> tuple[bool, Any]:
        if not value.strip():
            return True, None
        if "\x00" in value or any("\ud800" <= sign <= "\udfff" for sign in value):
            return self.refuse("bad-characters", path, schema)
        if len(value) > MAX_TEXT:
            # told the limit of the field itself, or shortening to the gate's would be in vain
            limit = min(int(schema.get("maxLength", MAX_TEXT)), MAX_TEXT)
            return self.refuse("too-long", path, schema, limit=limit)
        if allowed and "string" not in allowed:
            return self.refuse("type", path, schema)
        value = unicodedata.normalize("NFC", value).strip()
        known = format_of(str(schema.get("format", "")))
        normal = known.normalise(value) if known else value
        return True, None if is_absent(normal) else normal

    def number(
        self, value: float, schema: Mapping[str, Any], path: str, allowed: set[str]
    ) -> tuple[bool, Any]:
        if isinstance(value, float) and not math.isfinite(value):
            return self.refuse("not-a-number", path, schema)
        if abs(value) > MAX_INTEGER:
            return self.refuse("number-too-large", path, schema, limit=MAX_INTEGER)
        if "integer" in allowed and isinstance(value, float) and value.is_integer():
            return True, int(value)
        is_fit = "number" in allowed or ("integer" in allowed and isinstance(value, int))
        return self.typed(is_fit or not allowed, value, schema, path)

    def list(self, value: list[Any], schema: Mapping[str, Any], path: str) -> tuple[bool, Any]:
        """Empty entries are dropped: an added row nobody filled in is not an answer."""
        limit = min(int(schema.get("maxItems", MAX_ROWS)), MAX_ROWS)
        if len(value) > limit:
            return self.refuse("too-many-items", path, schema, limit=limit)
        items = resolved(self.root, schema.get("items") or {})
        rows: list[Any] = []
        for index, entry in enumerate(value):
            kept, normal = self.value(entry, items, f"{path}/{index}", "/")
            normal = pruned(normal)
            if kept and not is_absent(normal):
                rows.append(normal)
        return True, rows or None

    def typed(
        self, is_fit: bool, value: Any, schema: Mapping[str, Any], path: str
    ) -> tuple[bool, Any]:
        return (True, value) if is_fit else self.refuse("type", path, schema)

    def refuse(
        self, code: str, path: str, schema: Mapping[str, Any], **params: Any
    ) -> tuple[bool, Any]:
        title = str(schema.get("title") or path)
        self.problems.append(Problem(code, path, {"title": title, **params}))
        return False, None


def _printable(path: str) -> str:
    """A name somebody made up may itself be unfit for a message."""
    return path.encode("utf-8", "replace").decode().replace("\x00", "?")[:100]
