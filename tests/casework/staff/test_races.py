"""Several people at the same moment: one code has one winner, a transfer leaves no rights."""

from __future__ import annotations

import threading
from datetime import date
from typing import Any

import pytest
from django.db import connection

from tests.factories.city import build
from tests.factories.grants import GROUP
from tests.factories.people import make_user
from tests.factories.staff import open_house, rights
from unionhall.casework.core import membership
from unionhall.casework.refusals import Refused
from unionhall.casework.staff import redeem_code as module
from unionhall.casework.staff.appoint import appoint
from unionhall.casework.staff.issue_code import issue_code
from unionhall.casework.staff.redeem_code import redeem_code
from unionhall.organisation.models import ActivationCode, Post


@pytest.fixture
def house(transactional_db):
    return open_house(build())


def together(*runs: Any) -> list[str]:
    """Run all at once; returns how each ended."""
    barrier, ends = threading.Barrier(len(runs)), [""] * len(runs)

    def one(number: int) -> None:
        try:
            barrier.wait(timeout=30)
            runs[number]()
            ends[number] = "done"
        except Refused as refused:
            ends[number] = refused.code
        finally:
            connection.close()

    threads = [threading.Thread(target=one, args=(number,)) for number in range(len(runs))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    return ends


def redeem_together(house) -> list[str]:
    _row, code = issue_code(
        house.city.software_union.key, "管理员", [GROUP], by=house.city.su, now=house.now
    )
    people = [make_user(f"抢{n}", f"1540000050{n}") for n in range(4)]
    return together(*[lambda who=who: redeem_code(code, by=who, now=house.now) for who in people])


@pytest.mark.slow
@pytest.mark.row("J1-08")
def test_of_four_who_redeem_one_code_one_gets_the_post(house):
    ends = redeem_together(house)
    assert sorted(ends) == ["done", *["wrong-code"] * 3]
    assert Post.objects.count() == 1


@pytest.mark.slow
def test_control_reading_before_writing_lets_several_in(house, monkeypatch):
    gate = threading.Barrier(4)

    def write(row, by, now) -> bool:
        ActivationCode.objects.filter(pk=row.pk).update(used_at=now, used_by=by)
        return True

    seen = module._unused

    def slow_read(code, now):
        found = seen(code, now)
        gate.wait(timeout=30)
        return found

    monkeypatch.setattr(module, "_unused", slow_read)
    monkeypatch.setattr(module, "_use", write)
    assert redeem_together(house).count("done") > 1


@pytest.mark.slow
@pytest.mark.row("X3-12")
def test_a_transfer_and_an_appointment_at_once_leave_no_rights_behind(house):
    place = house.city.software_union

    def move() -> None:
        membership.transfer(
            house.mei.person,
            house.city.machinery_union,
            since=date(2026, 11, 2),
            by=house.city.su,
            now=house.now,
        )

    def put() -> None:
        appoint(place.key, house.mei.person.key, "干事", [GROUP], by=house.city.su, now=house.now)

    ends = together(move, put)
    assert ends[0] == "done"
    assert ends[1] in ("done", "not-a-member-there")
    assert rights(house.mei) == set()
