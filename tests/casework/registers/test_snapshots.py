"""T+1: what was open at midnight, published at eight, whenever the machine woke."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from tests.factories.applications import publish
from tests.factories.grants import GROUP, give
from tests.factories.people import make_user
from tests.factories.records import HELP, MEMBERS, NOW
from unionhall.casework.registers.act import act
from unionhall.casework.registers.publish_snapshots import publish_snapshots
from unionhall.people import store
from unionhall.people.models import User
from unionhall.registers import snapshots
from unionhall.registers.models import Record, Snapshot, SnapshotRow

ZONE = ZoneInfo("Asia/Shanghai")
DAY = {"paid_on": "2026-11-20"}
# the verbs of the desk run on the 21st at ten in the morning
MIDNIGHT = datetime(2026, 11, 22, 0, 0, tzinfo=ZONE)


def at(hour, minute=0, day=22):
    return datetime(2026, 11, day, hour, minute, tzinfo=ZONE)


def take(now):
    return publish_snapshots(by=User.objects.system(), now=now)


@pytest.fixture(autouse=True)
def published(desk):
    for document in (HELP, {**MEMBERS, "permission": "handle"}):
        document = {k: v for k, v in document.items() if k != "permission"}
        publish({**document, "snapshot": {"at": "08:00"}}, User.objects.system())


@pytest.fixture
def records(desk):
    return [desk.add(number) for number in range(5)]


def shown(now):
    newest = snapshots.newest("help", now)
    return {row.record: row.state for row in snapshots.rows(newest)} if newest else None


def test_taken_at_midnight_and_read_from_eight(records):
    assert take(at(0, 1)) == 2
    assert shown(at(7, 59)) is None
    assert shown(at(8, 0)) == {record.key: "open" for record in records}
    newest = snapshots.newest("help", at(8))
    assert (newest.as_of, newest.published_at, newest.rows) == (MIDNIGHT, at(8), 5)
    assert take(at(9)) == 0
    assert SnapshotRow.objects.filter(snapshot=newest).count() == 5


def test_a_machine_that_slept_shows_midnight_all_the_same(desk, records):
    """Paid, ended, changed and added after midnight: none of it is in the snapshot."""
    expected = {record.key: "open" for record in records}
    desk.press(records[0], "pay", DAY, now=at(9))
    desk.press(records[1], "void", reason="重复", now=at(9))
    desk.press(records[2], "edit", {"name": "改名"}, now=at(9))
    desk.press(records[2], "edit", {"name": "又改名", "is_urgent": True}, now=at(9, 5))
    late = desk.add(9)
    Record.objects.filter(pk=late.pk).update(created_at=at(9), updated_at=at(9))
    before = dict(records[2].values)
    take(at(10, 30))
    assert shown(at(10, 29)) is None
    assert shown(at(10, 30)) == expected
    newest = snapshots.newest("help", at(11))
    row = snapshots.rows(newest).get(record=records[2].key)
    assert row.values == before
    assert row.union == desk.city.software_union


def test_what_ended_before_midnight_is_not_in_it_even_when_it_was_restored_since(desk, records):
    city = desk.city
    give(city.chen, f"review_{GROUP}", city.software_union)
    desk.press(records[0], "void", reason="重复")
    desk.press(records[1], "void", reason="重复")
    desk.press(records[1], "restore", by=city.chen, now=at(1))
    take(at(2))
    assert shown(at(8)) == {record.key: "open" for record in records[2:]}


def test_portions_make_the_same_and_go_on_after_a_crash(desk, records, monkeypatch):
    monkeypatch.setattr(snapshots, "BATCH", 2)
    assert publish_snapshots(by=User.objects.system(), now=at(1), most=1) == 0
    assert shown(at(8)) is None
    copy = snapshots._copy
    monkeypatch.setattr(snapshots, "_copy", lambda *given: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        take(at(1))
    monkeypatch.setattr(snapshots, "_copy", copy)
    take(at(1))
    assert shown(at(8)) == {record.key: "open" for record in records}
    assert Snapshot.objects.get(register="help").rows == 5


def test_old_ones_go_in_portions_and_the_newest_is_read(desk, records, monkeypatch):
    monkeypatch.setattr(snapshots, "BATCH", 3)
    for day in range(22, 28):
        take(at(0, 5, day))
        take(at(8, 5, day))
    for _ in range(9):
        take(at(12, 0, 27))
    kept = Snapshot.objects.filter(register="help").order_by("as_of")
    assert [one.as_of.astimezone(ZONE).day for one in kept] == [25, 26, 27]
    assert snapshots.newest("help", at(12, 0, 27)).as_of == at(0, 0, 27)
    assert SnapshotRow.objects.filter(snapshot__register="help").count() == 15


def test_rows_of_a_union_and_by_value(desk, records):
    desk.press(records[0], "pay", DAY)
    take(at(1))
    newest, city = snapshots.newest("help", at(8)), desk.city
    assert snapshots.rows(newest, [city.sijiang.path]).count() == 5
    assert snapshots.rows(newest, [city.hudong.path]).count() == 0
    assert snapshots.rows(newest, where={"state": "paid"}).count() == 1
    assert snapshots.rows(newest, where={"amount": [100], "name": ["职工1", "职工2"]}).count() == 2
    assert snapshots.rows(newest, where={"union": city.software_union.key}).count() == 5
    assert snapshots.rows(newest, where={"document_no": "D00000001"}).count() == 0


def test_members_at_midnight(desk):
    city = desk.city
    user = make_user("张三", "15400000203")
    store.add_membership(user.person, city.software_union, date(2025, 1, 1))
    held = user.person.memberships.get()
    key = f"{user.person.key}-{held.pk}"
    given = {"by": city.lin, "now": at(6)}
    act("members", "transfer-out", key, {"on": "2026-11-22"}, "离职", **given)
    take(at(7))
    newest = snapshots.newest("members", at(8))
    row = snapshots.rows(newest).get(person=user.person)
    assert (row.state, row.values["until"], row.values["name"]) == ("joined", None, "张三")
    take(at(7, 0, 23))
    later = snapshots.newest("members", at(8, 0, 23))
    assert not snapshots.rows(later).filter(person=user.person).exists()
    assert later.as_of - newest.as_of == timedelta(days=1)


def test_only_the_system_takes_them(desk):
    with pytest.raises(ValueError, match="system"):
        publish_snapshots(by=desk.city.lin, now=NOW)
