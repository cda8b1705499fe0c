"""Whatever stands in a document, the linter answers with findings and never with an exception."""

from __future__ import annotations

import copy
import random

import pytest

from tests.definitions.definitions import document, references
from unionhall.language.lint import lint

DOCUMENTS = (
    "minimal.json",
    "minimal.json",
    "minimal.json",
    "registers/award.json",
    "pack.json",
    "scenarios.json",
    "processes/cover.json",
    "registers/worker.json",
    "registers/members.json",
    "imports/workers.json",
)
ODD = (
    None, True, 0, -1, 1e9, "", "x", "form.fee", "a" * 300, [], {}, [{}], ["x"], {"type": "string"},
    {"$ref": "#/$defs/x"}, "applicant", "end", "#/properties/school", "(", "1/0", [1, 2], {"expr": "form.fee"},
)  # fmt: skip
KEYS = ("x", "$ref", "if", "key", "type", "when", "to", "maxItems", "pattern", "required")


def places(node):
    pairs = (
        node.items()
        if isinstance(node, dict)
        else enumerate(node)
        if isinstance(node, list)
        else ()
    )
    for key, below in pairs:
        yield node, key
        yield from places(below)


def spoil(doc, chance):
    """Remove, replace, move or add one thing somewhere."""
    known = list(places(doc))
    node, key = chance.choice(known)
    way = chance.random()
    if way < 0.25:
        del node[key]
    elif way < 0.5:
        node[key] = copy.deepcopy(chance.choice(ODD))
    elif way < 0.8:
        other, name = chance.choice(known)
        node[key] = copy.deepcopy(other[name])
    elif isinstance(node, dict):
        node[chance.choice(KEYS)] = copy.deepcopy(chance.choice(ODD))


@pytest.mark.parametrize("seed", range(4))
def test_spoilt_documents_get_findings_and_sentences(seed):
    chance, known = random.Random(seed), references()
    for _ in range(60):
        doc = document(chance.choice(DOCUMENTS))
        for _ in range(chance.choice((1, 1, 2, 3))):
            spoil(doc, chance)
        for finding in lint(doc, known):
            assert finding.level in ("error", "warning")
            assert finding.sentence("zh") != finding.sentence("en")
