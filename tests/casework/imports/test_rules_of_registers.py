"""Rules of a register hold for imports too: asked for many rows at once, said row by row."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.casework.imports.conftest import states, words
from tests.factories.applications import PACK, publish
from tests.factories.workbooks import NOW, ROSTER, hand_in, person, work, workbook
from unionhall.casework.imports import together
from unionhall.casework.imports.batch import Batch
from unionhall.casework.imports.together import NotTogether
from unionhall.casework.lines import writing as lines
from unionhall.casework.registers import holding
from unionhall.definitions import selectors as definitions
from unionhall.engine.shapes import RegisterWrite
from unionhall.people.models import User
from unionhall.registers.models import Record

pytestmark = pytest.mark.django_db

BY_ITSELF = {
    "checks": [
        {
            "id": "name",
            "assert": "record.name != '禁用'",
            "message": "此名停用。",
            "paths": ["name"],
        }
    ]
}
ONE_EACH = {
    "facts": {"same": {"count": ROSTER, "where": {"mobile": "record.mobile"}}},
    "checks": [
        {
            "id": "one",
            "assert": "facts.same <= 1",
            "message": "手机号已有人用。",
            "paths": ["mobile"],
        }
    ],
}
AT_MOST_THREE = {
    "facts": {"all": {"count": ROSTER, "where": {"union": "record.union"}}},
    "checks": [
        {"id": "few", "assert": "facts.all <= 3", "message": "名额已满。", "paths": ["name"]}
    ],
}


def rule(changes: dict) -> None:
    doc = json.loads((PACK / "registers" / f"{ROSTER}.json").read_text())
    publish({**doc, **changes}, User.objects.system())


def test_only_the_rows_a_rule_forbids_are_refused(desk):
    rule(BY_ITSELF)
    job = desk.roster([person(n, **({"name": "禁用"} if n % 4 == 0 else {})) for n in range(1, 9)])
    assert [states(job)[row] for row in (6, 10)] == ["rejected", "rejected"]
    assert list(states(job).values()).count("created") == 6
    assert words(job, 6) == [("", "此名停用。")]


def test_of_two_rows_that_forbid_each_other_the_first_is_taken(desk):
    rule(ONE_EACH)
    job = desk.roster([person(1), person(2), person(3, mobile=person(1)["mobile"]), person(4)])
    assert states(job) == {3: "created", 4: "created", 5: "rejected", 6: "created"}
    assert words(job, 5) == [("", "手机号已有人用。")]


def test_so_many_are_taken_as_there_is_room_for(desk):
    rule(AT_MOST_THREE)
    job = desk.roster([person(n) for n in range(1, 6)])
    assert list(states(job).values()) == ["created"] * 3 + ["rejected"] * 2
    assert Record.objects.filter(register=ROSTER).count() == 3


@pytest.mark.parametrize("changes", [BY_ITSELF, ONE_EACH, AT_MOST_THREE])
def test_together_refuses_what_one_by_one_refuses(desk, monkeypatch, changes):
    rule(changes)
    rows = [person(n, **({"name": "禁用"} if n == 2 else {})) for n in range(1, 6)]
    rows[4]["mobile"] = rows[0]["mobile"]
    quick = states(desk.roster(rows))
    Record.objects.all().delete()
    monkeypatch.setattr(together, "_do", _apart)
    assert states(desk.roster(rows)) == quick


def _apart(*_given):
    raise NotTogether("test")


def test_a_rule_costs_few_questions(desk):
    """As many statements for sixty rows as for thirty."""
    rule(ONE_EACH)
    few, many = (_statements(desk, range(first, last)) for first, last in ((1, 31), (101, 161)))
    assert many <= few + 6


def _statements(desk, serials) -> int:
    data = workbook(definitions.import_(ROSTER), [person(n) for n in serials])
    job = hand_in(ROSTER, desk.union, data, desk.lin)
    with CaptureQueriesContext(
        connection,
    ) as queries:
        work(job)
    assert set(states(job).values()) == {"created"}
    return len(queries)


def test_control_asked_one_by_one_they_cost_one_each(desk, monkeypatch):
    rule(ONE_EACH)
    monkeypatch.setattr(
        holding.many, "answers", lambda some: [holding.registers.answer(q) for q in some]
    )
    few, many = (_statements(desk, range(first, last)) for first, last in ((1, 31), (101, 161)))
    assert many > few + 6


@pytest.mark.parametrize(("changes", "written"), [({}, True), (BY_ITSELF, False)])
def test_lines_written_together_keep_the_rules_too(desk, changes, written):
    rule(changes)
    ground = Batch(desk.roster([person(99)]), NOW).ground
    due = [(_write(desk, n, "禁用" if n == 3 else "林一"), None) for n in range(1, 6)]
    assert lines._together(ROSTER, due, replace(ground, number="a")) is written
    assert Record.objects.filter(register=ROSTER).count() == (6 if written else 1)


def _write(desk, serial: int, name: str) -> RegisterWrite:
    given = person(serial)
    values = {
        "union": desk.union.key,
        "name": name,
        "document_kind": "111",
        "document_no": given["document_no"],
        "mobile": given["mobile"],
    }
    return RegisterWrite("create", ROSTER, {}, values)
