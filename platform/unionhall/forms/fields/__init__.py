"""The field types: which module draws and reads a control.

One module per type; each offers `parse(post, control)` and `render(control, state, problems,
context)`. Adding a type means a module, an entry here, a test file and a line in
docs/reference/fields.md.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from types import ModuleType
from typing import TYPE_CHECKING, Any

from django.utils.safestring import SafeString

from unionhall.forms.control import Control, Post, RenderContext
from unionhall.forms.fields import (
    address,
    boolean,
    choice,
    computed,
    date,
    file,
    hint,
    lookup,
    money,
    multi_choice,
    number,
    options,
    read_only,
    table,
    text,
    verified,
)

if TYPE_CHECKING:
    from unionhall.engine.state import FieldState

FIELDS: Mapping[str, ModuleType] = {
    "text": text,
    "verified": verified,
    "number": number,
    "money": money,
    "date": date,
    "choice": choice,
    "multi_choice": multi_choice,
    "boolean": boolean,
    "address": address,
    "lookup": lookup,
    "table": table,
    "file": file,
    "computed": computed,
    "read_only": read_only,
    "hint": hint,
}
_BY_FORMAT = {"money": "money", "date": "date", "region": "address", "file": "file"}
_NEVER_SETTLED = frozenset({"lookup", "file", "hint", "table"})
_REFERENCES = ("union-ref", "unit-ref", "person-ref", "record-ref")


def kind_of(leaf: Mapping[str, Any], layout_options: Mapping[str, Any]) -> str:
    """The field type for a schema, lookups and computed values aside."""
    if leaf.get("readOnly"):
        return "read_only"
    if leaf.get(verified.KEYWORD):
        return "verified"
    format_ = str(leaf.get("format", ""))
    types = _types(leaf)
    if "array" in types:
        return _kind_of_list(leaf)
    if "boolean" in types:
        return "boolean"
    if format_ in _BY_FORMAT:
        return _BY_FORMAT[format_]
    if options.of_schema(leaf) or layout_options.get("codelist"):
        return "choice"
    if types & {"integer", "number"}:
        return "number"
    if format_.startswith(_REFERENCES) or "object" in types:
        return "read_only"
    return "text"


def _types(leaf: Mapping[str, Any]) -> set[str]:
    types = leaf.get("type", ())
    return {types} if isinstance(types, str) else set(types)


def _kind_of_list(leaf: Mapping[str, Any]) -> str:
    items = leaf.get("items", {})
    if "object" in _types(items):
        return "table"
    return "file" if items.get("format") == "file" else "multi_choice"


def parse_field(post: Post, control: Control) -> Any:
    """A JSON value, `ABSENT`, `KEPT` (not on the page) or `Unreadable`. Never raises."""
    return FIELDS[control.kind].parse(post, control)


def is_fact(control: Control, state: FieldState) -> bool:
    """Drawn as a row of a definition list: nobody can type into it, now or a moment later."""
    if control.kind in ("read_only", "computed"):
        return True
    return state.read_only and not control.dynamic and control.kind not in _NEVER_SETTLED


def is_demanded(state: FieldState) -> bool:
    """Whether a value is asked of the person: what is locked is filled in by others."""
    return state.required and not state.read_only


def render_field(
    control: Control, state: FieldState, problems: Sequence[str], context: RenderContext
) -> SafeString:
    """Accessible HTML of one control, everything from definitions and people escaped."""
    module = read_only if is_fact(control, state) else FIELDS[control.kind]
    shown = replace(state, required=is_demanded(state))
    return module.render(control, shown, problems, context)
