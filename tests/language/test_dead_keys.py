"""No dead keys: whatever registers, imports, lines and waiting stages may say is read.

Every key of the meta-schemas stands in one of the valid definitions; without it, they parse into
another model or into none. What the model then does is proved where it is done.
"""

from __future__ import annotations

import copy

import pytest

from tests.definitions.definitions import document
from unionhall.language.meta import meta_schema
from unionhall.language.parse import DefinitionError, parse_import, parse_process, parse_register

DOCUMENTS = {
    "registers/worker.json": parse_register,
    "registers/members.json": parse_register,
    "processes/cover.json": parse_process,
    "imports/workers.json": parse_import,
}
SEEDED = "registers/phrases.json"
# Which kind a document is.
SAID = {"kind"}
PARTS = {
    "process": ("lines", "line_picker", "line_exclusive", "period", "outside", "empty"),
    "register": ("action", "list", "list_column", "menu", "mine", "match"),
    "import": ("consent", "template", "header_cell", "column", "check", "error"),
}


def keys_of(name):
    schema = meta_schema(name)
    found = {key for part in PARTS[name] for key in schema["$defs"][part]["properties"]}
    return found | (set() if name == "process" else set(schema["properties"]))


def keys_in(node):
    if isinstance(node, dict):
        yield from node
        for below in node.values():
            yield from keys_in(below)
    elif isinstance(node, list):
        for below in node:
            yield from keys_in(below)


@pytest.mark.parametrize("name", PARTS)
def test_every_key_is_said_by_a_valid_definition(name):
    said = {key for one in (*DOCUMENTS, SEEDED) for key in keys_in(document(one))}
    assert keys_of(name) - said == set()


def places(node, way=()):
    """Every key of the document outside of schemas and texts of its own making."""
    if isinstance(node, list):
        for index, below in enumerate(node):
            yield from places(below, (*way, index))
    if not isinstance(node, dict):
        return
    for key, below in node.items():
        yield (*way, key)
        if key not in ("schema", "seed"):
            yield from places(below, (*way, key))


def variants(doc, way):
    """The document without the key, and with another value there: it may say what goes unsaid."""
    for spoil in (lambda node, key: node.pop(key), changed):
        copied = copy.deepcopy(doc)
        node = copied
        for part in way[:-1]:
            node = node[part]
        spoil(node, way[-1])
        yield copied


def changed(node, key):
    value = node[key]
    if isinstance(value, bool):
        node[key] = not value
    elif isinstance(value, int):
        node[key] = value + 1
    else:
        node[key] = f"{value}x" if isinstance(value, str) else type(value)()


@pytest.mark.parametrize("name", DOCUMENTS)
def test_every_key_is_read(name):
    parse, doc = DOCUMENTS[name], document(name)
    whole = parse(doc, digest="x")

    def is_read(changed):
        try:
            return parse(changed, digest="x") != whole
        except DefinitionError:
            return True

    ways = [way for way in places(doc) if way[-1] not in SAID]
    assert [way for way in ways if not any(map(is_read, variants(doc, way)))] == []
