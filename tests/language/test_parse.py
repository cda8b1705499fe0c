from __future__ import annotations

import copy

import pytest

from tests.language import small
from unionhall.language import model
from unionhall.language.canonical import digest
from unionhall.language.parse import (
    DefinitionError,
    parse_codelist,
    parse_pack,
    parse_process,
    parse_register,
)


def test_a_process_with_all_that_is_left_out():
    process = small.process()
    assert process.menu == model.Menu("测试", "小事项", "document-text", "", 100, "")
    assert process.subject == model.Subject("union", "applicant.union")
    assert process.starters == (model.Starter("person"),)
    assert process.numbering == model.Numbering("S{yyyy}{seq:04}", "year")
    assert (process.summary, process.exclusive, process.materials, process.steps) == (
        (), (), (), ("form",),
    )  # fmt: skip
    assert (process.end_title, process.withdrawal) == ("", "reopen")
    assert process.facts[1] == model.Fact("plan", "first", "plan", {"union": "applicant.union"})
    stage = process.stage("review")
    assert (stage.if_nobody, stage.quorum, stage.not_by, stage.withdrawable) == (
        "parent", 1, (), False,
    )  # fmt: skip
    assert stage.action("approve") == model.Action("approve", "同意")
    assert stage.action("reject") is None
    assert process.digest == digest(small.document())


@pytest.mark.row("X1-22", "X1-23", "X1-30")
def test_the_first_process():
    process = parse_process(small.fund_refund())
    assert (process.title, process.menu.title) == ("工会建会筹备金退还", "工会建会筹备金返还")
    assert process.steps == ("unit", "account")
    assert [stage.title for stage in process.stages] == ["等待确认", "等待发放"]
    assert [stage.withdrawable for stage in process.stages] == [True, False]
    assert [m.key for m in process.materials] == [
        "chair_report", "committee_report", "account_permit", "parent_statement",
    ]  # fmt: skip
    computed = process.form.computed[0]
    assert (computed.path, computed.when) == ("account_name", "form.to_parent == true")
    returned = process.stage("disburse").action("return")
    assert (returned.to, returned.reason, returned.reenter) == (
        ("confirm", "applicant"), "required", "returner",
    )  # fmt: skip
    (effect,) = process.stage("disburse").effects["approve"]
    assert (effect.do, effect.register, effect.values["amount"]) == (
        "create", "refund", "stage.disburse.paid_amount",
    )  # fmt: skip


def test_parsing_changes_nothing_and_reads_no_order():
    doc = small.fund_refund()
    before = copy.deepcopy(doc)
    process = parse_process(doc)
    assert doc == before
    assert process == parse_process(doc, digest=process.digest)


def test_what_was_never_judged_fails_with_what_is_wrong():
    doc = small.document()
    del doc["numbering"]
    with pytest.raises(DefinitionError) as error:
        parse_process(doc)
    assert [(f.code, f.params) for f in error.value.findings] == [("SHP003", {"key": "numbering"})]
    schema = {"type": "object", "properties": {"a": {"$ref": "#/$defs/none"}}}
    with pytest.raises(DefinitionError) as error:
        parse_process(small.document(form={"schema": schema}))
    assert [f.code for f in error.value.findings] == ["DOC006"]
    with pytest.raises(DefinitionError):
        parse_process([])


def test_a_register():
    doc = {
        "kind": "register", "key": "refund", "title": "台账", "owner": ["union"],
        "schema": {"type": "object", "properties": {}}, "states": ["active", "void"],
        "keys": [{"key": "one", "paths": ["union"]}], "columns": [{"key": "union", "title": "工会"}],
    }  # fmt: skip
    register = parse_register(doc)
    assert register.keys == (("one", ("union",), ("active", "void")),)
    assert register.columns == (model.Column("union", "工会"),)
    assert (register.matter_group, register.seed) == ("", ())


def test_a_code_list_and_a_pack():
    items = [
        {"code": "790000", "title": "鹭湾市"},
        {"code": "790101", "title": "思江区", "parent": "790000"},
    ]
    codelist = parse_codelist(
        {"kind": "codelist", "key": "regions", "title": "区划", "items": items}
    )
    assert codelist.items[1] == model.CodeItem("790101", "思江区", "790000")
    pack = parse_pack({
        "kind": "pack", "key": "lu", "title": "鹭湾市", "root": "鹭湾市总工会",
        "matter_groups": [{"key": "g", "title": "组", "permissions": {"review": "确认"}}],
    })  # fmt: skip
    assert pack.matter_groups == (model.MatterGroup("g", "组", (("review", "确认"),)),)


def test_whose_case_it_is():
    def subject(**given):
        return small.process(subject=given).subject

    assert subject(kind="person") == model.Subject("person", "applicant", "applicant.union")
    known = subject(**{"kind": "person", "from": "form.person", "union": "root"})
    assert known == model.Subject("person", "form.person", "root")
    of_union = subject(**{"kind": "union", "from": "form.union"})
    assert (of_union.source, of_union.union) == ("form.union", "form.union")


def test_notices_are_called_after_their_moment():
    plain = {"on": "completed", "to": "applicant", "channels": ["inbox"], "text": "done"}
    staff = {"union": "union.id", "permission": "review"}
    notices = small.process(
        notices=[
            plain,
            plain | {"to": staff, "key": "staff"},
            plain | {"to": {"mobile": "form.mobile"}, "channels": ["sms"]},
        ]
    ).notices
    assert [one.key for one in notices] == ["completed", "staff", "completed-3"]
    assert [one.to for one in notices] == [
        model.Addressee("applicant"),
        model.Addressee("union", "union.id", "review"),
        model.Addressee("mobile", "form.mobile"),
    ]


def test_a_call_and_a_limit():
    call = {"do": "call", "hook": "greet", "with": {"name": "applicant.name"}}
    stage = small.document()["stages"][0] | {"on": {"approve": [call]}}
    lookup = {
        "source": "unions",
        "columns": [{"key": "name", "title": "名称"}],
        "fill": {"reason": "name"},
        "where": {"kind": ["union", "joint"], "parent": "applicant.union"},
    }
    process = small.process(stages=[stage], form={"lookups": {"reason": lookup}})
    (effect,) = process.stages[0].effects["approve"]
    assert (effect.hook, effect.register, effect.values) == ("greet", "", call["with"])
    assert process.form.lookups[0].where == {
        "kind": '["union", "joint"]',
        "parent": "applicant.union",
    }


def test_facts_come_after_those_they_use_whatever_their_names():
    document = small.document()
    document["facts"] = {
        "account": {"first": "account", "where": {"person": "facts.found.id"}},
        "found": {"first": "person", "where": {"name": "form.name"}},
        "again": {"exists": "account", "where": {"person": "facts.account.person"}},
    }
    assert [one.key for one in parse_process(document).facts] == ["found", "account", "again"]


def test_a_circle_of_facts_is_cut_for_the_linter_to_find():
    document = small.document()
    document["facts"] = {
        "b": {"first": "person", "where": {"name": "facts.a.name"}},
        "a": {"first": "person", "where": {"name": "facts.b.name"}},
    }
    assert [one.key for one in parse_process(document).facts] == ["a", "b"]
