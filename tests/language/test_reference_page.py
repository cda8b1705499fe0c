"""The reference page names everything that a definition may say, and nothing else goes unsaid."""

from __future__ import annotations

import json

import pytest

from tests.language import small
from unionhall.language import cost, environment, functions, masks, messages, schema, tables
from unionhall.language.formats import FORMATS
from unionhall.language.meta import FOLDER, meta_schema

PAGE = (small.ROOT / "docs/reference/language.md").read_text(encoding="utf-8")
CEL_NAMES = [*environment.APPLICANT, *environment.UNION, *environment.CASE, *environment.CLOCK]


def keys(node):
    if isinstance(node, dict):
        if isinstance(node.get("properties"), dict) and node.get("type") == "object":
            yield from node["properties"]
        for value in node.values():
            yield from keys(value)
    elif isinstance(node, list):
        for item in node:
            yield from keys(item)


def quoted(word):
    return f"`{word}`" in PAGE or f'"{word}"' in PAGE or f"`{word}:" in PAGE or f".{word}`" in PAGE


@pytest.mark.parametrize("path", sorted(FOLDER.glob("*.json")), ids=lambda path: path.stem)
def test_every_key_of_the_meta_schemas(path):
    found = set(keys(json.loads(path.read_text(encoding="utf-8"))))
    assert sorted(key for key in found if not quoted(key)) == []


def test_every_name_and_function_of_expressions():
    assert [name for name in CEL_NAMES if not quoted(name)] == []
    assert [one.name for one in functions.FUNCTIONS if f"`{one.name}(" not in PAGE] == []


def test_every_format_and_mask():
    kinds = [name.partition(":") for name in FORMATS]
    assert [name for name, _, kind in kinds if not quoted(kind or name)] == []
    assert [kind for kind in masks.KINDS if not quoted(kind)] == []
    assert set(meta_schema("register")["$defs"]["mask"]["enum"]) == set(masks.KINDS)


def test_every_column_of_the_tables_of_the_platform_and_every_hook():
    rows = {line.split("`")[1]: line for line in PAGE.splitlines() if line.startswith("| `")}
    for name, table in tables.TABLES.items():
        named = {*table.columns, *table.matched, *table.written, *table.verbs}
        assert [one for one in named if f"`{one}`" not in rows[name]] == []
    for hook, takes in tables.HOOKS.items():
        assert [one for one in (hook, *takes) if f"`{one}`" not in PAGE] == []
    assert [one for one in tables.PICKERS if f"`{one}`" not in PAGE] == []


def test_every_moment_of_a_notice():
    assert [one for one in messages.MOMENTS if f"`{one}`" not in PAGE] == []


def test_every_limit():
    for limit in (cost.MAX_SOURCE, cost.MAX_LIST, schema.MAX_NODES):
        assert f"{limit:,}" in PAGE
    assert (cost.MAX_LOOPS, cost.MAX_BUILDERS, cost.MAX_LOOP_DEPTH) == (4, 2, 2)
    assert (cost.MAX_SUMS_IN_LOOPS, cost.MAX_INNER_LIST, schema.MAX_DEPTH) == (3, 50, 8)
