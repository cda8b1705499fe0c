"""UI schemas -> element trees, with rules turned into CEL; a layout for forms that have none."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any

from unionhall.language.model import Element, Rule
from unionhall.language.schema import Schema, cel_type, leaves, resolved

Doc = Mapping[str, Any]

_BOUNDS = {
    "minimum": ">=",
    "maximum": "<=",
    "exclusiveMinimum": ">",
    "exclusiveMaximum": "<",
}


def layouts(form: Doc) -> dict[str, Element]:
    """`uischema` and every `uischema@<use>` of a form; `uischema` is derived when not given."""
    schema = form["schema"]
    types = {path: cel_type(leaf) for path, leaf in leaves(schema).items()}
    reader = _Reader(types)
    found = {
        key: reader.element(node)
        for key, node in form.items()
        if key == "uischema" or key.startswith("uischema@")
    }
    if "uischema" not in found:
        found["uischema"] = derived(schema)
    return found


def derived(schema: Schema) -> Element:
    """A control per field in the order of the schema; an object with a title is a group."""
    return Element("VerticalLayout", elements=tuple(_derived(schema, schema, "")))


def dotted(scope: str) -> str:
    """`#/properties/account/properties/bank` -> `account.bank`."""
    return re.sub(r"/properties/", ".", scope.removeprefix("#")).lstrip(".")


def steps(layout: Element) -> tuple[str, ...]:
    """Keys of the wizard's steps: the categories, or `form` when there are none."""
    found = tuple(one.key or "" for one in layout.elements if one.type == "Category")
    return found or ("form",)


def _derived(root: Schema, schema: Schema, prefix: str) -> list[Element]:
    elements: list[Element] = []
    for name, raw in (schema.get("properties") or {}).items():
        below, path = resolved(root, raw), f"{prefix}{name}"
        if "properties" not in below:
            elements.append(Element("Control", path=path))
            continue
        inner = tuple(_derived(root, below, f"{path}."))
        elements.append(Element("Group", label=below.get("title"), elements=inner))
    return elements


class _Reader:
    """`types`: dotted path -> CEL type, by which literals in conditions are written."""

    def __init__(self, types: Mapping[str, str]) -> None:
        self.types = types

    def element(self, node: Doc, number: int = 1) -> Element:
        """A Category without a key is called after its place."""
        key = node.get("key")
        if key is None and node["type"] == "Category":
            key = f"step{number}"
        below = node.get("elements", ())
        return Element(
            type=node["type"],
            label=node.get("label"),
            path=dotted(node["scope"]) if "scope" in node else None,
            text=node.get("text"),
            key=key,
            options=node.get("options", {}),
            rule=self.rule(node["rule"]) if "rule" in node else None,
            elements=tuple(self.element(one, place) for place, one in enumerate(below, 1)),
        )

    def rule(self, rule: Doc) -> Rule:
        return Rule(rule["effect"], self.condition(rule["condition"]))

    def condition(self, one: Doc) -> str:
        """A JSON Forms condition, or ours (`{"expr": CEL}`), as CEL."""
        if "expr" in one:
            return str(one["expr"])
        parts = [f"({self.condition(part)})" for part in one.get("conditions", ())]
        match one.get("type"):
            case "AND":
                return " && ".join(parts)
            case "OR":
                return " || ".join(parts)
            case "NOT":
                return f"!{parts[0]}"
        return self.of_schema(dotted(one["scope"]), one["schema"])

    def of_schema(self, path: str, schema: Doc) -> str:
        """Every word must hold; an absent value satisfies none but `not`."""
        name, terms = f"form.{path}", []
        for word, value in schema.items():
            if word == "const":
                terms.append(f"{name} == {self.literal(path, value)}")
            elif word == "enum":
                allowed = ", ".join(self.literal(path, item) for item in value)
                terms.append(f"{name} in [{allowed}]")
            elif word == "not":
                terms.append(f"!({self.of_schema(path, value)})")
            elif word in _BOUNDS:
                bound = self.literal(path, value)
                terms.append(f"has_value({name}) && {name} {_BOUNDS[word]} {bound}")
        return " && ".join(terms) or f"has_value({name})"

    def literal(self, path: str, value: Any) -> str:
        """JSON is CEL here, except that a whole number compared with a double needs its point."""
        if self.types.get(path) == "double" and type(value) is int:
            value = float(value)
        return json.dumps(value, ensure_ascii=False)
