"""A process of two stages and its cases at each of them, for tests of events."""

from __future__ import annotations

import pytest

from tests.engine.small import AT_DISTRICT, STAFF, form, process, stage, text, world
from unionhall.engine.actions import CaseState, Refused, TaskState, act

AMOUNT = form({"amount": {"type": "integer", "title": "金额", "minimum": 1}}, "amount")
ACTIONS = [
    {"key": "approve", "title": "同意"},
    {"key": "return", "title": "退回", "to": ["first", "applicant"], "reason": "required"},
]
TWO = process(
    form=form({"a": text("甲"), "b": text("乙")}),
    materials=[{"key": "report", "title": "报告"}],
    stages=[
        stage("first", AT_DISTRICT, withdrawable=True, form=AMOUNT),
        stage(
            "second",
            verb="disburse",
            if_nobody="error",
            actions=ACTIONS,
            on={
                "approve": [
                    {
                        "do": "create",
                        "register": "paid",
                        "set": {
                            "a": "form.a",
                            "b": "form.b",
                            "amount": "stage.first.amount",
                            "case": "case.number",
                        },
                    },
                    {
                        "do": "close",
                        "register": "open",
                        "match": {"a": "form.a"},
                        "set": {"b": "form.b"},
                    },
                    {
                        "do": "create",
                        "register": "never",
                        "set": {"a": "form.a"},
                        "when": "form.a == 'z'",
                    },
                ],
                "enter": [{"do": "create", "register": "waiting", "set": {"a": "form.a"}}],
                "return": [{"do": "close", "register": "waiting", "match": {"a": "form.a"}}],
            },
        ),
    ],
)
ANSWERS = {"a": "x"}
DRAFT = CaseState("draft", starter="starter")
FIRST = TaskState(1, "u-district", "review_small_matters", "first")
SECOND = TaskState(2, "u-root", "disburse_small_matters", "second")
AT_FIRST = CaseState("in_progress", "first", 1, (FIRST,), "starter")
AT_SECOND = CaseState(
    "in_progress", "second", 1, (SECOND,), "starter", None, {"first": {"amount": 5}}
)


def done(state, action, by, process=TWO, task=None, staffing=STAFF, **more):
    known = {
        "answers": ANSWERS,
        "world": world(case={"number": "X1"}),
        "staffing": staffing,
        **more,
    }
    return act(process, state, task=task or state.tasks[0], action=action, by=by, **known)


def refused(call, *args, **more):
    with pytest.raises(Refused) as caught:
        call(*args, **more)
    return caught.value.code
