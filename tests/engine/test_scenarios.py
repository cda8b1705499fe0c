"""Scenarios of every process of the repository pass and touch all of it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.engine.small import form, process, stage, text
from unionhall.engine.scenarios import Failure, coverage, run

FOLDER = Path(__file__).parents[2] / "form_definitions" / "lu" / "scenarios"
STORIES = [
    pytest.param(story, id=f"{path.stem}: {story['title']}")
    for path in sorted(FOLDER.glob("*.json"))
    for story in json.loads(path.read_text())["scenarios"]
]
GIVEN = {
    "union": {"id": "u-root", "chain": [{"id": "u-root", "name": "根", "kind": "root"}]},
    "staff": [["u-root", "review", "city"]],
}


@pytest.mark.parametrize("story", STORIES)
def test_story(fund_refund, story):
    assert run(fund_refund, story).failures == ()


def test_the_stories_touch_everything(fund_refund, stories):
    found = coverage(fund_refund, [run(fund_refund, story) for story in stories])
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
