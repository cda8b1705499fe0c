"""Scenarios of every process of the repository pass and touch all of it."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path

import pytest

from tests.engine.small import form, process, stage, text
from unionhall.engine.scenarios import Failure, coverage, run
from unionhall.language.parse import parse_process

PACK = Path(__file__).parents[2] / "form_definitions" / "lu"
TOLD = {
    path.stem: json.loads(path.read_text())["scenarios"]
    for path in sorted((PACK / "scenarios").glob("*.json"))
}
STORIES = [
    pytest.param(key, story, id=f"{key}: {story['title']}")
    for key, stories in TOLD.items()
    for story in stories
]
GIVEN = {
    "union": {"id": "u-root", "chain": [{"id": "u-root", "name": "根", "kind": "root"}]},
    "staff": [["u-root", "review", "city"]],
}


@cache
def published(key):
    return parse_process(json.loads((PACK / "processes" / f"{key}.json").read_text()))


@pytest.mark.parametrize(("key", "story"), STORIES)
def test_story(key, story):
    assert run(published(key), story).failures == ()


@pytest.mark.row("J1-11", "J1-12")
def test_a_union_that_leaves_its_district_needs_a_sealed_statement_and_the_city():
    """The same district: one stage and no material. Another: statement, city, then execution."""
    process = published("affiliation-change")
    (statement,) = process.materials
    assert (statement.title, statement.note) == (
        "变更隶属关系情况说明",
        "加盖单位工会公章，并由经办人签字。",
    )
    (across,) = (one for one in TOLD["affiliation-change"] if one["title"].startswith("跨区变更"))
    found = run(process, across)
    assert found.failures == ()
    asked = [step["expect"] for step in across["steps"] if "expect" in step]
    assert {"refused": "invalid", "problems": ["material-missing"]} in asked
    reached = [expect["stage"] for expect in asked if "stage" in expect]
    assert reached == ["knowledge", "city", "city", "execution", "city"]
    assert asked[-1]["status"] == "completed"


@pytest.mark.parametrize("key", TOLD)
def test_the_stories_touch_everything(key):
    process = published(key)
    found = coverage(process, [run(process, story) for story in TOLD[key]])
    assert found.missing == ()
    assert found.is_complete


def test_coverage_names_what_is_missing():
    small = process(stages=[stage("first", skip_when="form.a == 'skip'")])
    story = {
        "title": "t",
        "given": GIVEN,
        "steps": [{"do": "answer", "values": {"a": "x"}}, {"do": "submit"}],
    }
    found = coverage(small, [run(small, story)])
    assert found.stages.percent == 100
    assert found.missing == (
        "action:first.approve",
        "action:first.return",
        "action:first.reject",
        "condition:stage/first/skip=true",
    )


def test_a_wrong_expectation_is_told_with_both_sides():
    story = {
        "title": "t",
        "given": GIVEN,
        "steps": [{"do": "submit", "expect": {"stage": "second"}}],
    }
    assert run(process(), story).failures == (Failure(0, "stage", "second", "first"),)


def test_an_unexpected_refusal_ends_the_story():
    steps = [{"do": "withdraw"}, {"do": "submit", "expect": {"stage": "nowhere"}}]
    failures = run(process(), {"title": "t", "given": GIVEN, "steps": steps}).failures
    assert [(failure.step, failure.what) for failure in failures] == [(0, "refused")]


@pytest.mark.parametrize(
    "step",
    [
        {"do": "attach", "material": "nothing"},
        {"do": "choose", "path": "nothing"},
        {"do": "submit", "expect": {"colour": "red"}},
        {"do": "dance"},
    ],
)
def test_a_broken_scenario_fails_without_an_exception(step):
    small = process(form=form({"a": text("甲")}))
    assert not run(small, {"title": "t", "given": GIVEN, "steps": [step]}).passed


TELLING = process(
    links={"unit": {"format": "unit-ref", "title": "单位"}},
    form=form(
        {
            "a": text("甲"),
            "unit": text("单位"),
            "mobile": text("手机", format="cn-mobile") | {"x-verify": "sms"},
        },
        prefill={"unit": "link.unit"},
    ),
    notices=[
        {"on": "completed", "to": "applicant", "channels": ["sms"], "text": "done",
         "values": {"a": "form.a"}, "when": "form.a == 'x'"},
    ],
    stages=[
        stage(
            "first",
            on={"approve": [{"do": "call", "hook": "greet", "with": {"mobile": "form.mobile"}}]},
        )
    ],
)  # fmt: skip
PROVEN = {**GIVEN, "links": {"unit": "k-1"}, "proofs": {"mobile": "15400000001"}}


def told(**values):
    return [
        {"do": "answer", "values": values, "expect": {"values": {"unit": "k-1"}}},
        {"do": "submit"},
        {
            "do": "approve",
            "by": "city",
            "expect": {
                "notices": [{"key": "completed", "to": "applicant", "values": {"a": "x"}}],
                "calls": [{"hook": "greet", "with": {"mobile": "15400000001"}}],
                "entries": ["approved", "called", "completed"],
            },
        },
    ]


def test_a_story_tells_links_proofs_notices_and_calls():
    story = {"title": "t", "given": PROVEN, "steps": told(a="x", mobile="15400000001")}
    result = run(TELLING, story)
    assert result.failures == ()
    assert {"notice:completed", "effect:first.approve.0"} <= result.seen
    missing = coverage(TELLING, [result]).missing
    assert "condition:notice/completed=false" in missing
    assert "notice:completed" not in missing


def test_a_story_says_which_notice_and_call_were_not_as_told():
    steps = told(a="x", mobile="15400000001")
    steps[2]["expect"] = {"notices": ["other"], "calls": []}
    result = run(TELLING, {"title": "t", "given": PROVEN, "steps": steps})
    assert [(one.what, one.expected, one.actual) for one in result.failures] == [
        ("notices", ["other"], ["completed"]),
        ("calls", [], ["greet"]),
    ]


def test_another_number_than_the_proven_one_is_refused():
    steps = told(a="x", mobile="15400000002")
    steps[1] = {"do": "submit", "expect": {"refused": "invalid", "problems": ["not-verified"]}}
    assert run(TELLING, {"title": "t", "given": PROVEN, "steps": steps[:2]}).failures == ()


def test_the_people_of_a_story_keep_apart():
    """Who agreed at the first stage may not agree at the second; a return does not forgive."""
    two = process(
        stages=[
            stage("first"),
            stage("second", not_by=["starter", "deciders"], actions=[
                {"key": "approve", "title": "同意"},
                {"key": "return", "title": "退回", "to": ["applicant"], "reason": "required"},
            ]),
        ]
    )  # fmt: skip
    given = {**GIVEN, "staff": [["u-root", "review", "city"], ["u-root", "review", "other"]]}
    back = {"do": "return", "by": "other", "reason": "r", "to": "applicant"}
    steps = [
        {"do": "submit"},
        {"do": "approve", "by": "city", "expect": {"stage": "second"}},
        {"do": "approve", "by": "city", "expect": {"refused": "decided-before"}},
        back,
        {"do": "submit", "expect": {"stage": "second"}},
        {"do": "approve", "by": "city", "expect": {"refused": "decided-before"}},
        {"do": "approve", "by": "other", "expect": {"status": "completed"}},
    ]
    assert run(two, {"title": "t", "given": given, "steps": steps}).failures == ()
