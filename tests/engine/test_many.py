"""Expressions over many lines: one compilation, equal questions once, facts asked together."""

from __future__ import annotations

import pytest

from tests.engine.small import form, process, stage, text, world
from unionhall.engine import lines as engine
from unionhall.engine.effects import done_of, writes_of
from unionhall.engine.facts import Question
from unionhall.engine.many import Item, LineAsking
from unionhall.engine.names import FAILURES
from unionhall.engine.shapes import LineWrites, Refused, RegisterWrite, plain
from unionhall.language.expressions import Expression
from unionhall.language.model import Effect

LINES = {
    "title": "名单",
    "schema": {
        "type": "object",
        "properties": {"name": text("姓名"), "number": text("号码", **{"x-sensitive": "id"})},
        "required": ["name"],
    },
    "columns": [{"key": "name", "title": "姓名"}],
    "picker": {"register": "people", "columns": [{"key": "name", "title": "姓名"}]},
    "set": {"name": "record.name"},
    "unique": ["number"],
    "exclusive": [
        {
            "key": "once",
            "paths": ["form.a", "item.number"],
            "while": ["in_progress"],
            "message": "已有",
        }
    ],
    "facts": {
        "there": {"exists": "people", "where": {"number": "item.number"}},
        "both": {"count": "people", "where": {"a": "form.a", "there": "facts.there"}},
    },
    "checks": [
        {"id": "new", "assert": "!facts.there", "message": "{item.name}（{item.number}）已有"},
        {"id": "short", "assert": "size(item.name) < 3", "message": "太长", "level": "warn"},
        {"id": "like", "assert": "item.name != form.a", "message": "同名"},
    ],
}
EACH = [
    {
        "do": "create",
        "register": "award",
        "each": "lines",
        "set": {"name": "item.name", "of": "form.a", "why": "line.reason"},
    },
    {"do": "create", "register": "sum", "set": {"count": "lines.total"}},
]


@pytest.fixture
def listed():
    return process(
        form=form({"a": text("甲")}), lines=LINES, stages=[stage("first", on={"approve": EACH})]
    )


def item(name: str, number: str = "1", **line) -> Item:
    return Item({"name": name, "number": number}, line)


def test_equal_questions_are_evaluated_once(listed, monkeypatch):
    asking = LineAsking(listed, {"a": "x"}, world())
    evaluated = []
    run = Expression.evaluate
    monkeypatch.setattr(
        Expression, "evaluate", lambda self, values: evaluated.append(1) or run(self, values)
    )
    answers = [
        asking.ask("size(item.name) < 3", item(name)) for name in ("甲", "乙", "甲", "甲乙丙")
    ]
    assert answers == [True, True, True, False]
    assert len(evaluated) == 3
    assert [asking.ask("item.name", item("甲")), asking.ask("form.a", item("甲"))] == ["甲", "x"]
    assert len(evaluated) == 3


def test_a_failure_is_remembered_and_raised_again(listed):
    asking = LineAsking(listed, {}, world())
    for _ in range(2):
        with pytest.raises(FAILURES):
            asking.ask("size(item.name) < 3", Item({}))


def test_one_true_and_the_number_one_are_not_one_question(listed):
    asking = LineAsking(listed, {}, world())
    said = [asking.ask("string(line.number)", Item({}, {"number": n})) for n in (1, 2, 1)]
    assert said == ["1", "2", "1"]


def test_facts_of_all_lines_are_asked_together_one_after_the_other(listed):
    asked: list[list[Question]] = []

    def ask(questions):
        asked.append(list(questions))
        return [q.where.get("number") == "1" if q.fact == "there" else 7 for q in questions]

    items = [item("甲", "1"), item("乙", "2"), Item({"name": "丙"})]
    engine.ask_facts(LineAsking(listed, {"a": "x"}, world()), items, ask)
    assert [[q.where for q in some] for some in asked] == [
        [{"number": "1"}, {"number": "2"}],
        [{"a": "x", "there": True}, {"a": "x", "there": False}, {"a": "x", "there": False}],
    ]
    assert [one.facts for one in items] == [
        {"there": True, "both": 7},
        {"there": False, "both": 7},
        {"there": False, "both": 7},
    ]


def test_problems_of_a_line(listed):
    asking = LineAsking(listed, {"a": "甲"}, world())
    one = item("甲乙丙", "790101199001010010")
    one.facts = {"there": True, "both": 0}
    found = engine.problems_of(asking, one, final=True)
    assert [(p.code, p.text, p.level) for p in found] == [
        ("check", "甲乙丙（7901****10）已有", "block"),
        ("check", "太长", "warn"),
    ]
    missing = engine.problems_of(asking, Item({}, facts={"there": False}), final=True)
    assert [p.code for p in missing][:2] == ["required", "expression-failed"]


def test_a_check_waits_for_the_form_until_it_is_handed_in(listed):
    asking = LineAsking(listed, {}, world())
    one = item("甲")
    one.facts = {"there": False, "both": None}
    assert engine.problems_of(asking, one, final=False) == ()


def test_keys_of_a_line_follow_the_status(listed):
    asking = LineAsking(listed, {"a": "x"}, world())
    values = {"name": "甲", "number": "1"}
    assert list(engine.keys_of(asking, values, "in_progress")) == [("once", ("x", "1"))]
    assert list(engine.keys_of(asking, values, "completed")) == []
    assert list(engine.keys_of(asking, {"name": "甲"}, "in_progress")) == []


def test_effects_per_line_stay_effects_until_the_lines_are_read(listed):
    the_stage = listed.stages[0]
    known = world(lines={"total": 2, "open": 2, "passed": 0, "failed": 0})
    done = done_of(listed, the_stage, "approve", {"a": "x"}, known)
    assert plain(done.writes) == (RegisterWrite("create", "sum", {}, {"count": 2}),)
    due = done.writes[0]
    assert isinstance(due, LineWrites)
    items = [item("甲", reason=""), item("乙", reason="迟到")]
    assert list(engine.writes_of_lines(listed, due, items)) == [
        (RegisterWrite("create", "award", {}, {"name": "甲", "of": "x"}),),
        (RegisterWrite("create", "award", {}, {"name": "乙", "of": "x", "why": "迟到"}),),
    ]


def test_an_effect_that_errs_for_one_line_refuses_all(listed):
    bad = Effect("create", "award", {}, {"n": "size(item.name)"}, each="lines")
    due = LineWrites((bad,), {}, world())
    with pytest.raises(Refused) as caught:
        list(engine.writes_of_lines(listed, due, [item("甲"), Item({})]))
    assert caught.value.code == "expression-failed"


def test_writes_of_is_for_anything_that_can_be_asked():
    effects = [
        Effect("upsert", "a", {"k": "1"}, {"v": "2"}),
        Effect("create", "b", {}, {"v": "none"}, when="no"),
        Effect("create", "b", {}, {"v": "none", "w": "2"}),
        Effect("call", "", {}, {"v": "boom"}, hook="h"),
    ]
    known = {"1": 1, "2": 2, "no": False, "none": None}
    assert writes_of(effects, known.__getitem__) == (
        RegisterWrite("upsert", "a", {"k": 1}, {"v": 2}),
        RegisterWrite("create", "b", {}, {"w": 2}),
    )
