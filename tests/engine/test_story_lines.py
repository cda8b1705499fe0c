"""Stories with lines, with what is due and with answers from outside; what of them is covered."""

from __future__ import annotations

import pytest

from tests.engine.small import STAFF, control, form, process, stage, text, wizard, world
from unionhall.engine.scenarios import coverage, run

SCHEMA = {
    "type": "object",
    "properties": {
        "name": text("姓名"),
        "card": text("卡号"),
        "age": {"type": "integer", "title": "年龄"},
    },
    "required": ["name"],
}
LINES = {
    "title": "人员",
    "schema": SCHEMA,
    "columns": [{"key": "name", "title": "姓名"}],
    "picker": {"register": "card", "columns": [{"key": "name", "title": "姓名"}]},
    "set": {"name": "record.name"},
    "facts": {"busy": {"exists": "card", "where": {"name": "item.name"}}},
    "checks": [
        {"id": "old", "assert": "item.age > 17", "when": "has_value(item.age)", "message": "太小。", "paths": ["age"]},
        {"id": "free", "assert": "!facts.busy", "message": "已经有卡。", "paths": ["name"]},
    ],
    "min": 2,
}  # fmt: skip
BANK = {
    "key": "bank",
    "title": "银行",
    "kind": "external",
    "lines": "each",
    "outside": {"hook": "bank", "send": {"name": "item.name"}, "answers": ["card_no"]},
    "actions": [],
    "on": {
        "enter": [{"do": "update", "register": "card", "each": "lines", "match": {"name": "item.name"}, "set": {"state": "'sent'"}}],
        "passed": [
            {"do": "update", "register": "card", "each": "lines", "match": {"name": "item.name"}, "set": {"card": "answer.card_no"},
             "when": "has_value(answer.card_no)"}
        ],
        "failed": [{"do": "update", "register": "card", "each": "lines", "match": {"name": "item.name"}, "set": {"why": "answer.reason"}}],
        "approve": [{"do": "start", "process": "next-thing", "with": {"a": "form.a"}, "when": "lines.passed > 0"}],
    },
    "next": [{"when": "lines.passed == 0", "to": "end"}, {"to": "check"}],
}  # fmt: skip
CHECK = stage("check", lines="each", actions=[{"key": "approve", "title": "同意"}])
CARDS = process(
    form=form({"a": text("甲")}, layout=wizard(one=[control("a")])),
    lines=LINES,
    stages=[BANK, CHECK],
)
STAFFED = [[union, verb, user] for (union, verb), users in STAFF.items() for user in sorted(users)]
THREE = [{"name": "甲", "age": 20}, {"name": "乙"}, {"name": "丙"}]


def given(lines=THREE):
    return {"starter": "starter", "union": world().union, "staff": STAFFED, "lines": lines}


def story(*steps, lines=THREE):
    return run(CARDS, {"title": "t", "given": given(lines), "steps": list(steps)})


SUBMIT = {"do": "submit", "expect": {"stage": "bank", "dispatch": "bank", "lines": ["open"] * 3,
          "writes": ["card", "card", "card"]}}  # fmt: skip
PARTLY = {
    "do": "answered", "passed": [0], "failed": {"1": "号码不对"}, "values": {"card_no": "1234"},
    "expect": {
        "stage": "bank", "lines": ["passed", "failed", "open"], "dispatch": None,
        "writes": [
            {"register": "card", "match": {"name": "乙"}, "values": {"why": "号码不对"}},
            {"register": "card", "match": {"name": "甲"}, "values": {"card": "1234"}},
        ],
    },
}  # fmt: skip
REST = {"do": "answered", "passed": "rest", "expect": {
    "stage": "check", "lines": ["open", "failed", "open"], "starts": ["next-thing"], "writes": []}}  # fmt: skip
WHOLE = (
    SUBMIT,
    PARTLY,
    {"do": "answered", "passed": [0], "expect": {"lines": ["passed", "failed", "open"]}},
    REST,
    {"do": "approve", "by": "city", "expect": {"refused": "lines-open"}},
    {"do": "pass", "by": "officer", "lines": [0], "expect": {"refused": "not-your-task"}},
    {"do": "fail", "by": "city", "lines": [2], "expect": {"refused": "reason-required"}},
    {"do": "fail", "by": "city", "lines": [2], "reason": "重名", "expect": {"stage": "check"}},
    {"do": "pass", "by": "city", "lines": "all",
     "expect": {"status": "completed", "lines": ["done", "failed", "failed"]}},
)  # fmt: skip
NOBODY = (
    SUBMIT,
    {"do": "answered", "failed": {"0": "x", "1": "x", "2": "x"},
     "expect": {"status": "completed", "starts": [], "lines": ["failed"] * 3}},
)  # fmt: skip


@pytest.mark.parametrize("steps", [WHOLE, NOBODY])
def test_a_story_of_many_people(steps):
    assert story(*steps).failures == ()


MAKER = {"key": "maker", "title": "制卡", "kind": "external", "lines": "each",
         "outside": {"hook": "maker", "send": {"name": "item.name"}}, "actions": []}  # fmt: skip
SEAL = stage("seal", actions=[{"key": "approve", "title": "同意"}])


@pytest.mark.parametrize(
    ("told", "expect"),
    [
        (
            {"failed": {"0": "x", "1": "x", "2": "x"}},
            {"stage": "seal", "dispatch": None, "lines": ["failed"] * 3},
        ),
        (
            {"failed": {"0": "x", "1": "x"}, "passed": [2]},
            {"stage": "maker", "dispatch": "maker", "lines": ["failed", "failed", "open"]},
        ),
    ],
)
def test_where_nobody_is_left_the_next_outside_stage_is_passed_over(told, expect):
    """Without a branch of the definition: nothing waits for an answer that nobody was asked for."""
    two = process(
        form=form({"a": text("甲")}, layout=wizard(one=[control("a")])),
        lines=LINES,
        stages=[{**BANK, "next": []}, MAKER, SEAL],
    )
    steps = [SUBMIT, {"do": "answered", **told, "expect": expect}]
    assert run(two, {"title": "t", "given": given(), "steps": steps}).failures == ()


def test_lines_are_judged_when_the_case_is_handed_in():
    busy = {"name": "丙", "$facts": {"busy": True}}
    wrong = [{"name": "甲", "age": 12}, {"age": 30}, busy]
    refused = {
        "refused": "invalid",
        "problems": ["check old", "required lines/1/name", "check free"],
    }
    assert story({"do": "submit", "expect": refused}, lines=wrong).failures == ()
    few = {"refused": "invalid", "problems": ["too-few-lines"]}
    assert story({"do": "submit", "expect": few}, lines=THREE[:1]).failures == ()


def test_all_of_it_can_be_covered():
    wrong = story({"do": "submit", "expect": {"refused": "invalid"}},
                  lines=[{"name": "甲", "age": 12}, {"name": "乙", "$facts": {"busy": True}}])  # fmt: skip
    found = coverage(CARDS, [story(*WHOLE), story(*NOBODY), wrong])
    assert found.missing == ()
    assert set(coverage(CARDS, [story(*NOBODY)]).missing) >= {
        "stage:check",
        "action:check.approve",
        "condition:check/lines/old=false",
        "condition:branch/bank/0=false",
        "effect:bank.passed.0",
        "effect:bank.approve.0",
    }


def test_what_is_due_is_kept_between_tries():
    pay = {
        "key": "pay", "title": "凭证", "kind": "applicant",
        "form": form({"n": text("号", minLength=2)}, "n"),
        "materials": [
            {"key": "voucher", "title": "凭证"},
            {"key": "note", "title": "说明", "when": "stage.pay.n == 'cash'"},
        ],
        "actions": [{"key": "approve", "title": "提交"}],
    }  # fmt: skip
    small = process(stages=[pay])
    steps = [
        {"do": "submit", "expect": {"stage": "pay", "number_of_tasks": 0}},
        {"do": "hand_in", "values": {"n": "1"},
         "expect": {"refused": "invalid-values", "problems": ["too-short", "material-missing"]}},
        {"do": "attach", "material": "voucher"},
        {"do": "hand_in", "values": {"n": "cash"}, "expect": {"refused": "invalid-values"}},
        {"do": "hand_in", "files": {"note": 1}, "expect": {"status": "completed", "entries": ["handed_in", "completed"]}},
    ]  # fmt: skip
    told = run(small, {"title": "t", "given": given([]), "steps": steps})
    assert told.failures == ()
    assert coverage(small, [told]).missing == ()
