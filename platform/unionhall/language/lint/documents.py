"""Rules for registers, code lists, packs and texts."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from unionhall.language.findings import Finding
from unionhall.language.lint import registers
from unionhall.language.lint.duplicates import repeated
from unionhall.language.lint.references import References
from unionhall.language.lint.report import found
from unionhall.language.lint.sensitive import of_schema
from unionhall.language.lint.subject import at
from unionhall.language.model import CodeList, Pack, Register
from unionhall.language.schema import leaves, sensitive_paths, type_of_value

# no underscore: a codename is verb + "_" + group, and must come apart again
ITEM_COLUMNS = ("code", "title", "parent")
VERB = re.compile(r"[a-z][a-z0-9]{0,30}")
CODENAME_LENGTH = 100  # of Django's permissions


def register(doc: Mapping[str, Any], one: Register, references: References) -> Iterator[Finding]:
    """Keys, states, columns and seed speak of the register's own schema."""
    yield from registers.rules(doc, one, references)
    fields = leaves(one.schema)
    if not one.table:
        yield from of_schema(one.schema, at("schema"))
    yield from repeated(at("keys"), "key", [key for key, _, _ in one.keys])
    yield from repeated(at("columns"), "key", [column.key for column in one.columns])
    yield from repeated(at("states"), "key", one.states)
    if one.matter_group and one.matter_group not in references.matter_groups:
        yield found("REF019", at("matter_group"), group=one.matter_group)
    for index, (key, paths, states) in enumerate(one.keys):
        for position, path in enumerate(paths):
            if path not in fields:
                yield found("REG001", at("keys", index, "paths", position), field=path, name=key)
        for position, state in enumerate(states):
            if state not in one.states:
                yield found("REG002", at("keys", index, "while", position), state=state)
    for index, column in enumerate(one.columns):
        if column.key not in fields:
            yield found("REG001", at("columns", index, "key"), field=column.key, name=column.title)
    yield from _seed(one, fields)


def _seed(one: Register, fields: Mapping[str, Mapping[str, Any]]) -> Iterator[Finding]:
    """What a register starts with belongs to the platform and is the same for everybody."""
    if not one.seed:
        return
    if "platform" not in one.owners:
        yield found("REG003", at("seed"), register=one.title)
    if sensitive_paths(one.schema):
        yield found("REG004", at("seed"), register=one.title)
    required = set(one.schema.get("required", ()))
    for index, values in enumerate(one.seed):
        for path in values:
            if path not in fields:
                yield found("REG001", at("seed", index, path), field=path, name=one.title)
        for path in sorted(required - set(values)):
            yield found("REG005", at("seed", index), field=path)


def codelist(one: CodeList) -> Iterator[Finding]:
    """Codes are told apart, parents exist, dates are in order."""
    codes = [item.code for item in one.items]
    yield from repeated(at("items"), "code", codes)
    yield from _values(one)
    parents = {item.code: item.parent for item in one.items}
    for index, item in enumerate(one.items):
        if item.parent is not None and item.parent not in parents:
            yield found("LST001", at("items", index, "parent"), code=item.code, parent=item.parent)
        elif _is_own_ancestor(item.code, parents):
            yield found("LST002", at("items", index, "parent"), code=item.code)
        if item.valid_from and item.valid_to and item.valid_from > item.valid_to:
            yield found("LST003", at("items", index, "valid_to"), code=item.code)


def _values(one: CodeList) -> Iterator[Finding]:
    """Further columns have a name of their own and one type in all items."""
    types: dict[str, str] = {}
    for index, item in enumerate(one.items):
        for name, value in item.values.items():
            pointer = at("items", index, "values", name)
            if name in ITEM_COLUMNS:
                yield found("LST004", pointer, code=item.code, name=name)
            if value is None:
                continue
            kind = type_of_value(value)
            if types.setdefault(name, kind) != kind:
                yield found(
                    "LST005", pointer, code=item.code, name=name, kind=kind, other=types[name]
                )


def _is_own_ancestor(code: str, parents: Mapping[str, str | None]) -> bool:
    seen: set[str] = set()
    above = parents.get(code)
    while above is not None and above not in seen:
        if above == code:
            return True
        seen.add(above)
        above = parents.get(above)
    return False


def pack(one: Pack) -> Iterator[Finding]:
    """Matter groups and their rights make usable permission names."""
    yield from repeated(at("matter_groups"), "key", [group.key for group in one.matter_groups])
    for index, group in enumerate(one.matter_groups):
        for verb, _ in group.permissions:
            pointer = at("matter_groups", index, "permissions", verb)
            if not VERB.fullmatch(verb) or len(f"{verb}_{group.key}") > CODENAME_LENGTH:
                yield found("PCK001", pointer, right=verb)
