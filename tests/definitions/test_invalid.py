"""A folder of definitions that are wrong, each a small change of a valid one, with its findings."""

from __future__ import annotations

import json

import pytest

from tests.definitions.definitions import HERE, document, patched, references
from unionhall.language.lint import lint

INVALID = sorted((HERE / "invalid").glob("*.json"))
VALID = ("minimal.json", "pack.json", "registers/award.json", "registers/phrases.json", "codelists/reasons.json")


@pytest.mark.parametrize("name", VALID)
def test_the_valid_ones_have_no_finding(name):
    assert [(f.code, f.path, f.sentence("en")) for f in lint(document(name), references())] == []


@pytest.mark.parametrize("file", INVALID, ids=lambda file: file.stem)
def test_each_invalid_one_has_exactly_its_findings(file):
    case = json.loads(file.read_text(encoding="utf-8"))
    doc = patched(document(case.get("of", "minimal.json")), case["patch"])
    found = [{"code": f.code, "path": f.path} for f in lint(doc, references())]
    key = lambda one: (one["path"], one["code"])  # noqa: E731 - sorting key, used twice
    assert sorted(found, key=key) == sorted(case["expect"], key=key)
    for finding in lint(doc, references()):
        for language in ("zh", "en"):
            sentence = finding.sentence(language)
            assert "{" not in sentence, (finding.code, sentence)
