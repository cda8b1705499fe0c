"""Staff: for every union of a tree somebody decides, and enough people do."""

from __future__ import annotations

from dataclasses import replace

from tests.definitions.definitions import document, patched, references
from unionhall.language.lint import lint

ROOT = {"id": "r", "name": "鹭湾市总工会", "kind": "root"}
SIJIANG = {"id": "s", "name": "思江区总工会", "kind": "district"}
HUDONG = {"id": "h", "name": "湖东区总工会", "kind": "district"}
HAIBIN = {"id": "b", "name": "海滨工会", "kind": "union"}
TREE = ((ROOT,), (SIJIANG, ROOT), (HUDONG, ROOT), (HAIBIN, SIJIANG, ROOT))


def found(staffing, *patch):
    known = replace(references(), chains=TREE, staffing=staffing)
    return [
        (f.code, f.path, f.params.get("union"), f.params.get("holders"))
        for f in lint(patched(document(), list(patch)), known)
    ]


FULL = {("r", "review_study"): 1, ("r", "pay_study"): 1, ("s", "review_study"): 1}


def test_an_upper_union_stands_in_where_the_stage_says_so():
    assert found(FULL) == []


def test_a_union_without_anybody_up_to_the_root_is_named():
    empty = {key: count for key, count in FULL.items() if key[0] != "r"}
    assert found(empty) == [
        ("THR002", "/stages/0/actors/0", "鹭湾市总工会", 0),
        ("THR002", "/stages/1/actors/0", "鹭湾市总工会", 0),
        ("THR002", "/stages/2/actors/0", "鹭湾市总工会", 0),
    ]


def test_a_quorum_larger_than_the_staff_is_named():
    two = {"op": "add", "path": "/stages/2/quorum", "value": 2}
    assert found(FULL, two) == [("THR002", "/stages/2/actors/0", "鹭湾市总工会", 1)]
    assert found(FULL | {("r", "pay_study"): 2}, two) == []


def test_the_counter_example_is_a_union_of_the_tree():
    at = {
        "op": "replace",
        "path": "/stages/1/actors/0/at",
        "value": "nearest(union.chain, ['union', 'root'])",
    }
    assert found(FULL, at) == [
        ("THR002", "/stages/1/actors/0", "海滨工会 < 思江区总工会 < 鹭湾市总工会", 0)
    ]


def test_who_decides_by_an_answer_cannot_be_proved_and_is_not_guessed():
    at = {
        "op": "replace",
        "path": "/stages/1/actors/0/at",
        "value": "form.share > 50 ? root(union.chain) : parent(union.chain)",
    }
    assert [code for code, *_ in found(FULL, at)] == []
