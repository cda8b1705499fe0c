"""Stages at which the applicant hands something in, or an outside system answers."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.engine.small import STAFF, form, process, stage, text, world
from unionhall.engine.actions import (
    CaseState,
    Refused,
    TaskState,
    act,
    applicant_actions,
    submit,
    withdraw,
)
from unionhall.engine.notices import moments_of
from unionhall.engine.shapes import DispatchSpec
from unionhall.engine.waiting import Answer, answered, hand_in

PAY = {
    "key": "pay",
    "title": "上传缴费凭证",
    "kind": "applicant",
    "withdrawable": True,
    "form": form({"serial": text("流水号", minLength=4)}, "serial"),
    "materials": [
        {"key": "voucher", "title": "缴费凭证"},
        {"key": "note", "title": "说明", "required": "stage.pay.serial == 'cash'"},
    ],
    "actions": [{"key": "approve", "title": "提交凭证"}],
    "on": {"approve": [{"do": "create", "register": "paid", "set": {"n": "stage.pay.serial"}}]},
}
BANK = {
    "key": "bank",
    "title": "等待银行",
    "kind": "external",
    "outside": {"hook": "bank", "send": {"a": "form.a"}},
    "actions": [],
    "on": {"approve": [{"do": "create", "register": "made", "set": {"a": "form.a"}}]},
}
BACK = {"key": "return", "title": "退回", "to": ["pay", "applicant"], "reason": "required"}
LINES = {"title": "人员", "schema": {"type": "object", "properties": {"name": text("姓名")}},
         "columns": [{"key": "name", "title": "姓名"}],
         "picker": {"register": "roster", "columns": [{"key": "name", "title": "姓名"}]},
         "set": {"name": "record.name"}}  # fmt: skip


def chain(**bank):
    last = stage("last", actions=[{"key": "approve", "title": "同意"}, BACK])
    small = {"lines": LINES} if bank.get("lines") else {}
    return process(stages=[stage("first"), PAY, {**BANK, **bank}, last], **small)


CHAIN = chain()
AT_PAY = CaseState("in_progress", "pay", 1, (), "starter")
AT_BANK = replace(AT_PAY, stage="bank", stages={"pay": {"serial": "1234"}})
AT_LAST = replace(
    AT_BANK, stage="last", tasks=(TaskState(3, "u-root", "review_small_matters", "last"),)
)
GOOD = {"values": {"serial": "1234"}, "files": {"voucher": 1}}


def handed(state=AT_PAY, small=CHAIN, **given):
    return hand_in(small, state, {"a": "x"}, world(), STAFF, **{**GOOD, **given})


def told(answer, state=AT_BANK, small=CHAIN, **known):
    return answered(small, state, {"a": "x"}, world(**known), STAFF, answer)


def problems(**given):
    with pytest.raises(Refused) as caught:
        handed(**given)
    assert caught.value.code == "invalid-values"
    return [(one.code, one.path) for one in caught.value.params["problems"]]


def test_the_applicant_is_asked_for_what_is_due_and_may_take_the_case_back():
    assert applicant_actions(CHAIN, AT_PAY) == ("hand_in", "withdraw")
    assert applicant_actions(CHAIN, AT_BANK) == ()
    assert withdraw(CHAIN, AT_PAY).status == "withdrawn"


def test_handing_in_keeps_the_values_and_goes_on():
    outcome = handed()
    assert (outcome.status, outcome.stage, outcome.round) == ("in_progress", "bank", 1)
    assert outcome.stages == {"pay": {"serial": "1234"}}
    assert outcome.writes[0].values == {"n": "1234"}
    assert [entry.kind for entry in outcome.entries] == ["handed_in", "entered"]
    assert moments_of(outcome.entries) == ("pay.approve", "bank.enter")
    assert outcome.dispatch == DispatchSpec("bank", "bank")


def test_all_that_is_wrong_is_said_at_once():
    assert problems(values={"serial": "1"}, files={}) == [
        ("too-short", "serial"),
        ("material-missing", "material:voucher"),
    ]
    assert problems(values={"serial": "cash"}) == [("material-missing", "material:note")]


@pytest.mark.parametrize("state", [AT_BANK, AT_LAST, replace(AT_PAY, status="returned")])
def test_nothing_can_be_handed_in_anywhere_else(state):
    with pytest.raises(Refused) as caught:
        handed(state)
    assert caught.value.code == "illegal-action"


def test_an_outside_stage_has_tasks_only_for_who_looks_after_it():
    assert handed().tasks == ()
    with_desk = chain(actors=[{"permission": "disburse", "at": "root(union.chain)"}])
    outcome = handed(small=with_desk)
    assert [task.permission for task in outcome.tasks] == ["disburse_small_matters"]
    at_desk = replace(AT_BANK, tasks=(TaskState(2, "u-root", "disburse_small_matters", "bank"),))
    for action, code in (("approve", "illegal-action"), ("return", "illegal-action")):
        with pytest.raises(Refused) as caught:
            act(with_desk, at_desk, task=2, action=action, by="finance", answers={},
                world=world(), staffing=STAFF)  # fmt: skip
        assert caught.value.code == code


def test_a_yes_from_outside_leaves_the_stage():
    outcome = told(Answer(is_passed=True))
    assert (outcome.status, outcome.stage) == ("in_progress", "last")
    assert outcome.writes[0].register == "made"
    assert outcome.stages == AT_BANK.stages
    assert outcome.entries[0].values["is_passed"] is True


def test_a_no_takes_the_way_that_the_stage_names():
    no = Answer(is_passed=False, reason="账号不符")
    stays = told(no)
    assert (stays.stage, stays.done_tasks, stays.entries[0].kind) == ("bank", (), "answered")
    back = told(no, small=chain(actions=[BACK]))
    assert (back.status, back.stage, back.round, back.stages) == ("in_progress", "pay", 2, {})
    assert [entry.kind for entry in back.entries] == ["answered", "returned", "entered"]
    assert back.entries[1].values["reason"] == "账号不符"
    assert moments_of(back.entries) == ("bank.return", "pay.enter")
    ends = chain(actions=[{"key": "reject", "title": "不通过", "reason": "required"}])
    assert told(no, small=ends).status == "rejected"
    home = chain(actions=[{**BACK, "to": ["applicant"]}])
    assert (told(no, small=home).status, told(no, small=home).stage) == ("returned", "bank")


def test_without_lines_an_answer_has_to_be_a_verdict():
    with pytest.raises(Refused) as caught:
        told(Answer())
    assert caught.value.code == "no-verdict"


def test_with_lines_the_stage_waits_for_the_last_one():
    each = chain(lines="each")
    waits = told(Answer(passed=1), small=each, lines={"total": 3, "open": 2})
    assert (waits.stage, [entry.kind for entry in waits.entries]) == ("bank", ["answered"])
    assert moments_of(waits.entries) == ()
    on = told(Answer(passed=1, failed=1), small=each, lines={"total": 3, "open": 0})
    assert on.stage == "last"
    assert on.entries[0].values == {"round": 1, "passed": 1, "failed": 1}


def test_no_answer_is_taken_elsewhere():
    with pytest.raises(Refused) as caught:
        told(Answer(is_passed=True), AT_LAST)
    assert caught.value.code == "illegal-action"


def test_a_later_stage_returns_to_the_applicant_stage():
    outcome = act(CHAIN, AT_LAST, task=3, action="return", by="city", reason="看不清", answers={},
                  world=world(), staffing=STAFF)  # fmt: skip
    assert (outcome.status, outcome.stage, outcome.round) == ("in_progress", "pay", 2)
    assert outcome.stages == {}
    assert moments_of(outcome.entries) == ("last.return", "pay.enter")


def test_staff_approve_no_stage_while_one_of_its_lines_is_open():
    small = process(stages=[stage("first", lines="each")], lines=LINES)
    state = CaseState(
        "in_progress", "first", 1, (TaskState(1, "u-root", "review_small_matters", "first"),)
    )

    def decided(**lines):
        return act(small, state, task=1, action="approve", by="city", answers={},
                   world=world(lines=lines), staffing=STAFF)  # fmt: skip

    with pytest.raises(Refused) as caught:
        decided(total=2, open=1)
    assert (caught.value.code, caught.value.params["count"]) == ("lines-open", 1)
    assert decided(total=2, open=0).status == "completed"


def two_outside(**bank):
    """A bank and a card maker after it, both per line; what follows is reviewed."""
    maker = {**BANK, "key": "maker", "lines": "each", "outside": {"hook": "maker", "send": {}}}
    last = stage("last", actions=[{"key": "approve", "title": "同意"}, {**BACK, "to": ["bank"]}])
    return process(stages=[{**BANK, "lines": "each", **bank}, maker, last], lines=LINES)


def all_failed(small, **known):
    lines = {"total": 2, "open": 0, "passed": 0, "failed": 2}
    return told(Answer(failed=2), AT_BANK, small, lines=lines, **known)


def test_an_outside_stage_to_which_no_line_goes_is_passed_over():
    outcome = all_failed(two_outside())
    assert (outcome.stage, outcome.dispatch) == ("last", None)
    assert [(e.kind, e.stage) for e in outcome.entries] == [
        ("answered", "bank"),
        ("skipped", "maker"),
        ("entered", "last"),
    ]
    assert outcome.entries[1].values == {"because": "lines"}
    assert [write.register for write in outcome.writes] == ["made"], (
        "nothing of the one passed over"
    )
    assert moments_of(outcome.entries) == ("bank.approve", "last.enter")


def test_a_branch_of_the_definition_says_otherwise():
    ends = two_outside(next=[{"when": "lines.passed == 0", "to": "end"}, {"to": "maker"}])
    assert all_failed(ends).status == "completed"


def test_one_line_that_goes_on_is_asked_about():
    lines = {"total": 2, "open": 0, "passed": 1, "failed": 1}
    outcome = told(Answer(passed=1, failed=1), AT_BANK, two_outside(), lines=lines)
    assert (outcome.stage, outcome.dispatch) == ("maker", DispatchSpec("maker", "maker"))


def begun(small, **lines):
    return submit(small, CaseState("draft", "", 1, (), "starter"), {"a": "x"},
                  world(lines=lines), STAFF)  # fmt: skip


def test_without_any_line_the_case_begins_behind_it():
    assert begun(two_outside(), total=0, open=0, passed=0, failed=0).stage == "last"
    assert begun(two_outside(), total=1, open=1, passed=0, failed=0).stage == "bank"


def test_returned_there_all_lines_are_asked_about_again():
    def back(**lines):
        small = two_outside()
        return act(small, AT_LAST, task=3, action="return", by="city", reason="再核", answers={},
                   world=world(lines=lines), staffing=STAFF)  # fmt: skip

    assert back(total=2, open=0, passed=0, failed=2).stage == "bank"
    assert back(total=0, open=0, passed=0, failed=0).stage == "last"


def test_control_a_case_of_one_word_is_never_passed_over():
    """Only who decides per line has nobody to decide about."""
    whole = process(stages=[BANK, stage("last")])
    assert begun(whole, total=0, open=0).stage == "bank"
