"""Which materials apply, which are due, which are missing."""

from __future__ import annotations

from tests.engine.small import form, process, text, world
from unionhall.engine.checklist import checklist, missing

SMALL = process(
    form=form({"a": text("甲"), "n": {"type": "integer", "title": "数"}}),
    materials=[
        {"key": "always", "title": "申请表", "max_files": 2},
        {"key": "maybe", "title": "证明", "when": "form.a == '1'", "required": "form.n == 1"},
        {"key": "failing", "title": "附件", "when": "form.n > 3", "required": "form.n > 3"},
        {"key": "card", "title": "身份证", "one_of": "identity"},
        {"key": "passport", "title": "护照", "one_of": "identity"},
        {"key": "free", "title": "照片", "required": False},
    ],
)


def listed(answers):
    return [(item.material.key, item.required) for item in checklist(SMALL, answers, world())]


REST = [("card", True), ("passport", True), ("free", False)]


def test_conditions():
    assert listed({"a": "1", "n": 1}) == [("always", True), ("maybe", True), *REST]
    assert listed({"a": "1", "n": 2}) == [("always", True), ("maybe", False), *REST]
    assert listed({"a": "2", "n": 4}) == [("always", True), ("failing", True), *REST]


def test_a_condition_that_errs_keeps_the_material_required():
    assert listed({"a": "2"}) == [("always", True), ("failing", True), *REST]


def lacking(counts):
    items = checklist(SMALL, {"a": "2", "n": 1}, world())
    return [(problem.code, problem.path) for problem in missing(items, counts)]


def test_missing():
    assert lacking({}) == [
        ("material-missing", "material:always"),
        ("material-one-of-missing", "material:card"),
    ]
    assert lacking({"always": 1, "passport": 1}) == []
    assert lacking({"always": 3, "card": 1}) == [("too-many-files", "material:always")]
