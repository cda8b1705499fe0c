"""Yes or no to ticked lines at a review stage; the last one is the approval."""

from __future__ import annotations

import pytest

from tests.casework.outside.small import APPROVE, LINES, REVIEW, begun, document, lines_of
from tests.factories.applications import fresh, task_of
from unionhall.cases import selectors
from unionhall.cases.models import Decision
from unionhall.casework import refusals
from unionhall.casework.decide import decide
from unionhall.casework.decide_lines import decide_lines

pytestmark = pytest.mark.django_db


def doc(**stage):
    first = {
        "key": "first",
        "title": "待审核",
        **REVIEW,
        "lines": "each",
        "actions": [APPROVE],
        **stage,
    }
    return document("each", [first, {"key": "last", "title": "待确认", **REVIEW, "actions": [APPROVE]}],
                    lines=LINES)  # fmt: skip


@pytest.fixture
def case(office):
    return fresh(begun(office, doc(), names=3))


@pytest.fixture
def say(office):
    def told(case, verdict, lines, reason="", by=None, version=None, **more):
        current = fresh(case)
        return decide_lines(
            case.key, task_of(case).pk, verdict, [line.key for line in lines],
            current.version if version is None else version, reason,
            by=by or office.city.chen, now=office.now, **more,
        )  # fmt: skip

    return told


def code_of(call, *args, **more):
    with pytest.raises(refusals.Refused) as caught:
        call(*args, **more)
    return caught.value.code


def states(case):
    return [(line.state, line.reason) for line in lines_of(case)]


def test_some_pass_some_fail_and_the_last_verdict_is_the_approval(case, say, office):
    a, b, c = lines_of(case)
    say(case, "passed", [a])
    assert fresh(case).stage == "first"
    say(case, "failed", [b], "重名")
    done = say(case, "passed", [c])
    assert (done.stage, fresh(case).stage) == ("last", "last")
    assert states(case) == [("passed", ""), ("failed", "重名"), ("passed", "")]
    assert Decision.objects.filter(by=office.city.chen, action="approve").count() == 1
    told = [one.values for one in selectors.journal(fresh(case)) if one.kind == "lines_decided"]
    assert told[1] == {"round": 1, "failed": 1, "reason": "重名"}
    replayed = selectors.replayed(fresh(case))
    assert (replayed.status, replayed.stage) == ("in_progress", "last")


def test_the_stage_is_not_approved_while_one_is_open(case, say, office):
    task, version = task_of(case), fresh(case).version
    refused = code_of(
        decide, case.key, task.pk, "approve", version, by=office.city.chen, now=office.now
    )
    assert refused == "lines-open"


def test_what_is_refused_changes_nothing(case, say, office):
    a, b, _c = lines_of(case)
    assert code_of(say, case, "failed", [a]) == "reason-required"
    assert code_of(say, case, "maybe", [a]) == "illegal-action"
    assert code_of(say, case, "passed", []) == "no-lines-chosen"
    assert code_of(say, case, "passed", [a] * 1, by=office.city.lin) == "own-case"
    with pytest.raises(refusals.NotYours):
        say(case, "passed", [a], by=office.city.wu)
    assert code_of(say, case, "passed", [a], version=0) == "changed"
    say(case, "passed", [a])
    assert code_of(say, case, "passed", [a, b]) == "lines-changed"
    assert states(case) == [("passed", ""), ("open", ""), ("open", "")]


def test_lines_of_another_case_are_none(case, say, office):
    other = begun(office, doc(), names=1, by=office.city.zhou)
    assert code_of(say, case, "passed", lines_of(other)) == "lines-changed"
    assert states(other) == [("open", "")]


def test_a_stage_that_asks_for_more_waits_for_its_approval(office, say):
    form = {
        "schema": {"type": "object", "properties": {"note": {"type": "string", "title": "备注"}}}
    }
    case = begun(office, doc(form=form), names=1)
    say(case, "passed", lines_of(case))
    case = fresh(case)
    assert case.stage == "first"
    decide(
        case.key,
        task_of(case).pk,
        "approve",
        case.version,
        {"note": "好"},
        by=office.city.chen,
        now=office.now,
    )
    assert fresh(case).stage == "last"


def test_where_lines_have_no_verdict_there_is_none(office, say):
    case = begun(office, doc(lines=""), names=1)
    assert code_of(say, case, "passed", lines_of(case)) == "not-per-line"


def test_the_same_press_twice_is_one(case, say):
    a, _b, _c = lines_of(case)
    version = fresh(case).version
    say(case, "passed", [a], version=version, key="k1")
    say(case, "passed", [a], version=version, key="k1")
    assert len([one for one in selectors.journal(fresh(case)) if one.kind == "lines_decided"]) == 1
