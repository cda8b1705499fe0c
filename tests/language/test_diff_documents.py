"""What changed in registers, packs, code lists and texts."""

from __future__ import annotations

import pytest

from tests.language.test_diff import add, drop, found, put
from unionhall.language.diff import diff

AWARD = [
    (put("/owner", ["union"]), "owners", "/owner", "stay"),
    (
        add("/schema/properties/note", {"type": "string"}),
        "field-added",
        "/schema/properties/note",
        "invisible",
    ),
    (put("/keys/0/paths", ["person"]), "unique-changed", "/keys/0", "re-validate"),
    (drop("/keys/0"), "unique-removed", "/keys/0", "invisible"),
    (add("/states/-", "lost"), "states", "/states", "re-validate"),
    (drop("/columns/1/mask"), "columns", "/columns", "invisible"),
    (drop("/columns/1"), "columns", "/columns", "invisible"),
    (add("/seed", [{}]), "seed", "/seed", "invisible"),
]


@pytest.mark.parametrize(("patch", "kind", "path", "klass"), AWARD)
def test_a_register(patch, kind, path, klass):
    assert found(patch, name="registers/award.json") == [(kind, path, klass)]


PACK = [
    (put("/root", "别处"), "root", "/root", "stay"),
    (
        add("/matter_groups/0/permissions/handle", "经办"),
        "right-added",
        "/matter_groups/0",
        "invisible",
    ),
    (drop("/matter_groups/0/permissions/pay"), "right-removed", "/matter_groups/0", "stay"),
    (drop("/matter_groups/0"), "group-removed", "/matter_groups/0", "stay"),
    (
        add("/matter_groups/-", {"key": "x", "title": "组"}),
        "group-added",
        "/matter_groups/1",
        "invisible",
    ),
]


@pytest.mark.parametrize(("patch", "kind", "path", "klass"), PACK)
def test_a_pack(patch, kind, path, klass):
    assert found(patch, name="pack.json") == [(kind, path, klass)]


def test_a_code_list():
    name = "codelists/reasons.json"
    assert found(put("/items/1/title", "调动"), name=name) == [
        ("item-changed", "/items/1", "re-validate")
    ]
    assert found(drop("/items/1"), name=name) == [("item-removed", "/items/1", "invisible")]
    more = add("/items/-", {"code": "2", "title": "退休"})
    assert found(more, name=name) == [("item-added", "/items/2", "re-validate")]


def test_a_text():
    assert diff("甲\n乙  \n", "甲\n乙") == ()
    (change,) = diff("甲", "乙")
    assert (change.kind, change.klass) == ("wording", "ask")
