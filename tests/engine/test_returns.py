"""Giving a case back: to whom, what opens, where it comes back."""

from __future__ import annotations

import pytest

from tests.engine.small import AT_DISTRICT, STAFF, process, stage, world
from tests.engine.two_stages import (
    ACTIONS,
    ANSWERS,
    AT_FIRST,
    AT_SECOND,
    TWO,
    done,
    refused,
)
from unionhall.engine.actions import CaseState, RegisterWrite, submit


def test_returning_to_the_applicant_opens_the_items_only():
    outcome = done(AT_FIRST, "return", "officer", reason="改", items=["a", "material:report", "a"])
    assert (outcome.status, outcome.stage, outcome.done_tasks) == ("returned", "first", (1,))
    assert outcome.unlocked == ("a", "material:report")
    assert outcome.entries[0].values == {
        "round": 1,
        "reason": "改",
        "to": "applicant",
        "reenter": "first",
        "items": ["a", "material:report"],
    }


def test_returning_without_items_opens_everything():
    assert done(AT_FIRST, "return", "officer", reason="改").unlocked is None


@pytest.mark.parametrize("item", ["zzz", "material:zzz", "report", "material:a"])
def test_unknown_items(item):
    assert refused(done, AT_FIRST, "return", "officer", reason="改", items=[item]) == "unknown-item"


def test_targets_of_a_return():
    assert refused(done, AT_FIRST, "return", "officer", reason="改", to="second") == "not-a-target"
    outcome = done(AT_SECOND, "return", "finance", reason="改", to="first")
    assert (outcome.status, outcome.stage, outcome.round) == ("in_progress", "first", 2)
    assert [task.union for task in outcome.tasks] == ["u-district"]
    assert outcome.stages == {}
    assert outcome.writes == (RegisterWrite("close", "waiting", {"a": "x"}, {}),)


def test_a_corrected_case_comes_back_to_who_returned_it():
    returned = done(AT_SECOND, "return", "finance", reason="改", to="applicant")
    assert returned.stages == {"first": {"amount": 5}}
    state = CaseState("returned", returned.stage, 1, (), "starter", returned.stage, returned.stages)
    outcome = submit(TWO, state, ANSWERS, world(), STAFF)
    assert (outcome.stage, outcome.round, outcome.stages) == ("second", 2, {"first": {"amount": 5}})


def test_or_from_the_start_where_the_action_says_so():
    again = [*ACTIONS[:1], {**ACTIONS[1], "to": ["applicant"], "reenter": "start"}]
    small = process(
        stages=[stage("first", AT_DISTRICT), stage("second", verb="disburse", actions=again)]
    )
    returned = done(AT_SECOND, "return", "finance", process=small, reason="改")
    assert (returned.stage, returned.stages) == ("", {})
    state = CaseState("returned", "", 1, (), "starter")
    assert submit(small, state, ANSWERS, world(), STAFF).stage == "first"
