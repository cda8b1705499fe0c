"""A whole unit joins: yesterday's list, one press, back before it is approved, never twice a year."""

from __future__ import annotations

import pytest

from tests.factories.applications import fresh
from tests.factories.unit_enrolment import PROCESS, House, add_member, open_units, take
from unionhall.cases import sealed
from unionhall.cases.models import CaseLine, JournalEntry, LineKey
from unionhall.casework import refusals
from unionhall.casework.lines.fill_snapshot import fill
from unionhall.casework.lines.remove import remove
from unionhall.casework.start import start
from unionhall.casework.withdraw import withdraw
from unionhall.definitions.selectors import process_of
from unionhall.registers.models import Record, Snapshot


@pytest.fixture
def house(city) -> House:
    return open_units(city)


def names(case) -> list[str]:
    process = process_of(fresh(case).revision)
    lines = CaseLine.objects.filter(case=case).order_by("number")
    return [sealed.unsealed_line(process, line.values)["name"] for line in lines]


@pytest.mark.row("J1-26", "J1-27", "J1-28")
def test_the_list_is_that_of_yesterday(house):
    """Who joined today comes tomorrow; transferred out and retained ones are not on it."""
    city = house.city
    add_member("今天入会", city.software_union)
    add_member("别的工会", city.machinery_union)
    Snapshot.objects.all().delete()
    add_member("保留会员", city.software_union, state="retained")
    take()
    add_member("快照以后", city.software_union)
    case = house.draft()
    assert names(case) == ["林晓岚", "会员一", "会员二", "会员三", "今天入会"]
    entry = JournalEntry.objects.get(case=case, kind="listed")
    assert entry.values == {"filled": 5, "as_of": "2026-11-20", "total": 5}


def test_the_list_is_nobodys_to_change_by_hand(house):
    case, lin = house.draft(), house.city.lin
    with pytest.raises(refusals.Refused) as caught:
        remove(case.key, "all", by=lin, now=house.now)
    assert caught.value.code == "fixed-lines"
    assert fill(case.key, by=lin, now=house.now).line_count == 4


def test_before_anything_was_published_there_is_no_list(house):
    Snapshot.objects.all().delete()
    case = house.draft()
    assert case.line_count == 0
    with pytest.raises(refusals.Refused) as caught:
        fill(case.key, by=house.city.lin, now=house.now)
    assert caught.value.code == "no-snapshot"


@pytest.mark.row("J1-31", "J1-36", "J1-38")
def test_one_press_then_contract_and_policies(house):
    case = house.submitted()
    assert case.stage == "review"
    case = house.approve(case, house.city.chen)
    assert [one.values["people"] for one in Record.objects.filter(register="unit-enrolment")] == [4]
    values = {"number": "HZ2026-0001", "signed_on": "2026-11-20"}
    case = house.approve(case, house.city.su, values=values)
    assert fresh(case).status == "completed"
    policies = Record.objects.filter(register="member-policy").select_related("person")
    assert [(one.person.name, one.values["number"]) for one in policies.order_by("pk")] == [
        ("林晓岚", "HZ2026-0001-1"),
        ("会员一", "HZ2026-0001-2"),
        ("会员二", "HZ2026-0001-3"),
        ("会员三", "HZ2026-0001-4"),
    ]
    assert Record.objects.filter(register="unit-contract").count() == 1


@pytest.mark.row("J1-34")
def test_before_it_is_approved_it_can_be_taken_back_and_is_deleted(house):
    lin = house.city.lin
    case = house.submitted()
    assert LineKey.objects.count() == 4
    gone = withdraw(case.key, by=lin, now=house.now)
    assert (gone.status, gone.deleted_at is not None) == ("withdrawn", True)
    assert LineKey.objects.count() == 0
    with pytest.raises(refusals.NotYours):
        withdraw(case.key, by=lin, now=house.now)
    assert house.submitted().status == "in_progress"


@pytest.mark.row("J1-35", "J1-39")
def test_once_approved_it_stays_and_is_the_only_one_of_the_year(house):
    case = house.approve(house.submitted(), house.city.chen)
    with pytest.raises(refusals.Conflict):
        withdraw(case.key, by=house.city.lin, now=house.now)
    second = house.draft()
    with pytest.raises(refusals.Invalid) as caught:
        house.submit(second)
    assert "本工会本年度已经提交过单位入会，不能再次提交。" in [
        one.text for one in caught.value.problems
    ]


def test_a_shut_window_lets_nobody_begin(house):
    from datetime import UTC, datetime

    late = datetime(2027, 1, 5, 2, 0, tzinfo=UTC)
    with pytest.raises(refusals.Refused) as caught:
        start(PROCESS, by=house.city.lin, now=late)
    assert caught.value.sentence == "本年度的单位入会目前不在办理期限内。"
