"""Where a case goes, who is responsible, what is skipped; and the journal that tells it again."""

from __future__ import annotations

import pytest

from tests.engine.small import (
    AT_DISTRICT,
    DISTRICT,
    OWN,
    ROOT,
    STAFF,
    UNION,
    form,
    process,
    stage,
    text,
    world,
)
from unionhall.engine.actions import CaseState, Entry, Refused, TaskState, act, submit
from unionhall.engine.replay import Replayed, replay
from unionhall.engine.waiting import hand_in

DRAFT = CaseState("draft", starter="starter")
FORM = form({"a": text("甲"), "n": {"type": "integer", "title": "数"}})


def sent(*stages, answers=None, staffing=STAFF, state=DRAFT, union=UNION):
    small = process(form=FORM, stages=list(stages))
    return submit(small, state, answers or {"a": "x"}, world(union=union), staffing)


def way(outcome):
    return [(entry.kind, entry.stage, entry.union) for entry in outcome.entries[1:]]


def refused(*args, **more):
    with pytest.raises(Refused) as caught:
        sent(*args, **more)
    return caught.value.code


def test_nobody_goes_to_the_parent():
    staffing = {("u-root", "review"): frozenset({"city"})}
    outcome = sent(stage("first", AT_DISTRICT), staffing=staffing)
    assert way(outcome) == [("escalated", "first", "u-root"), ("entered", "first", "u-root")]
    assert outcome.entries[1].values["from"] == "u-district"
    assert [task.union for task in outcome.tasks] == ["u-root"]


def test_no_such_union_goes_to_the_root():
    assert way(sent(stage("first", "nearest(union.chain, ['industry'])"))) == [
        ("escalated", "first", "u-root"),
        ("entered", "first", "u-root"),
    ]


def test_the_starter_counts_for_nobody():
    alone = {
        ("u-district", "review"): frozenset({"starter"}),
        ("u-root", "review"): frozenset({"city"}),
    }
    assert [task.union for task in sent(stage("first", AT_DISTRICT), staffing=alone).tasks] == [
        "u-root"
    ]
    allowed = sent(stage("first", AT_DISTRICT, not_by=[]), staffing=alone)
    assert [task.union for task in allowed.tasks] == ["u-district"]


def test_too_few_for_a_quorum_count_for_nobody():
    few = {
        ("u-district", "review"): frozenset({"officer"}),
        ("u-root", "review"): frozenset({"a", "b"}),
    }
    assert [
        task.union for task in sent(stage("first", AT_DISTRICT, quorum=2), staffing=few).tasks
    ] == ["u-root"]


@pytest.mark.parametrize("if_nobody", ["error", "parent"])
def test_nobody_at_all_is_refused(if_nobody):
    assert refused(stage("first", AT_DISTRICT, if_nobody=if_nobody), staffing={}) == "no-actor"


def test_nobody_may_mean_skip():
    outcome = sent(
        stage("first", AT_DISTRICT, if_nobody="skip"),
        stage("second"),
        staffing={("u-root", "review"): frozenset({"city"})},
    )
    assert way(outcome) == [("skipped", "first", None), ("entered", "second", "u-root")]
    assert outcome.entries[1].values == {"because": "nobody"}


def test_a_union_that_is_not_known_is_refused():
    assert refused(stage("first"), union={}) == "no-actor"


def test_skipping_by_condition():
    skipping = stage("first", AT_DISTRICT, skip_when="form.a == 'x'")
    assert way(sent(skipping, stage("second"))) == [
        ("skipped", "first", None),
        ("entered", "second", "u-root"),
    ]
    assert way(sent(skipping, stage("second"), answers={"a": "y"})) == [
        ("entered", "first", "u-district")
    ]


def test_a_condition_that_errs_does_not_skip():
    assert way(sent(stage("first", AT_DISTRICT, skip_when="form.n > 3"))) == [
        ("entered", "first", "u-district")
    ]


def test_all_skipped_is_complete():
    outcome = sent(stage("first", skip_when="true"), stage("second", skip_when="true"))
    assert (outcome.status, outcome.stage, outcome.tasks) == ("completed", "", ())
    assert [entry.kind for entry in outcome.entries] == [
        "submitted",
        "skipped",
        "skipped",
        "completed",
    ]


def approved(*stages, answers):
    small = process(form=FORM, stages=list(stages))
    state = CaseState(
        "in_progress",
        "first",
        1,
        (TaskState(1, "u-root", "review_small_matters", "first"),),
        "starter",
    )
    return act(
        small,
        state,
        task=1,
        action="approve",
        by="city",
        answers=answers,
        world=world(),
        staffing=STAFF,
    )


BRANCHED = (
    stage("first", next=[{"when": "form.n > 10", "to": "third"}, {"to": "second"}]),
    stage("second"),
    stage("third"),
)


@pytest.mark.parametrize(("n", "to"), [(11, "third"), (10, "second")])
def test_branches(n, to):
    assert approved(*BRANCHED, answers={"n": n}).stage == to


def test_a_branch_that_errs_is_refused():
    with pytest.raises(Refused) as caught:
        approved(*BRANCHED, answers={})
    assert caught.value.code == "expression-failed"


def test_a_branch_may_end_the_case():
    ending = stage("first", next=[{"when": "form.n > 10", "to": "end"}, {"to": "second"}])
    assert approved(ending, stage("second"), answers={"n": 11}).status == "completed"


def test_branches_without_an_answer_are_refused():
    with pytest.raises(Refused) as caught:
        approved(
            stage("first", next=[{"when": "form.n > 10", "to": "second"}]),
            stage("second"),
            answers={"n": 1},
        )
    assert caught.value.code == "no-branch"


def test_a_branch_to_nowhere_is_refused():
    with pytest.raises(Refused) as caught:
        approved(stage("first", next=[{"to": "nowhere"}]), answers={})
    assert caught.value.code == "no-branch"


def test_a_ring_of_skipped_stages_is_refused():
    first = stage("first", skip_when="true", next=[{"to": "second"}])
    second = stage("second", skip_when="true", next=[{"to": "first"}])
    assert refused(first, second) == "route-loop"


def test_a_stage_may_wait_for_the_applicant():
    waiting = {
        "key": "voucher",
        "title": "待上传凭证",
        "kind": "applicant",
        "actors": [],
        "actions": [],
    }
    small = process(form=FORM, stages=[stage("first"), waiting, stage("last")])
    state = CaseState(
        "in_progress",
        "first",
        1,
        (TaskState(1, "u-root", "review_small_matters", "first"),),
        "starter",
    )
    outcome = act(
        small, state, task=1, action="approve", by="city", answers={}, world=world(), staffing=STAFF
    )
    assert (outcome.status, outcome.stage, outcome.tasks) == ("in_progress", "voucher", ())
    waits = CaseState("in_progress", "voucher", 1, (), "starter")
    handed_in = hand_in(small, waits, {}, world(), STAFF, values={}, files={})
    assert (handed_in.stage, handed_in.round) == ("last", 1)


def test_a_way_back_begins_a_new_round():
    last = stage("last", next=[{"to": "first"}])
    small = process(form=FORM, stages=[stage("first"), last])
    task = TaskState(1, "u-root", "review_small_matters", "last")
    at_last = CaseState("in_progress", "last", 1, (task,), "starter")
    outcome = act(
        small,
        at_last,
        task=1,
        action="approve",
        by="city",
        answers={},
        world=world(),
        staffing=STAFF,
    )
    assert (outcome.stage, outcome.round) == ("first", 2)


def test_the_nearest_above_with_staff():
    middle = {"id": "u-mid", "name": "系统工会", "kind": "industry"}
    union = {**UNION, "chain": [OWN, DISTRICT, middle, ROOT]}
    staffing = {("u-mid", "review"): frozenset({"m"}), ("u-root", "review"): frozenset({"city"})}
    assert [
        task.union
        for task in sent(stage("first", AT_DISTRICT), staffing=staffing, union=union).tasks
    ] == ["u-mid"]


ENTERED = {"round": 1, "waits": False}


@pytest.mark.parametrize(
    ("entries", "state"),
    [
        ([], ("draft", "", 0)),
        ([Entry("started"), Entry("saved-opinion")], ("draft", "", 0)),
        ([Entry("submitted"), Entry("entered", "a", None, ENTERED)], ("in_progress", "a", 1)),
        ([Entry("entered", "a", None, ENTERED), Entry("approved", "a")], ("in_progress", "a", 1)),
        ([Entry("entered", "a", None, ENTERED | {"waits": True})], ("in_progress", "a", 1)),
        (
            [
                Entry("entered", "b", None, ENTERED),
                Entry("returned", "b", None, {"to": "applicant", "reenter": "b"}),
            ],
            ("returned", "b", 1),
        ),
        (
            [Entry("entered", "b", None, ENTERED), Entry("returned", "b", None, {"to": "a"})],
            ("in_progress", "b", 1),
        ),
        ([Entry("entered", "b", None, ENTERED), Entry("rejected", "b")], ("rejected", "b", 1)),
        ([Entry("entered", "b", None, ENTERED), Entry("withdrawn", "b")], ("withdrawn", "", 1)),
        ([Entry("entered", "b", None, ENTERED), Entry("completed")], ("completed", "", 1)),
    ],
)
def test_replay(entries, state):
    assert replay(entries) == Replayed(*state)
