"""A folder of definitions that are wrong, each a small change of a valid one, with its findings."""

from __future__ import annotations

import json
import re
from functools import cache
from pathlib import Path

import pytest

from tests.definitions.definitions import HERE, document, patched, references
from unionhall.language.lint import lint

INVALID = sorted((HERE / "invalid").glob("*.json"))
VALID = [
    "minimal.json",
    "scenarios.json",
    "pack.json",
    "registers/award.json",
    "registers/phrases.json",
    "codelists/reasons.json",
    "registers/worker.json",
    "registers/members.json",
    "registers/plan.json",
    "registers/cover.json",
    "processes/cover.json",
    "processes/receipt.json",
    "imports/workers.json",
]
UNFILLED = re.compile(r"\{[a-z_]+\}")
known = cache(references)


def findings(file: Path):
    case = json.loads(file.read_text(encoding="utf-8"))
    doc = patched(document(case.get("of", "minimal.json")), case["patch"])
    return lint(doc, known()), sorted((one["code"], one["path"]) for one in case["expect"])


@pytest.mark.parametrize("name", VALID)
def test_the_valid_ones_have_no_finding(name):
    assert [(f.code, f.path, f.sentence("en")) for f in lint(document(name), known())] == []


@pytest.mark.parametrize("file", INVALID, ids=lambda file: file.stem)
def test_each_invalid_one_has_exactly_its_findings(file):
    found, expected = findings(file)
    assert sorted((one.code, one.path) for one in found) == expected
    said = [one.sentence(language) for one in found for language in ("zh", "en")]
    assert [sentence for sentence in said if UNFILLED.search(sentence)] == []


@pytest.mark.parametrize("file", INVALID, ids=lambda file: file.stem)
def test_each_file_is_named_after_a_code_it_expects(file):
    expected = json.loads(file.read_text(encoding="utf-8"))["expect"]
    assert file.stem.split("-")[0].upper() in {one["code"] for one in expected}
