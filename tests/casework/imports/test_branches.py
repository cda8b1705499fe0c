"""The branch of the bank in the header: one of the union's own agreement, where it has one."""

from __future__ import annotations

import pytest

from tests.casework.imports.conftest import states, words
from tests.factories.workbooks import NOW, header, member
from unionhall.definitions import selectors as definitions
from unionhall.engine.shapes import RegisterWrite
from unionhall.registers import store as registers

pytestmark = pytest.mark.django_db


@pytest.mark.row("S1-51")
def test_a_branch_of_another_agreement(desk):
    """Who has an agreement with a bank collects for its branches only."""
    values = {
        "union": desk.union.key,
        "bank": "示例银行",
        "branch": "79010",
        "branch_name": "营业部",
        "valid_from": "2026-01-01",
        "valid_to": "2027-12-31",
    }
    register = definitions.register("card-agreement")
    write = RegisterWrite("create", "card-agreement", {}, values)
    registers.apply(write, register, union=desk.union, by=desk.lin, now=NOW)
    job = desk.members([member(1)])
    assert job.result["is_refused"]
    assert words(job, 0) == [("branch", "无效的领卡网点！")]
    assert states(desk.members([member(1)], header(desk.union, branch="79010"))) == {7: "created"}
