"""Which messages are due when, to whom, with which values; nothing of it stops a case."""

from __future__ import annotations

import pytest

from tests.engine.small import form, process, stage, text, world
from unionhall.engine.notices import Recipient, moments_of, notices_of, reason_of
from unionhall.engine.shapes import Entry

INBOX = {"channels": ["inbox"], "text": "words"}


def due(*notices, moment="completed", answers=None, **more):
    small = process(
        form=form({"a": text("甲"), "n": {"type": "integer", "title": "数"}}),
        notices=[{"on": "completed", "to": "applicant", **INBOX, **one} for one in notices],
        **more,
    )
    return notices_of(small, moment, {"a": "x"} if answers is None else answers, world())


def test_only_those_of_the_moment_in_order():
    found = due({"key": "one"}, {"on": "rejected"}, {"on": "first.enter"}, {})
    assert [one.key for one in found] == ["one", "completed-2"]
    assert [one.key for one in due({"on": "first.enter"}, moment="first.enter")] == ["first.enter"]


def test_values_are_texts_and_absent_ones_blank():
    values = {"a": "form.a", "n": "form.n", "sum": "2 + 3", "bad": "1 / 0", "day": "today"}
    (one,) = due({"values": values})
    assert one.values == {"a": "x", "n": "", "sum": "5", "bad": "", "day": "2026-01-15"}


@pytest.mark.parametrize(
    ("when", "count"),
    [("form.a == 'x'", 1), ("form.a == 'y'", 0), ("form.n > 1", 0), ("form.a", 0)],
)
def test_a_condition_that_does_not_hold_or_has_no_answer_sends_nothing(when, count):
    assert len(due({"when": when})) == count


@pytest.mark.parametrize("kind", ["applicant", "subject", "actors"])
def test_known_people_need_nothing_more(kind):
    (one,) = due({"to": kind})
    assert one.to == Recipient(kind)


def test_staff_of_a_union_are_named_by_union_and_codename():
    there = Recipient("union", union="u-district", permission="review_small_matters")
    for at in ("nearest(union.chain, ['district'])", "union.parent"):
        (one,) = due({"to": {"union": at, "permission": "review"}})
        assert one.to == there


def test_a_number():
    to = {"mobile": "applicant.mobile"}
    (one,) = due({"to": to, "channels": ["sms"]})
    assert (one.to, one.channels) == (Recipient("mobile", mobile="15400000001"), ("sms",))


@pytest.mark.parametrize(
    "to",
    [
        {"union": "nearest(union.chain, ['park'])", "permission": "review"},
        {"union": "1 / 0 == 1 ? 'a' : 'b'", "permission": "review"},
        {"mobile": "applicant.email"},
    ],
)
def test_nobody_gets_nothing(to):
    assert due({"to": to}) == ()


def test_moments_of_a_submission():
    lines = [Entry("consented"), Entry("submitted"), Entry("entered", "first")]
    assert moments_of(lines) == ("submitted", "first.enter")


def test_an_approval_that_waits_for_others_is_no_moment():
    assert moments_of([Entry("approved", "first")]) == ()
    lines = [Entry("approved", "first"), Entry("entered", "second")]
    assert moments_of(lines) == ("first.approve", "second.enter")
    lines = [Entry("approved", "first"), Entry("skipped", "second"), Entry("completed")]
    assert moments_of(lines) == ("first.approve", "completed")


def test_returns_and_ends():
    to_applicant = Entry("returned", "first", values={"to": "applicant"})
    assert moments_of([to_applicant]) == ("first.return", "returned")
    to_stage = Entry("returned", "second", values={"to": "first"})
    assert moments_of([to_stage, Entry("entered", "first")]) == ("second.return", "first.enter")
    assert moments_of([Entry("rejected", "first")]) == ("first.reject", "rejected")
    assert moments_of([Entry("withdrawn")]) == ("withdrawn",)


def test_what_a_stage_decided_can_be_said():
    decided = stage("first", form=form({"amount": {"type": "integer", "title": "金额"}}))
    small = process(
        stages=[decided],
        notices=[{"on": "completed", "to": "applicant", **INBOX,
                  "values": {"amount": "stage.first.amount"}}],
    )  # fmt: skip
    known = world(stages={"first": {"amount": 500}})
    (one,) = notices_of(small, "completed", {}, known)
    assert one.values == {"amount": "500"}


def test_the_reason_of_a_decision_can_be_said():
    lines = [Entry("rejected", "first", values={"reason": "照片不清晰"}), Entry("completed")]
    assert reason_of(lines) == "照片不清晰"
    assert reason_of([Entry("approved", "first", values={"reason": ""}), Entry("completed")]) == ""
