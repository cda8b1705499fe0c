"""Documents too large to stand in a folder of small ones."""

from __future__ import annotations

from tests.definitions.definitions import document, patched, references
from unionhall.language.lint import lint


def codes(doc):
    return sorted({finding.code for finding in lint(doc, references())})


def test_too_many_nodes():
    many = {f"f{number}": {"type": "string"} for number in range(2_001)}
    doc = patched(
        document(),
        [
            {"op": "replace", "path": "/form/schema/properties", "value": many},
            {"op": "replace", "path": "/form/schema/required", "value": []},
        ],
    )
    assert codes(doc) == ["PRO003"]


def test_too_many_bytes():
    doc = patched(document(), [{"op": "replace", "path": "/guide/fee", "value": "免" * 70_000}])
    assert codes(doc) == ["PRO004"]


def test_any_json_object_is_judged_without_an_exception():
    for doc in (
        {},
        {"kind": "process"},
        {"kind": 1},
        {"kind": "process", "form": [], "stages": {}},
    ):
        assert all(finding.level == "error" for finding in lint(doc, references()))
