from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection

from tests.people.together import together
from tests.registers.books import NOW, OPINIONS, PAYMENTS, pay, write
from unionhall.people.selectors import outbox
from unionhall.registers import columns, selectors, store
from unionhall.registers.models import Record, RecordChange, RecordKey, RecordTerm

ACCOUNT = "9990012345678"


def test_a_record_belongs_to_the_union_its_column_names(city):
    record = pay(city.software_union, amount=100)
    assert (record.union, record.person, record.state) == (city.software_union, None, "active")
    assert record.values == {"union": city.software_union.key, "day": "2026-05-20", "amount": 100}
    assert (record.created_at, record.updated_at, record.closed_at) == (NOW, NOW, None)


def test_owners_in_the_order_of_the_definition(city):
    assert write(values={"text": "一"}, register=OPINIONS).union is None
    assert write(values={"text": "二"}, register=OPINIONS, union=city.park).union == city.park
    mine = write(values={"text": "三"}, register=OPINIONS, union=city.park, person=city.chen.person)
    assert (mine.union, mine.person) == (None, city.chen.person)


def test_a_record_of_nobody_is_refused(city):
    with pytest.raises(store.BadOwner):
        write(values={"union": "no-such", "day": "2026-05-20"})
    with pytest.raises(store.BadOwner):
        write(values={"day": "2026-05-20"})
    assert Record.objects.count() == 0


@pytest.mark.parametrize(
    ("values", "path", "why"),
    [
        ({"amount": "100"}, "amount", "type"),
        ({"amount": True}, "amount", "type"),
        ({"amount": 1.5}, "amount", "type"),
        ({"is_final": 1}, "is_final", "type"),
        ({"nickname": "x"}, "nickname", "unknown"),
        ({"day": None}, "day", "missing"),
        ({"state": "no-such"}, "state", "choice"),
    ],
)
def test_what_a_column_cannot_hold_is_refused_by_name(city, values, path, why):
    with pytest.raises(columns.BadValue) as refused:
        pay(city.park, **values)
    assert (refused.value.path, refused.value.why) == (path, why)
    assert Record.objects.count() == 0


def test_update_changes_and_clears_and_remembers(city):
    pay(city.park, amount=100, note="旧")
    later = NOW + timedelta(days=1)
    match = {"union": city.park.key}
    record = write("update", {"amount": 200, "note": None}, match=match, now=later)
    assert record.values == {"union": city.park.key, "day": "2026-05-20", "amount": 200}
    assert (record.created_at, record.updated_at) == (NOW, later)
    created, changed = selectors.history(record)
    assert (created.before, changed.before) == ({}, {"amount": 100, "note": "旧"})
    assert (changed.after, changed.case_number, changed.at) == (
        {"amount": 200},
        "CBJ2026110001",
        later,
    )


def test_update_needs_exactly_one(city):
    with pytest.raises(store.NotFound):
        write("update", {"amount": 1}, match={"union": city.park.key})
    with pytest.raises(store.NotFound):
        write("update", {"amount": 1})
    pay(city.park)
    pay(city.park, day="2026-05-21")
    with pytest.raises(store.Ambiguous):
        write("update", {"amount": 1}, match={"union": city.park.key})


def test_upsert_makes_one_then_changes_it(city):
    match = {"union": city.park.key, "day": "2026-05-20"}
    first = write("upsert", {"amount": 1}, match=match)
    again = write("upsert", {"amount": 2}, match=match)
    assert (again.pk, again.values) == (first.pk, {**match, "amount": 2})
    assert Record.objects.count() == 1


def test_a_closed_record_frees_its_keys_and_is_not_found(city):
    pay(city.park, account_no=ACCOUNT)
    closed = write("close", match={"union": city.park.key})
    assert (closed.state, closed.closed_at) == ("void", NOW)
    assert RecordKey.objects.count() == 0
    with pytest.raises(store.NotFound):
        write("update", {"amount": 1}, match={"union": city.park.key})
    pay(city.park, account_no=ACCOUNT)


def test_a_key_is_taken_while_its_condition_holds(city):
    pay(city.park, account_no=ACCOUNT)
    with pytest.raises(store.KeyTaken) as taken:
        pay(city.park)
    assert taken.value.key == "once"
    with pytest.raises(store.KeyTaken) as taken:
        pay(city.town, account_no=ACCOUNT)  # also across unions
    assert taken.value.key == "account"
    write("update", {"state": "paid"}, match={"union": city.park.key})
    pay(city.town, account_no=ACCOUNT)  # this key holds only while active
    with pytest.raises(store.KeyTaken):
        pay(city.park)
    assert Record.objects.count() == 2


def test_a_key_with_an_empty_column_is_not_taken(city):
    pay(city.park)
    pay(city.town)
    assert RecordKey.objects.filter(name="account").count() == 0


def test_a_refused_write_changes_nothing(city):
    pay(city.park)
    before = [
        list(model.objects.values()) for model in (Record, RecordKey, RecordTerm, RecordChange)
    ]
    pay(city.town, day="2026-05-20")
    after = {"union": city.park.key}
    with pytest.raises(store.KeyTaken):
        write("update", after, match={"union": city.town.key})
    assert Record.objects.filter(union=city.town).get().values["union"] == city.town.key
    assert [
        list(m.objects.values())[: len(b)]
        for m, b in zip((Record, RecordKey, RecordTerm, RecordChange), before, strict=True)
    ] == before


def test_sensitive_columns_are_sealed_everywhere(city):
    record = pay(city.park, account_no=ACCOUNT)
    write("update", {"amount": 5}, match={"account_no": ACCOUNT})
    record.refresh_from_db()
    assert record.values["account_no"].startswith("sealed:v1:")
    assert columns.unsealed(PAYMENTS, record.values)["account_no"] == ACCOUNT
    assert [change.after for change in selectors.history(record)][1] == {"amount": 5}
    tables = connection.introspection.table_names()
    with connection.cursor() as cursor:
        for table in tables:
            cursor.execute(f'SELECT * FROM "{table}"')  # noqa: S608 - names from the database itself
            assert ACCOUNT not in str(cursor.fetchall()), table
    assert outbox() == []


@pytest.mark.django_db(transaction=True)
def test_parallel_writes_of_one_key_give_one_record():
    from tests.factories.unions import make_union

    root = make_union("鹭湾市总工会", "root")
    write(values={"union": root.key, "day": "2020-01-01"})  # the system account exists

    def attempt(_: int) -> str:
        try:
            pay(root)
        except store.KeyTaken as taken:
            return taken.key
        return "won"

    assert sorted(together(12, attempt)) == ["once"] * 11 + ["won"]


@pytest.mark.django_db(transaction=True)
def test_control_without_the_key_rows_several_win(monkeypatch):
    """Look first, write later: what the unique index prevents really happens without it."""
    import threading

    from tests.factories.unions import make_union

    root = make_union("鹭湾市总工会", "root")
    write(values={"union": root.key, "day": "2020-01-01"})
    monkeypatch.setattr(store, "_take", lambda *_: None)
    looked = threading.Barrier(6)

    def attempt(_: int) -> str:
        is_free = not selectors.find("payment", {"union": root.key, "day": "2026-05-20"}).exists()
        looked.wait(10)
        return pay(root) and "won" if is_free else "once"

    assert together(6, attempt) == ["won"] * 6
