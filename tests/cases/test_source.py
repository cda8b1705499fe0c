from __future__ import annotations

import pytest

from tests.factories.applications import PROCESS
from unionhall.engine.facts import Question
from unionhall.registers.asking import UnknownColumn
from unionhall.registers.selectors import answer


def ask(op: str, **where):
    return answer(Question("f", op, "case", where))


def test_facts_about_cases_that_were_handed_in(office):
    union = office.city.software_union.key
    office.draft()
    assert ask("exists", process=PROCESS, union=union) is False
    case = office.submitted()
    assert ask("count", process=PROCESS, union=union) == 1
    assert ask("exists", process=PROCESS, union=union, status=["completed", "rejected"]) is False
    found = ask("first", number=case.number)
    assert (found["id"], found["status"], found["submitted_on"]) == (
        case.key,
        "in_progress",
        "2026-11-21",
    )
    assert ask("exists", union="a\x00") is False
    with pytest.raises(UnknownColumn):
        ask("exists", answers="x")
