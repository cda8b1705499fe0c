"""What changed in registers, packs, code lists and texts."""

from __future__ import annotations

import pytest

from tests.definitions.definitions import document
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
    (add("/mine", {"title": "我的"}), "own-list-added", "/mine", "invisible"),
]


@pytest.mark.parametrize(("patch", "kind", "path", "klass"), AWARD)
def test_a_register(patch, kind, path, klass):
    assert found(patch, name="registers/award.json") == [(kind, path, klass)]


WORKER = [
    (put("/states/1/title", "已离职"), "states", "/states", "re-validate"),
    (put("/keys/0/message", "已有。"), "unique-changed", "/keys/0", "re-validate"),
    (put("/snapshot/at", "07:00"), "snapshot", "/snapshot", "invisible"),
    (put("/facts/covered/where/state", "'void'"), "fact-changed", "/facts/covered", "invisible"),
    (put("/checks/0/assert", "true"), "check-changed", "/checks/0", "re-validate"),
    (put("/actions/0/permission", "review"), "row-action-changed", "/actions/0", "invisible"),
    (put("/actions/2/refusal", "不能。"), "row-action-text", "/actions/2", "invisible"),
    (drop("/actions/4"), "row-action-removed", "/actions/4", "invisible"),
    (
        add("/actions/-", {"key": "x", "title": "其他"}),
        "row-action-added",
        "/actions/5",
        "invisible",
    ),
    (
        drop("/actions/3/form/schema/properties/on"),
        "field-removed",
        "/actions/3/form/schema/properties/on",
        "re-validate",
    ),
    (put("/lists/0/note", "说明"), "list-changed", "/lists/0", "invisible"),
    (drop("/lists/1"), "list-removed", "/lists/1", "invisible"),
    (add("/lists/-", {"key": "x", "title": "其他"}), "list-added", "/lists/2", "invisible"),
    (put("/mine/note", "说明"), "own-list-changed", "/mine", "invisible"),
    (drop("/mine"), "own-list-removed", "/mine", "invisible"),
]


@pytest.mark.parametrize(("patch", "kind", "path", "klass"), WORKER)
def test_actions_and_lists(patch, kind, path, klass):
    assert found(patch, name="registers/worker.json") == [(kind, path, klass)]


def test_a_register_that_shows_another_table():
    assert found(put("/table", "post"), name="registers/members.json") == [
        ("table", "/table", "stay")
    ]


COVER = [
    (put("/lines/title", "人员"), "lines-shown", "/lines/title", "invisible"),
    (drop("/lines/columns/1"), "lines-shown", "/lines/columns", "invisible"),
    (put("/lines/max", 10), "lines-limit", "/lines/max", "re-validate"),
    (put("/lines/set/name", "record.trade"), "lines-value", "/lines/set/name", "re-validate"),
    (drop("/lines/picker/lock"), "lines-picker", "/lines/picker", "re-validate"),
    (
        put("/lines/exclusive/0/message", "已参保。"),
        "exclusive-changed",
        "/lines/exclusive/0",
        "re-validate",
    ),
    (drop("/lines/facts/covered"), "fact-removed", "/lines/facts/covered", "invisible"),
    (put("/lines/checks/0/assert", "true"), "check-changed", "/lines/checks/0", "re-validate"),
    (
        put("/lines/schema/properties/name/title", "名字"),
        "field-title",
        "/lines/schema/properties/name/title",
        "invisible",
    ),
    (drop("/lines"), "lines-removed", "/lines", "stay"),
    (put("/period/closes", "enrol_from"), "period", "/period", "re-validate"),
    (put("/stages/2/outside/answer_days", 9), "stage-outside", "/stages/2/outside", "stay"),
    (drop("/stages/3/lines"), "stage-lines", "/stages/3/lines", "stay"),
    (drop("/stages/1/materials/0"), "material-removed", "/stages/1/materials/0", "invisible"),
]


@pytest.mark.parametrize(("patch", "kind", "path", "klass"), COVER)
def test_lines_and_stages_that_wait(patch, kind, path, klass):
    assert found(patch, name="processes/cover.json") == [(kind, path, klass)]


def test_lines_that_are_new():
    new = document("processes/cover.json")
    old = {key: value for key, value in new.items() if key != "lines"}
    assert [(c.kind, c.klass, c.after) for c in diff(old, new)] == [
        ("lines-added", "ask", "参保人员")
    ]


WORKERS = [
    (put("/matter_group", "other"), "matter-group", "/matter_group"),
    (put("/permission", "review"), "import-right", "/permission"),
    (put("/menu/order", 1), "menu", "/menu/order"),
    (put("/template/version", "2"), "template", "/template/version"),
    (put("/template/header/0/note", "全称"), "cell-changed", "/template/header/0"),
    (drop("/template/columns/5"), "cell-removed", "/template/columns/5"),
    (
        add("/template/columns/-", {"key": "x", "title": "备注"}),
        "cell-added",
        "/template/columns/6",
    ),
    (put("/facts/known/first", "cover"), "fact-changed", "/facts/known"),
    (drop("/header_facts/running"), "fact-removed", "/header_facts/running"),
    (drop("/row_checks/0"), "import-check-removed", "/row_checks/0"),
    (put("/header_checks/0/code", "E2"), "import-check-changed", "/header_checks/0"),
    (put("/consents/0/label", "已同意。"), "consent-changed", "/consents/0"),
    (drop("/consents/0"), "consent-removed", "/consents/0"),
    (put("/review/at", "root(union.chain)"), "import-limit", "/review"),
    (drop("/review"), "import-limit", "/review"),
    (put("/policy", "all_or_nothing"), "import-limit", "/policy"),
    (drop("/identity"), "import-limit", "/identity"),
    (put("/errors/E1/remedy", "改正。"), "error-changed", "/errors/E1"),
    (drop("/errors/E1"), "error-removed", "/errors/E1"),
    (drop("/codes/required"), "codes", "/codes"),
    (drop("/effects/1"), "import-effects", "/effects"),
]


@pytest.mark.parametrize(("patch", "kind", "path"), WORKERS)
def test_an_import(patch, kind, path):
    klass = "stay" if kind == "matter-group" else "invisible"
    assert found(patch, name="imports/workers.json") == [(kind, path, klass)]


def test_columns_of_a_workbook_that_change_places():
    old = document("imports/workers.json")
    template = old["template"] | {"columns": old["template"]["columns"][::-1]}
    assert [(c.kind, c.path) for c in diff(old, old | {"template": template})] == [
        ("cell-order", "/template/columns")
    ]


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
