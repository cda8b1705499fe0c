"""Differences of a layout: steps and groups, order, rules, how a control is shown."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from unionhall.language.changes.change import (
    INVISIBLE,
    REVALIDATE,
    Change,
    at,
    is_reordered,
)

Json = Any
GROUPS = ("Category", "Group")


@dataclass(frozen=True, slots=True)
class Node:
    """One element; `key` tells it apart: the field, the key, else label or text."""

    key: str
    name: str
    pointer: str
    element: Mapping[str, Json]

    @property
    def rule(self) -> Json:
        return self.element.get("rule")

    @property
    def is_step(self) -> bool:
        return self.element.get("type") in GROUPS


def layout(old: Json, new: Json, names: Mapping[str, str], base: str) -> Iterator[Change]:
    """Changes from one UI schema to another; either may be missing (then it is derived)."""
    before = _nodes(old, names, base)
    after = _nodes(new, names, base)
    for key, node in after.items():
        if key not in before:
            if node.is_step and before:
                yield Change("step-added", node.pointer, None, node.name, INVISIBLE, node.name)
            if node.rule is not None:
                yield _rule("rule-added", node, None, node.rule)
        else:
            yield from _same(before[key], node)
    for key, node in before.items():
        if key not in after:
            if node.is_step and after:
                yield Change("step-removed", node.pointer, node.name, None, INVISIBLE, node.name)
            if node.rule is not None:
                yield _rule("rule-removed", node, node.rule, None)
    if before and after and is_reordered(before, after):
        yield Change("layout-order", base, None, None, INVISIBLE)


def _same(old: Node, new: Node) -> Iterator[Change]:
    if old.rule != new.rule:
        kind = "rule-changed" if old.rule and new.rule else "rule-added"
        kind = "rule-removed" if new.rule is None else kind
        yield _rule(kind, new, old.rule, new.rule)
    before, after = _look(old.element), _look(new.element)
    if before != after:
        yield Change("layout", new.pointer, before, after, INVISIBLE, new.name)


def _rule(kind: str, node: Node, before: Json, after: Json) -> Change:
    pointer = node.pointer + at("rule")
    return Change(kind, pointer, _shown(before), _shown(after), REVALIDATE, node.name)


def _shown(rule: Json) -> Json:
    if not isinstance(rule, Mapping):
        return rule
    condition = rule.get("condition", {})
    return f"{rule.get('effect')} {condition.get('expr', condition)}"


def _look(element: Mapping[str, Json]) -> dict[str, Json]:
    left_out = {"elements", "rule", "scope", "key", "type"}
    return {key: part for key, part in element.items() if key not in left_out}


def _nodes(root: Json, names: Mapping[str, str], base: str) -> dict[str, Node]:
    found: dict[str, Node] = {}

    def walk(element: Json, pointer: str) -> None:
        if not isinstance(element, Mapping):
            return
        key, name = _identity(element, names)
        while key in found:
            key += "'"
        found[key] = Node(key, name, pointer, element)
        for index, child in enumerate(element.get("elements", ())):
            walk(child, pointer + at("elements", index))

    walk(root, base)
    return found


def _identity(element: Mapping[str, Json], names: Mapping[str, str]) -> tuple[str, str]:
    kind = str(element.get("type", ""))
    scope = element.get("scope")
    if isinstance(scope, str):
        path = scope.removeprefix("#/properties/").replace("/properties/", ".")
        return f"field {path}", names.get(path, path)
    label = str(element.get("label") or element.get("text") or "")
    return f"{kind} {element.get('key', label)}", label or kind
