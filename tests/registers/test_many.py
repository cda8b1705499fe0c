"""Many questions at once have the answers they have one by one, in a few queries."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.registers.books import write
from unionhall.engine.facts import Question
from unionhall.registers import many, selectors

pytestmark = pytest.mark.django_db


@pytest.fixture
def paid(city):
    """Two unions with payments on some days, one of them void."""
    for union in (city.software_union, city.machinery_union):
        for day in range(1, 8):
            values = {"union": union.key, "day": f"2026-01-0{day}", "amount": day * 100}
            write(values=values, union=union)
    return city


def asked(city, op: str, column: str | None = None, **more) -> list[Question]:
    return [
        Question(
            "f",
            op,
            "payment",
            {"union": union.key, "day": f"2026-01-{day:02}", **more},
            column,
        )
        for union in (city.software_union, city.machinery_union, city.root)
        for day in range(1, 12)
    ]


@pytest.mark.parametrize(
    ("op", "column"),
    [("exists", None), ("count", None), ("sum", "amount"), ("first", None), ("list", None)],
)
def test_as_one_by_one(paid, op, column):
    questions = asked(paid, op, column)
    assert many.answers(questions) == [selectors.answer(one) for one in questions]


def test_with_values_that_are_the_same_for_all(paid):
    questions = asked(paid, "exists", state="active", amount=300)
    assert many.answers(questions) == [selectors.answer(one) for one in questions]
    assert sum(many.answers(questions)) == 2


def test_core_tables_too(paid):
    people = [user.person.key for user in (paid.lin, paid.zhou, paid.wu)] + ["nobody"]
    for op in ("exists", "count", "first"):
        questions = [Question("f", op, "membership", {"person": key}) for key in people]
        assert many.answers(questions) == [selectors.answer(one) for one in questions]


def test_what_cannot_be_asked_together_is_asked_one_by_one(paid):
    questions = [
        Question("f", "exists", "person", {"document_no": number}) for number in ("1", "2", "1")
    ]
    assert many.answers(questions) == [False, False, False]


def test_few_queries_however_many_lines(paid):
    questions = asked(paid, "exists") * 10
    with CaptureQueriesContext(connection) as found:
        many.answers(questions)
    assert len(found) == 3


def test_nothing_asked():
    assert many.answers([]) == []
