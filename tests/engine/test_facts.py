"""Questions to the registers, and conditions that wait for them."""

from __future__ import annotations

from tests.engine.small import form, process, text, world
from unionhall.engine.eligibility import snapshot, verdicts
from unionhall.engine.facts import Question, collect, needed

SMALL = process(
    form=form({"a": text("甲"), "n": {"type": "integer", "title": "数"}}),
    facts={
        "record": {"first": "plan", "where": {"union": "union.id"}},
        "dup": {"exists": "enrolment", "where": {"plan": "facts.record.id", "a": "form.a"}},
        "total": {"sum": "payment", "column": "amount", "where": {"a": "form.a"}},
        "broken": {"count": "payment", "where": {"a": "form.n > 3"}},
    },
    eligibility=[
        {
            "id": "known",
            "title": "有计划",
            "when": "has_value(facts.record)",
            "pass": "有",
            "fail": "没有计划。",
        },
        {
            "id": "no-dup",
            "title": "未参保",
            "when": "!facts.dup",
            "pass": "未参保",
            "fail": "已参保。",
        },
        {
            "id": "amount",
            "title": "金额",
            "when": "facts.total > 100",
            "pass": "够",
            "fail": "不够。",
        },
    ],
)


def asked(answers, known=None, only=None, replies=None):
    questions = []

    def ask(question):
        questions.append(question)
        return (replies or {"record": {"id": "p1"}, "dup": True, "total": 90}).get(question.fact)

    return collect(SMALL, answers, known or world(), ask, only), questions


def test_facts_are_asked_in_order_and_may_use_each_other():
    found, questions = asked({"a": "x", "n": 5})
    assert questions == [
        Question("record", "first", "plan", {"union": "u-own"}, None),
        Question("dup", "exists", "enrolment", {"plan": "p1", "a": "x"}, None),
        Question("total", "sum", "payment", {"a": "x"}, "amount"),
        Question("broken", "count", "payment", {"a": True}, None),
    ]
    assert (found.facts["dup"], found.facts["total"]) == (True, 90)


def test_nothing_is_asked_about_nothing():
    found, questions = asked({})
    assert [question.fact for question in questions] == ["record"]
    assert found.facts == {"record": {"id": "p1"}, "dup": False, "total": None, "broken": None}


def test_only_what_is_needed():
    assert needed(SMALL, ["!facts.dup"]) == {"dup", "record"}
    assert needed(SMALL, ["form.a == 'x'"]) == frozenset()
    _found, questions = asked({"a": "x"}, only={"total"})
    assert [question.fact for question in questions] == ["total"]


def judged(answers, known=None, replies=None):
    found, _questions = asked(answers, known, replies=replies)
    return [(verdict.key, verdict.status) for verdict in verdicts(SMALL, answers, found)]


def test_conditions_wait_for_what_their_facts_ask():
    assert judged({}, world(union={})) == [
        ("known", "pending"),
        ("no-dup", "pending"),
        ("amount", "pending"),
    ]
    assert judged({}) == [("known", "passed"), ("no-dup", "pending"), ("amount", "pending")]
    assert judged({"a": "x"}) == [("known", "passed"), ("no-dup", "failed"), ("amount", "failed")]


def test_a_condition_that_errs_has_failed():
    replies = {"record": {"id": "p1"}, "dup": False, "total": None}
    assert judged({"a": "x"}, replies=replies) == [
        ("known", "passed"),
        ("no-dup", "passed"),
        ("amount", "failed"),
    ]


def test_a_snapshot_keeps_what_was_said():
    found, _questions = asked({"a": "x"})
    assert snapshot(verdicts(SMALL, {"a": "x"}, found)[1:2]) == [
        {"key": "no-dup", "title": "未参保", "status": "failed", "text": "已参保。"}
    ]


def test_what_a_pending_condition_waits_for():
    found, _questions = asked({}, world(union={}))
    assert verdicts(SMALL, {}, found)[1].waits_for == ("form.a", "union.id")
