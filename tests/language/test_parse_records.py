"""Registers with actions and lists, imports, lines and waiting stages as values."""

from __future__ import annotations

import pytest

from tests.definitions.definitions import document
from unionhall.language import model
from unionhall.language.meta import findings_of_shape
from unionhall.language.parse import DefinitionError, parse_import, parse_process, parse_register
from unionhall.language.tables import STATES, TABLES


def worker(**given):
    return parse_register(document("registers/worker.json") | given)


def test_a_register():
    register = worker()
    assert (register.states, register.snapshot, register.table) == (("active", "left"), "08:00", "")
    assert register.state_titles["active"] == model.RecordState("active", "在职", "success")
    assert register.keys == (("one-worker", ("union", "document_no"), ("active", "left")),)
    assert register.key_messages == {"one-worker": "名册中已有这位职工。"}
    assert [check.key for check in register.checks] == ["dates"]
    assert register.facts[0].source == "cover"


def test_what_can_be_done_to_its_records():
    register = worker()
    leave = register.action("leave")
    assert (leave.do, leave.states, leave.to, leave.bulk, leave.reason) == (
        "act", ("active",), "left", True, "required",
    )  # fmt: skip
    assert leave.values == {"left_on": "form.on"}
    assert leave.form.schema["required"] == ["on"]
    assert leave.effects[0].register == "cover"
    add = register.action("add")
    assert (add.do, add.fields[:2], add.form) == ("add", ("name", "document_no"), None)
    assert register.action("fly") is None


def test_its_lists():
    register = worker()
    first, second = register.lists
    assert (first.group, first.icon, first.order, first.permission) == ("互助", "users", 10, "view")
    assert (first.sort, first.starts, first.imports) == (
        ("-joined_on", "name"), ("cover",), ("workers",),
    )  # fmt: skip
    assert first.empty == model.Empty("还没有职工，请先导入。", "import:workers")
    assert (second.group, second.states, second.where) == (
        "", ("left",), {"trade": ("cook", "welder")},
    )  # fmt: skip
    assert register.listing("left") == second
    assert register.listing("gone") is None


def test_what_a_person_sees_of_it():
    mine = worker().mine
    assert mine.match == {"document_kind": "document_kind", "document_no": "document_no"}
    assert (mine.listing.title, mine.listing.group, mine.listing.icon, mine.listing.order) == (
        "我的工作", "我的互助", "users", 30,
    )  # fmt: skip
    assert (mine.listing.states, mine.listing.export) == (("active", "left"), False)
    assert mine.listing.empty == model.Empty("还没有登记，请联系所在单位。", "process:cover")
    assert parse_register(document("registers/cover.json")).mine is None


@pytest.mark.parametrize(
    "match",
    [
        {},
        {"document_no": "document_no"},
        {"person": "name", "document_kind": "document_kind", "document_no": "document_no"},
    ],
)
def test_one_way_to_say_whose_it_is(match):
    mine = document("registers/worker.json")["mine"]
    assert findings_of_shape(document("registers/worker.json") | {"mine": mine | {"match": match}})


def test_states_may_be_said_short_or_at_length():
    assert worker(states=["active", {"key": "left", "title": "离职"}]).states == ("active", "left")


def test_a_table_of_the_platform():
    register = parse_register(document("registers/members.json"))
    table = TABLES["membership"]
    assert register.schema["properties"] == {**table.columns, **table.shown}
    assert (register.owners, register.keys, register.states) == (
        ("union", "person"), (), ("joined", "retained"),
    )  # fmt: skip
    bare = {k: v for k, v in document("registers/members.json").items() if k != "states"}
    assert parse_register(bare).states == STATES


def test_a_table_has_no_schema_and_a_register_needs_one():
    doc = document("registers/members.json")
    with pytest.raises(DefinitionError):
        parse_register({k: v for k, v in doc.items() if k != "table"})


def test_lines():
    process = parse_process(document("processes/cover.json"))
    lines = process.lines
    assert (lines.fill, lines.least, lines.most, lines.unique) == ("picked", 1, 30_000, ("worker",))
    assert lines.picker.where == {"union": "union.id", "state": "'active'"}
    assert lines.exclusive == (
        model.LineKeyRule(
            "one-cover",
            ("item.worker", "form.plan"),
            ("in_progress", "completed"),
            "这位职工本期已参保。",
        ),
    )
    assert lines.values["document_no"] == "record.document_no"
    assert process.period == model.Period(
        "plan", "form.plan", "enrol_from", "enrol_to", "不在参保期内。"
    )


def test_stages_that_wait():
    process = parse_process(document("processes/cover.json"))
    pay, insurer = process.stage("pay"), process.stage("insurer")
    assert (pay.kind, pay.actors, [m.key for m in pay.materials]) == ("applicant", (), ["voucher"])
    assert (insurer.kind, insurer.lines, insurer.actions) == ("external", "each", ())
    assert (insurer.outside.hook, insurer.outside.answers, insurer.outside.answer_days) == (
        "insurer", ("policy_no",), 5,
    )  # fmt: skip
    (create,) = insurer.effects["passed"]
    assert (create.each, create.values["policy_no"]) == ("lines", "answer.policy_no")
    (start,) = insurer.effects["approve"]
    assert (start.do, start.process, start.values) == (
        "start",
        "receipt",
        {"people": "lines.passed"},
    )


def test_an_import():
    one = parse_import(document("imports/workers.json"))
    assert (one.sheet, one.file_name, one.version, one.head_row) == (
        "名册",
        "职工名册.xlsx",
        "1",
        4,
    )
    assert one.anchors == (("A1", "附件1"),)
    assert (one.header[0].cell, one.header[0].required) == ("C2", True)
    assert [column.key for column in one.columns if column.codelist] == ["trade"]
    assert one.columns[3].required == "wrong.document_no != '' || row.document_kind == '414'"
    assert one.error("E4").message == "名册中是{other}。"
    assert one.error("E9") is None
    assert one.row_checks[0].values == {"other": "facts.known.name"}
    assert (one.identity.window, one.window, one.policy) == (
        ("09:00", "18:00"), ("09:00", "18:00"), "partial",
    )  # fmt: skip


def test_an_import_with_all_that_is_left_out():
    needed = ("kind", "key", "title", "matter_group", "template", "errors", "codes", "effects")
    doc = {key: document("imports/workers.json")[key] for key in needed}
    one = parse_import(doc)
    assert (one.permission, one.policy, one.outside_window, one.max_rows, one.group) == (
        "handle", "partial", "queue", 50_000, "",
    )  # fmt: skip
    assert (one.identity, one.window, one.facts, one.unique) == (None, None, (), ())
