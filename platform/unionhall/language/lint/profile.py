"""The schema profile: which words of JSON Schema a form may use, and how much of them.

Everything else of JSON Schema is refused with its word and place, so that no schema can fetch,
recurse, or take long to judge. Works on documents, before anything is parsed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from unionhall.language.findings import Finding
from unionhall.language.formats import FORMATS
from unionhall.language.lint.bounds import contradictions
from unionhall.language.lint.patterns import pattern
from unionhall.language.lint.report import found
from unionhall.language.lint.subject import at
from unionhall.language.lint.words import WORDS
from unionhall.language.schema import MAX_DEPTH, MAX_NODES

Json = Any
MAX_ITEMS = 2_000
KEY = re.compile(r"[a-z][a-z0-9_]*")
TYPES = ("object", "array", "string", "integer", "number", "boolean")
RECORD = "record-ref:"
KINDLY = "cn-id-document:"
NAMED = ("properties", "$defs", "dependentSchemas")  # name -> schema
LISTED = ("oneOf", "allOf")
SINGLE = ("items", "if", "then", "else")
# words that stand only at the top of a schema
TOP = frozenset({"$defs", "$schema"})


def schema(
    root: Mapping[str, Json], pointer: str, *, registers: frozenset[str]
) -> Iterator[Finding]:
    """Everything about one schema; `registers` are what `record-ref:` may name."""
    if root.get("type") != "object" or not isinstance(root.get("properties"), Mapping):
        yield found("PRO018", pointer)
        return
    walk = _Walk(root, registers)
    yield from walk.node(root, pointer, 1)
    if walk.count > MAX_NODES:
        yield found("PRO003", pointer, nodes=walk.count, limit=MAX_NODES)
    yield from _references(root, pointer)


def leaf(node: Mapping[str, Json], pointer: str, *, registers: frozenset[str]) -> Iterator[Finding]:
    """Everything about the schema of one cell, whose format may name the column of its kind."""
    form = str(node.get("format", ""))
    plain = {**node, "format": form.partition(":")[0]} if form.startswith(KINDLY) else node
    walk = _Walk(plain, registers)
    yield from walk.node(plain, pointer, 1)
    yield from _references(plain, pointer)


class _Walk:
    """One pass over a schema, counting nodes."""

    def __init__(self, root: Mapping[str, Json], registers: frozenset[str]) -> None:
        self.root, self.registers = root, registers
        self.count = 0

    def node(
        self, node: Json, pointer: str, depth: int, *, is_branch: bool = False
    ) -> Iterator[Finding]:
        """`is_branch`: a part of a condition, which need not be complete."""
        if not isinstance(node, Mapping):
            yield found("PRO010", pointer)
            return
        self.count += 1
        if depth > MAX_DEPTH:
            yield found("PRO002", pointer, limit=MAX_DEPTH)
            return
        wrong = tuple(_words(node, pointer, depth))
        yield from wrong
        if any(finding.code == "PRO019" for finding in wrong):
            return
        yield from self._values(node, pointer, is_branch)
        yield from self._below(node, pointer, depth, is_branch)

    def _values(self, node: Mapping[str, Json], pointer: str, is_branch: bool) -> Iterator[Finding]:
        yield from _type(node, pointer, is_branch)
        if "pattern" in node:
            yield from pattern(node["pattern"], pointer + at("pattern"))
        form = node.get("format")
        if form is not None and not self._knows(str(form)):
            yield found("PRO009", pointer + at("format"), format=form)
        if node.get("type") == "array" or "items" in node:
            yield from _array(node, pointer)
        if not is_branch:
            yield from _required(node, pointer)
        yield from contradictions(node, pointer)

    def _below(
        self, node: Mapping[str, Json], pointer: str, depth: int, is_branch: bool
    ) -> Iterator[Finding]:
        for word in NAMED:
            named = node.get(word)
            if not isinstance(named, Mapping):
                continue
            for key, child in named.items():
                here = pointer + at(word, key)
                if word == "properties" and not KEY.fullmatch(key):
                    yield found("PRO008", here, key=key)
                part = is_branch or word == "dependentSchemas"
                yield from self.node(child, here, depth + 1, is_branch=part)
        for word in SINGLE:
            if word in node:
                part = is_branch or word != "items"
                yield from self.node(node[word], pointer + at(word), depth + 1, is_branch=part)
        for word in LISTED:
            for index, child in enumerate(node.get(word) or ()):
                here = pointer + at(word, index)
                yield from self.node(child, here, depth + 1, is_branch=True)
        if "if" in node and isinstance(node["if"], Mapping) and "required" not in node["if"]:
            yield found("PRO016", pointer + at("if"))

    def _knows(self, form: str) -> bool:
        if form.startswith(RECORD):
            return form.removeprefix(RECORD) in self.registers
        return form in FORMATS


def _words(node: Mapping[str, Json], pointer: str, depth: int) -> Iterator[Finding]:
    """Words outside the profile, and words with a value of the wrong kind."""
    for keyword, value in node.items():
        if keyword not in WORDS or (keyword in TOP and depth > 1):
            yield found("PRO001", pointer + at(keyword), keyword=keyword)
        elif not WORDS[keyword][0](value):
            kind = WORDS[keyword][1]
            yield found("PRO019", pointer + at(keyword), keyword=keyword, kind=kind)


def _type(node: Mapping[str, Json], pointer: str, is_branch: bool) -> Iterator[Finding]:
    declared = node.get("type")
    if declared is None:
        is_told = is_branch or any(w in node for w in ("$ref", "const", "enum", "oneOf"))
        if not is_told:
            yield found("PRO010", pointer)
        return
    names = declared if isinstance(declared, list) else [declared]
    plain = [name for name in names if name != "null"]
    if len(plain) != 1 or len(names) > 2 or plain[0] not in TYPES:
        yield found("PRO010", pointer + at("type"))


def _array(node: Mapping[str, Json], pointer: str) -> Iterator[Finding]:
    if "items" not in node:
        yield found("PRO007", pointer, keyword="items")
    most = node.get("maxItems")
    if most is None:
        yield found("PRO007", pointer, keyword="maxItems")
    elif isinstance(most, int) and most > MAX_ITEMS:
        yield found("PRO017", pointer + at("maxItems"), limit=MAX_ITEMS)


def _required(node: Mapping[str, Json], pointer: str) -> Iterator[Finding]:
    properties = node.get("properties") or {}
    names = node.get("required") or ()
    for index, name in enumerate(names):
        if name not in properties:
            yield found("PRO011", pointer + at("required", index), field=name)


def _references(root: Mapping[str, Json], pointer: str) -> Iterator[Finding]:
    """Every `$ref` names a definition of this schema, and none leads back to itself."""
    defined = root.get("$defs") or {}
    uses = {key: {name for name, _ in _named(child, "")} for key, child in defined.items()}
    for name, where in _named(root, pointer):
        if name is None or name not in defined:
            yield found("PRO012", where, ref=name or "")
    for key in defined:
        seen: set[str | None] = set()
        waiting = list(uses[key])
        while waiting:
            name = waiting.pop()
            if name == key:
                yield found("PRO013", pointer + at("$defs", key), key=key)
                break
            if name in uses and name not in seen:
                seen.add(name)
                waiting += uses[name]


def _named(node: Json, pointer: str) -> Iterator[tuple[str | None, str]]:
    """(name in $defs, where) of each reference; None for one that points anywhere else."""
    if isinstance(node, Mapping):
        for keyword, child in node.items():
            here = pointer + at(keyword)
            if keyword == "$ref":
                is_local = isinstance(child, str) and child.startswith("#/$defs/")
                yield (child.removeprefix("#/$defs/") if is_local else None), here
            elif keyword not in ("const", "enum", "default", "examples"):
                yield from _named(child, here)
    elif isinstance(node, list):
        for index, child in enumerate(node):
            yield from _named(child, pointer + at(index))
