"""Answers from outside: each verdict once, whatever comes twice, late, mixed up or from nowhere."""

from __future__ import annotations

import pytest

from tests.casework.outside.small import (
    LINES,
    NAME,
    RETURN,
    bank_case,
    begun,
    dispatch_of,
    later,
    lines_of,
)
from tests.factories.applications import fresh
from unionhall.audit.models import AuditEntry
from unionhall.cases import selectors
from unionhall.cases.models import Dispatch, DispatchAnswer
from unionhall.casework import refusals
from unionhall.casework.context import Context
from unionhall.casework.decide import decide
from unionhall.casework.lines import sheet
from unionhall.casework.outside import send
from unionhall.casework.outside.answer import answer
from unionhall.casework.outside.arriving import Received
from unionhall.casework.outside.reading import LineAnswer, OutsideAnswer, read
from unionhall.casework.withdraw import withdraw
from unionhall.people.models import User

pytestmark = pytest.mark.django_db
EACH = {"lines": "each", "withdrawable": True}
NOW = later()()


@pytest.fixture
def case(office):
    """Three people wait for the bank's word."""
    found = begun(office, bank_case(**EACH, outside={
        "hook": "small-bank", "send": {"name": "item.name"}, "answers": ["card_tail"]
    }), names=3)  # fmt: skip
    settings_file_gateway = send.send_due(later())
    assert settings_file_gateway == 1
    return found


def told(case, *lines, id="a-1"):
    dispatch = dispatch_of(case)
    return answer(
        OutsideAnswer(dispatch.key, id, tuple(lines)),
        hook=dispatch.hook,
        by=User.objects.system(),
        now=NOW,
    )


def yes(line, **values):
    return LineAnswer(line.key, True, values=values)


def no(line, reason="证件号码不一致"):
    return LineAnswer(line.key, False, "B01", reason)


def states(case):
    return [(line.state, line.reason) for line in lines_of(case)]


@pytest.mark.row("S1-25", "S1-26")
def test_the_bank_says_yes_to_some_and_no_to_others_with_reasons(case):
    a, b, c = lines_of(case)
    received = told(case, yes(a, card_tail="1234", secret="x"), no(b), yes(c))
    assert received == Received(passed=2, failed=1)
    assert states(case) == [("passed", ""), ("failed", "证件号码不一致"), ("passed", "")]
    assert lines_of(case)[0].stage_values == {"bank": {"card_tail": "1234"}}
    case = fresh(case)
    assert case.stage == "last"
    assert dispatch_of(case).state == Dispatch.State.ANSWERED
    entry = selectors.last_entry(case, ["answered"])
    assert entry.values == {"round": 1, "passed": 2, "failed": 1}
    audited = AuditEntry.objects.filter(kind="outside").last()
    assert audited.values["failed"] == 1
    replayed = selectors.replayed(case)
    assert (replayed.status, replayed.stage, replayed.round) == ("in_progress", "last", 1)


def test_the_stage_ends_with_the_last_answer_in_whatever_order_they_come(case):
    a, b, c = lines_of(case)
    assert told(case, no(c), id="2") == Received(failed=1)
    assert fresh(case).stage == "bank"
    assert told(case, yes(a), yes(b), id="1") == Received(passed=2)
    assert fresh(case).stage == "last"


def test_the_same_answer_again_does_nothing(case):
    a, b, _c = lines_of(case)
    told(case, yes(a), no(b))
    version = fresh(case).version
    again = told(case, yes(a), no(b))
    assert (again.is_repeated, again.passed, again.failed, again.ignored) == (True, 1, 1, 0)
    assert DispatchAnswer.objects.count() == 1
    assert states(case)[:2] == [("passed", ""), ("failed", "证件号码不一致")]
    assert len([one for one in selectors.journal(fresh(case)) if one.kind == "answered"]) == 1
    assert fresh(case).version == version + 1  # a turn was taken and nothing written


def test_a_contrary_word_comes_too_late_and_is_counted(case):
    a, b, _c = lines_of(case)
    told(case, yes(a), id="1")
    assert told(case, no(a), yes(b), id="2") == Received(passed=1, ignored=1)
    assert states(case)[0] == ("passed", "")
    assert [(one.applied, one.ignored) for one in DispatchAnswer.objects.order_by("id")] == [
        (1, 0),
        (1, 1),
    ]


def test_one_line_twice_in_one_answer_counts_once(case):
    a, _b, _c = lines_of(case)
    assert told(case, yes(a), no(a)) == Received(passed=1, ignored=1)


def test_lines_nobody_sent_are_reported(case):
    a, _b, _c = lines_of(case)
    stranger = LineAnswer("nobody-sent-this", True)
    assert told(case, yes(a), stranger) == Received(passed=1, unknown=("nobody-sent-this",))
    kept = DispatchAnswer.objects.get()
    assert kept.values["unknown"] == ["nobody-sent-this"]
    assert (kept.applied, kept.ignored) == (1, 1)


def test_an_answer_after_the_case_was_taken_back_is_kept_and_does_nothing(case, office):
    withdraw(case.key, by=office.city.lin, now=office.now)
    assert dispatch_of(case).state == Dispatch.State.CANCELLED
    received = told(case, *[yes(line) for line in lines_of(case)])
    assert received == Received(ignored=3, is_late=True)
    assert fresh(case).status == "withdrawn"
    assert {state for state, _reason in states(case)} == {"open"}
    assert DispatchAnswer.objects.get().values["is_late"] is True
    assert selectors.last_entry(fresh(case)).kind == "answered_late"


def test_answers_of_another_hook_or_of_no_dispatch_are_nobodys(case):
    dispatch = dispatch_of(case)
    for key, hook in ((dispatch.key, "other"), ("0" * 32, "small-bank"), ("\x00", None)):
        with pytest.raises(refusals.NotYours):
            answer(OutsideAnswer(key, "1"), hook=hook, by=User.objects.system(), now=NOW)


def test_an_answer_before_we_know_that_it_was_sent_counts(office):
    case = begun(office, bank_case(**EACH), names=1)
    assert dispatch_of(case).state == Dispatch.State.WAITING
    assert told(case, yes(lines_of(case)[0])) == Received(passed=1)
    assert dispatch_of(case).state == Dispatch.State.ANSWERED
    assert send.send_due(later()) == 0


def test_a_case_without_lines_takes_one_word(office):
    case = begun(office, bank_case())
    by = User.objects.system()
    dispatch = dispatch_of(case)
    with pytest.raises(refusals.Refused) as caught:
        answer(OutsideAnswer(dispatch.key, "1", (LineAnswer("x", True),)), by=by, now=NOW)
    assert caught.value.code == "not-per-line"
    answer(OutsideAnswer(dispatch.key, "1", (), True), by=by, now=NOW)
    assert fresh(case).stage == "last"


def test_a_no_goes_the_way_back_and_is_sent_anew(office):
    case = begun(office, bank_case(actions=[{**RETURN, "to": ["applicant"]}]))
    by = User.objects.system()
    told_no = OutsideAnswer(dispatch_of(case).key, "1", (), False, "账号不符")
    answer(told_no, by=by, now=NOW)
    case = fresh(case)
    assert (case.status, case.stage) == ("returned", "bank")
    assert selectors.last_entry(case, ["returned"]).values["reason"] == "账号不符"


def test_nobody_can_approve_in_the_place_of_the_outside(office):
    desk = [{"permission": "disburse", "at": "root(union.chain)"}]
    case = begun(office, bank_case(actors=desk, actions=[{"key": "approve", "title": "通过"}]))
    task = selectors.open_tasks(case)[0]
    with pytest.raises(refusals.Refused) as caught:
        decide(case.key, task.pk, "approve", fresh(case).version, by=office.city.su, now=NOW)
    assert caught.value.code == "illegal-action"


@pytest.mark.parametrize(
    ("payload", "at"),
    [
        ([], "/"),
        ({}, "dispatch"),
        ({"dispatch": "d"}, "id"),
        ({"dispatch": "d", "id": "a\tb"}, "id"),
        ({"dispatch": "d", "id": "1"}, "lines"),
        ({"dispatch": "d", "id": "1", "lines": []}, "lines"),
        ({"dispatch": "d", "id": "1", "ok": "yes"}, "ok"),
        ({"dispatch": "d", "id": "1", "ok": 1}, "ok"),
        ({"dispatch": "d", "id": "1", "ok": True, "lines": [{}]}, "ok"),
        ({"dispatch": "d", "id": "1", "odd": 1, "ok": True}, "odd"),
        ({"dispatch": "d", "id": "1", "lines": [{"line": "a"}]}, "lines/0/ok"),
        ({"dispatch": "d", "id": "1", "lines": [{"line": 1, "ok": True}]}, "lines/0/line"),
        ({"dispatch": "d", "id": "1", "lines": [{"line": "a", "ok": True, "x": 1}]}, "lines/0/x"),
        ({"dispatch": "d", "id": "1", "lines": [{"line": "a\x00", "ok": True}]}, "lines/0/line"),
        (
            {"dispatch": "d", "id": "1", "lines": [{"line": "a", "ok": True, "reason": "\ud800"}]},
            "lines/0/reason",
        ),
        (
            {
                "dispatch": "d",
                "id": "1",
                "lines": [{"line": "a", "ok": True, "reason": "长" * 301}],
            },
            "lines/0/reason",
        ),
        (
            {
                "dispatch": "d",
                "id": "1",
                "lines": [{"line": "a", "ok": True, "values": {"n": 1.5}}],
            },
            "lines/0/values/n",
        ),
        (
            {"dispatch": "d", "id": "1", "lines": [{"line": "a", "ok": True, "values": {"n": []}}]},
            "lines/0/values/n",
        ),
    ],
)
def test_what_is_not_as_described_is_refused_with_its_place(payload, at):
    with pytest.raises(refusals.Refused) as caught:
        read(payload)
    assert caught.value.code == "bad-answer"
    assert caught.value.sentence.endswith(at)


def test_a_whole_answer_is_read():
    line = {"line": "a", "ok": False, "code": "B01", "reason": " 不符 ", "values": {"n": 1}}
    assert read({"dispatch": "d", "id": "1", "lines": [line]}) == OutsideAnswer(
        "d", "1", (LineAnswer("a", False, "B01", "不符", {"n": 1}),)
    )


def test_what_bears_the_name_of_a_sealed_column_is_sealed(office):
    number = {"type": "string", "title": "卡号", "x-sensitive": "bank"}
    schema = {"type": "object", "properties": {"name": NAME, "card_no": number}}
    doc = bank_case(
        **EACH, outside={"hook": "small-bank", "send": {"no": "item.name"}, "answers": ["card_no"]}
    )
    found = begun(office, {**doc, "lines": {**LINES, "schema": schema}}, names=1)
    send.send_due(later())
    told(found, yes(lines_of(found)[0], card_no="6222000011112222"))
    line = lines_of(found)[0]
    assert line.stage_values["bank"]["card_no"].startswith("sealed:")
    context = Context(fresh(found), later()())
    assert sheet.of_submission(context).item(line).answer["card_no"] == "6222000011112222"


def test_where_all_failed_the_next_outside_stage_waits_for_nobody(office):
    """The case goes on, nothing is handed over, and the journal says what was passed over."""
    doc = bank_case(**EACH)
    maker = {**doc["stages"][0], "key": "maker", "title": "制卡中"}
    doc = {**doc, "stages": [doc["stages"][0], maker, doc["stages"][1]]}
    found = begun(office, doc, names=2)
    send.send_due(later())
    told(found, *[no(line) for line in lines_of(found)])
    assert fresh(found).stage == "last"
    assert [one.stage for one in Dispatch.objects.filter(case=found)] == ["bank"]
    skipped = selectors.last_entry(fresh(found), ["skipped"])
    assert (skipped.stage, skipped.values) == ("maker", {"because": "lines"})
    replayed = selectors.replayed(fresh(found))
    assert (replayed.status, replayed.stage) == ("in_progress", "last")
