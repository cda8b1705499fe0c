"""Who may not decide though he holds the right: the starter, the beneficiary, earlier deciders."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.engine.small import STAFF, process, stage
from tests.engine.two_stages import AT_SECOND, SECOND, done, refused
from unionhall.engine.actions import staff_actions, submit
from unionhall.engine.shapes import CaseState
from unionhall.engine.world import World

ALL = ["starter", "beneficiary", "deciders"]
FOUR_EYES = process(
    subject={"kind": "person"},
    stages=[stage("first"), stage("second", verb="disburse", not_by=ALL)],
)
BY_THREE = {**STAFF, ("u-root", "disburse"): frozenset({"finance", "boss", "helper"})}
KNOWN = replace(
    AT_SECOND,
    starter="helper",
    beneficiary="boss",
    deciders={"first": frozenset({"finance"}), "second": frozenset({"nobody"})},
)


@pytest.mark.parametrize(
    ("user", "code"),
    [("helper", "own-case"), ("boss", "own-case"), ("finance", "decided-before")],
)
def test_each_is_kept_out_for_his_own_reason(user, code):
    said = {"action": "approve", "by": user, "process": FOUR_EYES, "staffing": BY_THREE}
    assert refused(done, KNOWN, **said) == code
    assert staff_actions(FOUR_EYES, KNOWN, SECOND, user) == ()


def test_a_definition_that_does_not_say_so_lets_them():
    open_ = process(stages=[stage("first"), stage("second", verb="disburse", not_by=[])])
    for user in ("helper", "boss", "finance"):
        outcome = done(KNOWN, "approve", user, process=open_, staffing=BY_THREE)
        assert outcome.status == "completed"


def test_only_earlier_stages_count():
    """Who agreed at the second stage in a former round may agree there again."""
    again = replace(KNOWN, deciders={"second": frozenset({"finance"})})
    assert done(again, "approve", "finance", process=FOUR_EYES, staffing=BY_THREE)


def test_a_union_where_only_barred_people_hold_the_right_has_nobody(monkeypatch):
    """Whoever approves the first stage is the only one for the second: it goes up or is refused."""
    two = process(stages=[stage("first"), stage("second", not_by=["deciders"])])
    at_first = CaseState("draft", starter="starter")
    world = World("2026-01-15T09:00:00+08:00", "2026-01-15", union={"chain": [{"id": "u-root"}]})
    outcome = submit(two, at_first, {}, world, STAFF)
    state = replace(
        AT_SECOND, stage="first", tasks=(replace(SECOND, stage="first", permission="review_x"),)
    )
    assert outcome.stage == "first"
    alone = {"action": "approve", "by": "city", "process": two, "staffing": STAFF}
    state = replace(state, tasks=(replace(state.tasks[0], permission="review_small_matters"),))
    assert refused(done, state, **alone) == "no-actor"
    both = {("u-root", "review"): frozenset({"city", "other"})}
    assert done(state, "approve", "city", process=two, staffing=both).stage == "second"
