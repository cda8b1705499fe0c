"""The names of registers, imports, lines and pickers, with their types."""

from __future__ import annotations

import pytest

from tests.definitions.definitions import document
from unionhall.language.environment import environment, environment_of_lines
from unionhall.language.environment_of_records import (
    environment_of_import,
    environment_of_picker,
    environment_of_register,
    fields_of,
)
from unionhall.language.expressions import ExpressionError
from unionhall.language.parse import parse_import, parse_process, parse_register

COVER = parse_process(document("processes/cover.json"))
WORKER = parse_register(document("registers/worker.json"))
WORKERS = parse_import(document("imports/workers.json"))


def group(names, name):
    return {n: t for n, t in names.variables.items() if n.startswith(f"{name}.")}


def test_a_process_knows_how_many_lines_it_has_and_its_period_but_no_line():
    names = environment(COVER)
    assert group(names, "lines") == dict.fromkeys(
        ("lines.total", "lines.open", "lines.passed", "lines.failed"), "int"
    )
    assert names.variables["period"] == "map"
    assert group(names, "item") == {}
    with pytest.raises(ExpressionError):
        names.compile("item.name")


def test_a_line():
    names = environment_of_lines(COVER)
    assert group(names, "item") == dict.fromkeys(
        ("item.worker", "item.name", "item.document_no", "item.joined_on"), "string"
    )
    assert group(names, "line") == {
        "line.number": "int",
        "line.state": "string",
        "line.reason": "string",
        "line.record": "string",
        "line.person": "string",
    }
    assert set(group(names, "answer")) == {"answer.code", "answer.reason", "answer.policy_no"}
    assert names.variables["facts.covered"] == "bool"
    assert names.variables["form.plan"] == "string"
    assert environment_of_lines(COVER) is names


def test_a_period_is_read_by_its_columns():
    compiled = environment(COVER).compile("lines.total * period.fee")
    assert compiled.references == {"lines.total", "period"}
    assert compiled.evaluate({"lines.total": 3, "period": {"fee": 6000}}) == 18_000


def test_a_record_that_may_become_a_line():
    names = environment_of_picker(COVER, WORKER)
    assert names.variables["record.joined_on"] == "string"
    assert names.variables["record.id"] == "string"
    assert names.variables["form.plan"] == "string"
    assert group(names, "item") == {}


def test_an_action_sees_the_record_and_what_it_asks_for():
    names = environment_of_register(WORKER, WORKER.action("leave"))
    assert group(names, "form") == {"form.on": "string"}
    assert {"record.left_on", "record.state", "record.union", "record.person"} <= set(
        names.variables
    )
    added = environment_of_register(WORKER, WORKER.action("add"))
    assert set(group(added, "form")) == {
        "form.name", "form.document_no", "form.trade", "form.joined_on",
    }  # fmt: skip
    assert group(environment_of_register(WORKER, WORKER.action("back")), "form") == {}


def test_the_register_itself_sees_the_fields_of_all_its_actions():
    assert {"form.on", "form.trade"} <= set(environment_of_register(WORKER).variables)


def test_a_column_called_like_what_the_platform_knows_is_the_column():
    doc = document("registers/worker.json")
    doc["schema"]["properties"]["state"] = {"type": "integer", "title": "级别"}
    names = environment_of_register(parse_register(doc))
    assert names.variables["record.state"] == "int"


def test_add_and_edit_without_fields_ask_for_every_column():
    doc = document("registers/worker.json")
    del doc["actions"][1]["fields"]
    register = parse_register(doc)
    asked = fields_of(register, register.action("edit"))["properties"]
    assert list(asked) == list(doc["schema"]["properties"])


def test_an_import():
    names = environment_of_import(WORKERS)
    assert group(names, "header") == {"header.union_name": "string"}
    assert names.variables["row.document_no"] == names.variables["wrong.document_no"] == "string"
    assert (names.variables["facts.known"], names.variables["facts.running"]) == ("map", "bool")
    assert names.variables["batch.number"] == names.variables["union.name"] == "string"
    assert environment_of_import(WORKERS) is names
