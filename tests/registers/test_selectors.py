from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.factories.people import make_person
from tests.registers.books import NOW, OPINIONS, pay, write
from unionhall.engine.facts import Question
from unionhall.people.selectors import applicant_facts
from unionhall.registers import asking, selectors, sources

ACCOUNT = "9990012345678"


def ask(op, source, where, column=None):
    return selectors.answer(Question("any", op, source, where, column))


def test_the_five_forms(city):
    one = pay(city.park, amount=100)
    pay(city.park, day="2026-05-21", amount=250)
    pay(city.town, amount=7)
    where = {"union": city.park.key}
    assert ask("exists", "payment", where) is True
    assert ask("count", "payment", where) == 2
    assert ask("sum", "payment", where, "amount") == 350
    assert ask("first", "payment", where) == {
        "union": city.park.key,
        "day": "2026-05-20",
        "amount": 100,
        "state": "active",
        "id": one.key,
    }
    assert [row["amount"] for row in ask("list", "payment", where)] == [100, 250]


def test_nothing_found(city):
    where = {"union": city.park.key}
    found = [
        ask(op, "payment", where, "amount") for op in ("exists", "count", "sum", "first", "list")
    ]
    assert found == [False, 0, 0, None, []]
    with pytest.raises(ValueError, match="delete"):
        ask("delete", "payment", where)


@pytest.mark.parametrize(
    ("where", "count"),
    [
        ({"amount": 100}, 1),
        ({"amount": 100.0}, 1),
        ({"amount": "100"}, 0),
        ({"amount": True}, 0),
        ({"is_final": True}, 1),
        ({"is_final": 1}, 0),
        ({"day": ["2026-05-20", "2026-05-21"]}, 2),
        ({"day": []}, 0),
        ({"day": {"a": 1}}, 0),
        ({"no_such_column": "x"}, 0),
        ({"day": "2026-05-20", "amount": 100}, 1),
        ({"day": "2026-05-21", "amount": 100}, 0),
        ({"day": "\x00"}, 0),
        ({"day": "\ud800"}, 0),
    ],
)
def test_values_are_found_alike_on_every_database(city, where, count):
    pay(city.park, amount=100, is_final=True)
    pay(city.park, day="2026-05-21", amount=1)
    assert ask("count", "payment", where) == count


def test_a_sealed_column_is_found_and_stays_sealed(city):
    pay(city.park, account_no=ACCOUNT)
    assert ask("exists", "payment", {"account_no": ACCOUNT}) is True
    assert ask("exists", "payment", {"account_no": ACCOUNT[:-1]}) is False
    assert ask("first", "payment", {"account_no": ACCOUNT})["account_no"].startswith("sealed:v1:")


def test_closed_records_count_only_when_a_state_is_asked_for(city):
    pay(city.park)
    write("close", match={"union": city.park.key}, now=NOW + timedelta(days=1))
    assert ask("exists", "payment", {"union": city.park.key}) is False
    assert ask("count", "payment", {"union": city.park.key, "state": ["void", "paid"]}) == 1


def test_an_owner_that_is_no_column_is_found_too(city):
    write(values={"text": "请补充"}, register=OPINIONS, union=city.park)
    assert ask("exists", "opinion", {"union": city.park.key}) is True
    assert ask("exists", "opinion", {"union": city.town.key}) is False


def test_a_question_reads_an_index_and_not_the_register(city):
    for number in range(1, 28):
        pay(city.park, day=f"2026-02-{number:02}")
    rows = selectors.find("payment", {"day": "2026-02-14"})
    plan = rows.explain()
    assert "registers_recordterm" in plan or "registers_r_digest" in plan
    with CaptureQueriesContext(connection) as queries:
        assert rows.count() == 1
    assert len(queries) == 1


def test_lists_and_sums_are_bounded(city, monkeypatch):
    monkeypatch.setattr(asking, "MOST", 2)
    monkeypatch.setattr(asking, "MOST_TO_SUM", 3)
    for number in range(1, 5):
        pay(city.park, day=f"2026-02-{number:02}", amount=1)
    assert len(ask("list", "payment", {"union": city.park.key})) == 2
    with pytest.raises(asking.TooMany):
        ask("sum", "payment", {"union": city.park.key}, "amount")


def test_core_tables_answer_to_the_same_interface(city):
    lin, number = city.lin.person, applicant_facts(city.lin)["document_no"]
    assert ask("first", "union", {"id": city.software_union.key})["founded_on"] == "2024-05-20"
    assert ask("count", "union", {"kind": ["district", "town"]}) == 3
    assert ask("first", "unit", {"code": city.software.code})["union"] == city.software_union.key
    assert ask("first", "unit", {"id": city.studio.key})["union"] is None
    assert ask("first", "person", {"document_no": number.lower()})["name"] == "林晓岚"
    assert "document_no" not in ask("first", "person", {"id": lin.key})
    assert ask("exists", "membership", {"person": lin.key, "state": ["joined", "retained"]}) is True
    assert ask("list", "membership", {"union": city.software_union.key}) == [
        {
            "person": lin.key,
            "union": city.software_union.key,
            "state": "joined",
            "state_before": "",
            "since": "2024-06-01",
            "until": None,
            "number": "",
            "reason": "",
            "source": "",
            "is_active": True,
        }
    ]


def test_verified_is_asked_as_a_boolean(city):
    make_person("未实名", verified_at=None)
    assert ask("count", "person", {"verified": False}) == 1
    assert ask("count", "person", {"verified": True}) == 6
    assert ask("count", "person", {"verified": [True, False]}) == 7
    assert ask("count", "person", {"verified": []}) == 0


def test_unknown_columns_of_core_tables_are_named(city):
    with pytest.raises(asking.UnknownColumn) as unknown:
        ask("exists", "person", {"password": "x"})
    assert (unknown.value.source, unknown.value.column) == ("person", "password")
    with pytest.raises(asking.UnknownColumn):
        ask("sum", "person", {}, "salary")


@pytest.mark.parametrize("value", ["\x00", "\ud800", {"a": 1}, 2**70, 1.5, None, True])
def test_impossible_values_are_in_no_table(city, value):
    assert ask("exists", "union", {"id": value}) is False
    assert ask("exists", "person", {"document_no": value}) is False


def test_packages_above_bring_their_own_answers(monkeypatch):
    monkeypatch.setattr(sources, "_providers", {})
    asked = []
    sources.register("case", lambda question: asked.append(question.op) or 7)
    assert ask("count", "case", {"x": 1}) == 7
    assert asked == ["count"]
    with pytest.raises(sources.SourceTaken):
        sources.register("case", print)
    assert {"case", "union", "person"} <= sources.names()


def test_pages_go_on_where_the_last_one_ended(city):
    made = [pay(city.park, day=f"2026-02-{n:02}") for n in range(1, 6)]
    first = selectors.records("payment", size=2)
    assert [r.pk for r in first.records] == [made[4].pk, made[3].pk]
    pay(city.park, day="2026-03-01")  # somebody writes meanwhile: nothing is shown twice
    second = selectors.records("payment", size=2, after=first.after)
    last = selectors.records("payment", size=2, after=second.after)
    assert [r.pk for r in second.records + last.records] == [r.pk for r in made[2::-1]]
    assert last.after is None


def test_owners_add_up(city):
    for text, owner in (
        ("平台", {}),
        ("园区", {"union": city.park}),
        ("街道", {"union": city.town}),
        ("本人", {"person": city.chen.person}),
    ):
        write(values={"text": text}, register=OPINIONS, **owner)

    def texts(**owners):
        return [r.values["text"] for r in selectors.records("opinion", **owners).records]

    assert texts(platform=True, union=city.park, person=city.chen.person) == [
        "本人",
        "园区",
        "平台",
    ]
    assert texts(person=city.he.person) == []
    assert texts() == ["本人", "街道", "园区", "平台"]


@pytest.mark.parametrize("key", [None, 7, "x\x00", "no-such", "x" * 99])
def test_an_impossible_record_is_none(city, key):
    assert selectors.record_by_key("payment", key) is None


def test_a_record_by_key_within_its_register(city):
    record = pay(city.park)
    assert selectors.record_by_key("payment", record.key) == record
    assert selectors.record_by_key("opinion", record.key) is None


@pytest.mark.parametrize("value", ["", "yesterday", "2026-13-01", 20260101, True])
def test_impossible_days_and_truths_are_in_no_table(city, value):
    assert ask("exists", "membership", {"since": value}) is False
    assert ask("exists", "union", {"is_active": str(value)}) is False


def test_one_of_many_values_is_found_as_one_of_few(city):
    """Asked for two hundred rows of a workbook at once."""
    paid = [pay(city.park, day=f"2026-05-0{number}", amount=number) for number in range(1, 6)]
    wanted = [*range(4, 4 + selectors.MANY), *range(1_000, 1_100)]
    where = {"union": city.park.key, "amount": wanted}
    assert ask("count", "payment", where) == 2
    assert {row["id"] for row in ask("list", "payment", where)} == {one.key for one in paid[3:]}
    assert ask("exists", "payment", where | {"amount": wanted[2:]}) is False
    assert ask("count", "payment", where | {"amount": wanted[:3]}) == 2


@pytest.mark.parametrize(("count", "expected"), [(selectors.MANY + 1, True), (1, False)])
def test_many_values_lead_to_their_records(city, count, expected):
    """Else every record of the register is looked at for each portion of an import."""
    pay(city.park)
    rows = selectors.find("payment", {"amount": list(range(count))})
    assert ('"id" IN (SELECT' in str(rows.query)) is expected
