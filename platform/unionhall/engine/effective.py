"""The effective schema: the schema of a form, cut down to what is relevant now.

Computed on the server from the state and cached by what it was computed from. Builds schemas
only; judging values is the business of `validation`.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

Schema = Mapping[str, Any]


def effective_schema(
    root: Schema, relevant: frozenset[str], required: frozenset[str]
) -> dict[str, Any]:
    """A JSON Schema with only the relevant fields, of which exactly `required` are obligatory.

    Both sets hold paths of fields; an object above a field follows from them. The conditional
    words of the definition stay, but ask for no field that is hidden.
    """
    return _Cut(root, relevant, required).object(root, "")


class _Cut:
    def __init__(self, root: Schema, relevant: frozenset[str], required: frozenset[str]) -> None:
        self.root, self.relevant, self.required = root, relevant, required
        self.shown = _with_parents(relevant)
        self.wanted = _with_parents(required)

    def object(self, schema: Schema, prefix: str) -> dict[str, Any]:
        properties: dict[str, Any] = {}
        for name, raw in (schema.get("properties") or {}).items():
            path, below = prefix + name, resolved(self.root, raw)
            if path in self.relevant:
                properties[name] = self.whole(below)
            elif path in self.shown:
                properties[name] = self.object(below, f"{path}.")
        cut: dict[str, Any] = {"type": "object", "properties": properties}
        wanted = [name for name in properties if prefix + name in self.wanted]
        if wanted:
            cut["required"] = wanted
        cut.update(self.conditions(schema, prefix))
        return cut

    def conditions(self, schema: Schema, prefix: str) -> dict[str, Any]:
        """`if` stays as written: what it asks about a hidden field is simply not so."""
        kept: dict[str, Any] = {}
        for word in ("then", "else"):
            if word in schema:
                kept[word] = self.branch(schema[word], prefix)
        if "if" in schema:
            kept["if"] = self.whole(schema["if"])
        if "allOf" in schema:
            kept["allOf"] = [self.branch(one, prefix) for one in schema["allOf"]]
        if "dependentSchemas" in schema:
            kept["dependentSchemas"] = {
                name: self.branch(one, prefix) for name, one in schema["dependentSchemas"].items()
            }
        if "dependentRequired" in schema:
            kept["dependentRequired"] = {
                name: self.visible(names, prefix)
                for name, names in schema["dependentRequired"].items()
            }
        return kept

    def branch(self, schema: Schema, prefix: str) -> dict[str, Any]:
        """A part of a condition: demands on hidden fields are taken out."""
        schema = resolved(self.root, schema)
        cut = {k: v for k, v in schema.items() if k not in ("required", "properties")}
        if "required" in schema:
            cut["required"] = self.visible(schema["required"], prefix)
        if "properties" in schema:
            cut["properties"] = {
                name: self.whole(below)
                if prefix + name in self.relevant
                else self.branch(below, f"{prefix}{name}.")
                for name, below in schema["properties"].items()
                if prefix + name in self.shown
            }
        return cut | self.conditions(schema, prefix)

    def visible(self, names: Any, prefix: str) -> list[str]:
        return [name for name in names if prefix + name in self.shown]

    def whole(self, schema: Any) -> Any:
        return written_out(self.root, schema)


def written_out(root: Schema, schema: Any) -> Any:
    """The same schema with its local references written out (they cannot be cyclic)."""
    if isinstance(schema, list):
        return [written_out(root, one) for one in schema]
    if not isinstance(schema, Mapping):
        return schema
    schema = resolved(root, schema)
    return {key: written_out(root, below) for key, below in schema.items() if key != "$defs"}


def resolved(root: Mapping[str, Any], schema: Mapping[str, Any]) -> Mapping[str, Any]:
    """Follows a local `$ref`; words beside it win."""
    seen = 0
    while "$ref" in schema and seen < 16:
        target: Any = root
        for part in str(schema["$ref"]).removeprefix("#/").split("/"):
            target = target.get(part, {}) if isinstance(target, Mapping) else {}
        schema = {**target, **{k: v for k, v in schema.items() if k != "$ref"}}
        seen += 1
    return schema


def _with_parents(paths: frozenset[str]) -> frozenset[str]:
    found = set(paths)
    for path in paths:
        while "." in path:
            path = path.rpartition(".")[0]
            found.add(path)
    return frozenset(found)
