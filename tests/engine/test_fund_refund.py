"""筹备金返还 as the manual tells it, row by row, on the definition of the repository."""

from __future__ import annotations

import pytest

from unionhall.engine.actions import applicant_actions
from unionhall.engine.checklist import checklist, missing
from unionhall.engine.exclusive import keys
from unionhall.engine.replay import replay
from unionhall.engine.story import Story, tell

READY = {
    "has_account": True,
    "bank_branch": "鹭湾银行思江支行",
    "account_name": "海滨软件有限公司工会委员会",
    "account_no": "7900000000001234",
}


@pytest.fixture
def given(stories):
    return stories[0]["given"]


@pytest.fixture
def group_given(stories):
    return next(s["given"] for s in stories if s["given"]["union"]["kind"] == "group")


def begun(process, given, **values):
    """A case whose unit is chosen and which has these answers."""
    story = Story(process, given)
    row = {"name": "海滨软件有限公司", "union": given["union"]["id"]}
    tell(story, {"do": "choose", "path": "unit", "value": "unit-1", "row": row})
    tell(story, {"do": "answer", "values": values})
    return story


@pytest.mark.row("X1-31")
def test_the_handler_is_filled_in_and_cannot_be_changed(fund_refund, given):
    story = Story(fund_refund, given)
    tell(
        story, {"do": "answer", "values": {"handler_name": "别人", "handler_mobile": "15499999999"}}
    )
    fields = story.form().fields
    names = ["name", "gender", "document_kind", "document_no", "mobile", "unit", "union", "area"]
    assert [fields[f"handler_{name}"].value for name in names] == [
        "陈小满",
        "女",
        "居民身份证",
        "790101199001011234",
        "15400000001",
        "海滨软件有限公司",
        "海滨软件有限公司工会委员会",
        "思江区",
    ]
    assert all(fields[f"handler_{name}"].read_only for name in names)


@pytest.mark.row("X1-33", "X1-34", "X1-35", "X1-36", "X1-37", "X1-38", "X1-39")
def test_the_unit_brings_its_union(fund_refund, given):
    answers = begun(fund_refund, given).form().answers
    paths = ["unit_name", "union_name", "found_date", "org_type", "parent_union", "area", "chain"]
    assert [answers[path] for path in paths] == [
        "海滨软件有限公司",
        "海滨软件有限公司工会委员会",
        "2025-03-01",
        "union",
        "思江区总工会",
        "思江区",
        "鹭湾市总工会 › 思江区总工会 › 海滨软件有限公司工会委员会",
    ]


@pytest.mark.row("X1-33")
def test_the_unit_can_only_be_picked(fund_refund, given):
    story = Story(fund_refund, given)
    tell(story, {"do": "answer", "values": {"unit": "unit-9", "union": "u-9"}})
    assert (story.values.get("unit"), story.values.get("union")) == (None, None)


@pytest.mark.row("X1-36")
def test_kinds_of_organisation(fund_refund, given):
    choices = Story(fund_refund, given).form().fields["org_type"].choices
    titles = ("基层工会委员会", "联合基层工会", "工会分会", "工会小组")
    assert tuple(title for _value, title in choices) == titles


@pytest.mark.row("X1-27")
def test_refreshing_follows_the_registers_but_not_over_what_was_typed(fund_refund, given):
    story = begun(fund_refund, given, found_date="2025-04-01")
    story.given = given | {
        "union": given["union"] | {"founded_on": "2025-05-05", "area_name": "新区"}
    }
    tell(story, {"do": "refresh"})
    answers = story.form().answers
    assert (answers["found_date"], answers["area"]) == ("2025-04-01", "新区")


@pytest.mark.row("X1-47", "X1-49", "X1-50")
@pytest.mark.parametrize(("has_account", "shown"), [(None, False), (False, False), (True, True)])
def test_account_fields_depend_on_the_account(fund_refund, given, has_account, shown):
    fields = begun(fund_refund, given, has_account=has_account).form().fields
    account = ["bank_branch", "account_name", "account_no"]
    assert [(fields[path].visible, fields[path].required) for path in account] == [
        (shown, shown)
    ] * 3


@pytest.mark.row("X1-48")
@pytest.mark.parametrize(("kind", "shown"), [("union", False), ("joint", False), ("group", True)])
def test_only_a_group_is_asked_about_its_parent(fund_refund, given, kind, shown):
    field = begun(fund_refund, given, org_type=kind).form().fields["to_parent"]
    assert (field.visible, field.required) == (shown, shown)


@pytest.mark.row("X1-51")
def test_the_account_of_the_parent_is_named_by_itself(fund_refund, group_given):
    story = begun(fund_refund, group_given, **READY, to_parent=True)
    field = story.form().fields["account_name"]
    parent = group_given["union"]["parent_name"]
    assert (field.value, field.read_only, field.is_computed) == (parent, True, True)
    assert story.form().answers["account_name"] == parent


@pytest.mark.row("X1-51")
def test_a_name_typed_before_comes_back(fund_refund, group_given):
    story = begun(fund_refund, group_given, **READY, to_parent=False)
    tell(story, {"do": "answer", "values": {"to_parent": True}})
    tell(story, {"do": "answer", "values": {"to_parent": False}})
    assert story.form().answers["account_name"] == READY["account_name"]


@pytest.mark.row("X1-52")
def test_submitting_tells_everything_at_once(fund_refund, given):
    found = begun(fund_refund, given, has_account=True, account_no="12").judge("submit")
    assert [(problem.code, problem.path) for problem in found] == [
        ("required", "bank_branch"),
        ("format", "account_no"),
        ("material-missing", "material:chair_report"),
        ("material-missing", "material:committee_report"),
        ("material-missing", "material:account_permit"),
    ]


@pytest.mark.row("X1-54", "X1-55")
def test_two_reports_are_always_due(fund_refund, given):
    story = begun(fund_refund, given)
    items = checklist(fund_refund, story.form().answers, story.world(story.values))
    assert [(item.material.title, item.required) for item in items] == [
        ("工会主席呈报表", True),
        ("工会委员会委员呈报表", True),
    ]
    problems = missing(items, {"chair_report": 1})
    assert [problem.params["title"] for problem in problems] == ["工会委员会委员呈报表"]


def submitted(process, given):
    story = begun(process, given, **READY)
    for material in ("chair_report", "committee_report", "account_permit"):
        tell(story, {"do": "attach", "material": material})
    tell(story, {"do": "submit"})
    return story


@pytest.mark.row("X1-30")
def test_the_steps_of_a_case(fund_refund, given):
    story = submitted(fund_refund, given)
    seen = [(story.state.status, story.state.stage)]
    tell(story, {"do": "approve", "by": "officer", "values": {"approved_amount": 100}})
    seen.append((story.state.status, story.state.stage))
    paid = {"paid_amount": 100, "paid_on": "2026-01-15", "voucher_no": "LW001"}
    tell(story, {"do": "approve", "by": "finance", "values": paid})
    seen.append((story.state.status, story.state.stage))
    assert seen == [("in_progress", "confirm"), ("in_progress", "disburse"), ("completed", "")]
    assert [entry.kind for entry in story.journal] == [
        "started",
        "submitted",
        "entered",
        "approved",
        "entered",
        "approved",
        "completed",
    ]
    assert replay(story.journal).status == "completed"


@pytest.mark.row("X1-61")
def test_withdrawing_is_offered_while_waiting_for_confirmation_only(fund_refund, given):
    story = submitted(fund_refund, given)
    assert applicant_actions(fund_refund, story.state) == ("withdraw",)
    tell(story, {"do": "approve", "by": "officer", "values": {"approved_amount": 100}})
    assert applicant_actions(fund_refund, story.state) == ()


def test_the_keys_that_only_one_case_may_have(fund_refund, given):
    story = submitted(fund_refund, given)
    taken = (("one-refund", ("u-haibin", "2025-03-01")),)
    assert keys(fund_refund, story.submitted, "in_progress") == taken
    assert keys(fund_refund, story.submitted, "rejected") == ()
    assert keys(fund_refund, {"union": "u-haibin"}, "in_progress") == ()
