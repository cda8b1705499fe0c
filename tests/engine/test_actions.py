"""Events of a case: what is allowed, what comes of it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.engine.small import AT_DISTRICT, STAFF, control, form, process, stage, text, world
from tests.engine.two_stages import (
    ANSWERS,
    AT_FIRST,
    AT_SECOND,
    DRAFT,
    FIRST,
    SECOND,
    TWO,
    done,
    refused,
)
from unionhall.engine.actions import (
    Entry,
    RegisterWrite,
    TaskSpec,
    applicant_actions,
    staff_actions,
    submit,
    withdraw,
)
from unionhall.engine.stage_form import opened, within


def test_submitting_enters_the_first_stage():
    outcome = submit(TWO, DRAFT, ANSWERS, world(), STAFF)
    task = TaskSpec("first", "u-district", "review_small_matters", 1)
    assert (outcome.status, outcome.stage, outcome.round) == ("in_progress", "first", 1)
    assert outcome.tasks == (task,)
    assert outcome.entries == (
        Entry("submitted", values={"round": 1}),
        Entry(
            "entered",
            "first",
            "u-district",
            {
                "round": 1,
                "waits": False,
                "tasks": [{"union": "u-district", "permission": "review_small_matters"}],
            },
        ),
    )


@pytest.mark.parametrize("status", ["in_progress", "completed", "rejected"])
def test_only_an_open_case_is_submitted(status):
    assert (
        refused(submit, TWO, replace(DRAFT, status=status), ANSWERS, world(), STAFF)
        == "illegal-action"
    )


def test_approving_decides_the_values_and_moves_on():
    outcome = done(AT_FIRST, "approve", "officer", values={"amount": 5})
    assert (outcome.status, outcome.stage, outcome.done_tasks) == ("in_progress", "second", (1,))
    assert outcome.stages == {"first": {"amount": 5}}
    assert [entry.kind for entry in outcome.entries] == ["approved", "entered"]
    assert outcome.writes == (RegisterWrite("create", "waiting", {}, {"a": "x"}),)


def test_the_last_approval_completes_and_writes():
    outcome = done(AT_SECOND, "approve", "finance")
    assert (outcome.status, outcome.stage, outcome.tasks) == ("completed", "", ())
    assert outcome.writes == (
        RegisterWrite("create", "paid", {}, {"a": "x", "amount": 5, "case": "X1"}),
        RegisterWrite("close", "open", {"a": "x"}, {"b": None}),
    )


@pytest.mark.parametrize("values", [{}, {"amount": 0}, {"amount": "5"}, {"amount": 5, "zzz": 1}])
def test_values_of_a_stage_are_validated(values):
    assert refused(done, AT_FIRST, "approve", "officer", values=values) == "invalid-values"


def test_who_may_not():
    assert refused(done, AT_FIRST, "approve", "finance") == "not-your-task"
    mine = replace(AT_FIRST, starter="officer")
    assert refused(done, mine, "approve", "officer") == "own-case"
    assert refused(done, AT_FIRST, "approve", "officer", task=9) == "already-decided"
    over = replace(AT_FIRST, status="completed")
    assert refused(done, over, "approve", "officer") == "already-decided"
    assert refused(done, AT_FIRST, "dance", "officer") == "illegal-action"
    assert refused(done, AT_SECOND, "reject", "finance") == "illegal-action"


@pytest.mark.parametrize("reason", [None, "", "  "])
@pytest.mark.parametrize("action", ["return", "reject"])
def test_a_reason_is_required(action, reason):
    assert refused(done, AT_FIRST, action, "officer", reason=reason) == "reason-required"


def test_rejecting_ends_the_case():
    outcome = done(AT_FIRST, "reject", "officer", reason="不符")
    assert (outcome.status, outcome.stage, outcome.done_tasks) == ("rejected", "first", (1,))


@pytest.mark.row("X1-61")
def test_withdrawing():
    outcome = withdraw(TWO, AT_FIRST)
    assert (outcome.status, outcome.stage, outcome.done_tasks) == ("withdrawn", "", (1,))
    assert refused(withdraw, TWO, AT_SECOND) == "not-withdrawable"
    assert refused(withdraw, TWO, DRAFT) == "not-withdrawable"


@pytest.mark.row("J1-34")
def test_withdrawing_may_delete():
    """One step, and the journal tells both."""
    deleting = replace(TWO, withdrawal="delete")
    outcome = withdraw(deleting, AT_FIRST)
    assert [entry.kind for entry in outcome.entries] == ["withdrawn", "deleted"]
    assert (outcome.status, outcome.done_tasks) == ("withdrawn", (1,))
    assert refused(withdraw, deleting, AT_SECOND) == "not-withdrawable"


@pytest.mark.row("X1-29")
def test_what_the_applicant_is_offered():
    offered = {
        status: applicant_actions(TWO, replace(AT_FIRST, status=status))
        for status in ("draft", "in_progress", "returned", "withdrawn", "completed", "rejected")
    }
    editing = ("edit", "submit", "delete")
    assert offered == {
        "draft": editing,
        "in_progress": ("withdraw",),
        "returned": editing,
        "withdrawn": editing,
        "completed": (),
        "rejected": (),
    }
    assert applicant_actions(TWO, AT_SECOND) == ()


def test_what_staff_are_offered():
    def keys(state, task, user):
        return [action.key for action in staff_actions(TWO, state, task, user)]

    assert keys(AT_FIRST, FIRST, "officer") == ["approve", "return", "reject"]
    assert keys(AT_SECOND, SECOND, "finance") == ["approve", "return"]
    assert keys(AT_FIRST, FIRST, "starter") == []
    assert keys(AT_FIRST, SECOND, "officer") == []
    assert keys(replace(AT_FIRST, status="returned"), FIRST, "officer") == []
    half = replace(FIRST, quorum=2, approvals=("officer",))
    assert keys(replace(AT_FIRST, tasks=(half,)), half, "officer") == []


def test_a_quorum_of_different_people():
    small = process(stages=[stage("first", AT_DISTRICT, quorum=2)])
    task = replace(FIRST, quorum=2)
    state = replace(AT_FIRST, tasks=(task,))
    half = done(state, "approve", "officer", process=small)
    assert (half.status, half.stage, half.done_tasks, half.tasks) == (
        "in_progress",
        "first",
        (),
        (),
    )
    state = replace(state, tasks=(replace(task, approvals=("officer",)),))
    assert refused(done, state, "approve", "officer", process=small) == "already-decided"
    assert done(state, "approve", "second", process=small).status == "completed"


def test_every_group_of_actors_decides():
    both = stage(
        "first",
        actors=[
            {"permission": "review", "at": AT_DISTRICT},
            {"permission": "disburse", "at": "root(union.chain)"},
        ],
    )
    small = process(stages=[both])
    assert len(submit(small, DRAFT, ANSWERS, world(), STAFF).tasks) == 2
    other = replace(SECOND, stage="first")
    state = replace(AT_FIRST, tasks=(FIRST, other))
    half = done(state, "approve", "officer", process=small)
    assert (half.status, half.done_tasks) == ("in_progress", (1,))
    assert (
        done(replace(state, tasks=(other,)), "approve", "finance", process=small).status
        == "completed"
    )
    ended = done(state, "return", "officer", process=small, reason="改")
    assert (ended.status, ended.done_tasks) == ("returned", (1, 2))


def test_an_effect_that_errs_refuses_the_action():
    failing = stage(
        "first", on={"approve": [{"do": "create", "register": "r", "set": {"a": "form.a > today"}}]}
    )
    state = replace(AT_FIRST, tasks=(replace(FIRST, union="u-root"),))
    assert (
        refused(done, state, "approve", "city", process=process(stages=[failing]), answers={})
        == "expression-failed"
    )


def test_a_form_of_a_stage_knows_the_application():
    checked = form(
        {"amount": {"type": "integer", "title": "金额"}},
        checks=[
            {
                "id": "c",
                "assert": "form.amount <= form.asked",
                "message": "过多。",
                "paths": ["amount"],
            }
        ],
    )
    small = process(
        form=form({"asked": {"type": "integer", "title": "申请金额"}}),
        stages=[stage("first", AT_DISTRICT, form=checked)],
    )
    assert (
        refused(
            done,
            AT_FIRST,
            "approve",
            "officer",
            process=small,
            answers={"asked": 3},
            values={"amount": 4},
        )
        == "invalid-values"
    )
    assert (
        done(
            AT_FIRST,
            "approve",
            "officer",
            process=small,
            answers={"asked": 3},
            values={"amount": 3},
        ).status
        == "completed"
    )


def test_a_form_of_a_stage_is_shown_with_the_application():
    asking = form(
        {"asked": text("自己的"), "amount": text("金额"), "why": text("原因")},
        layout=[control("asked"), control("amount"), control("why", show="form.cause == 'other'")],
        prefill={"amount": "form.cause", "asked": "form.asked"},
    )
    small = process(
        form=form({"cause": text("事由"), "asked": text("申请")}),
        stages=[stage("first", form=asking)],
    )
    first = small.stages[0]
    found = opened(small, first, within(first, {"cause": "other", "asked": "x"}, world()))
    assert found is not None
    assert (found.answers, found.fields["why"].visible) == ({"amount": "other"}, True)
