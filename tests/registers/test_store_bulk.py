"""Many writes at once leave what they leave one by one."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

import pytest
from django.db.models import Q

from tests.registers.books import NOW, PAYMENTS, pay
from unionhall.engine.shapes import RegisterWrite
from unionhall.language.model import RecordList
from unionhall.registers import columns, indexing, listing, store, store_bulk
from unionhall.registers.models import Record, RecordCell, RecordChange, RecordKey, RecordTerm

LISTED = replace(
    PAYMENTS,
    lists=(RecordList(key="all", title="全部", columns=(), sort=("amount",), search=("note",)),),
)
DAYS = [f"2026-05-{day:02}" for day in range(1, 7)]


def create(union, day, **values):
    return RegisterWrite("create", "payment", {}, {"union": union.key, "day": day, **values})


def change(owner, day, do="update", **values):
    return RegisterWrite(do, "payment", {"union": owner.key, "day": day}, values)


def one_by_one(city, writes: Sequence[RegisterWrite]) -> list[str]:
    return [
        store.apply(write, LISTED, union=None, by=city.lin, now=NOW).outcome for write in writes
    ]


def together(city, writes: Sequence[RegisterWrite]) -> list[str]:
    items = [store_bulk.Item(write, None, None) for write in writes]
    return store_bulk.apply_many(items, LISTED, by=city.lin, now=NOW)


def rounds(city):
    """Columns that come, change, change their type only, are cleared or stay; keys that are taken
    and freed; records that end, and move to another union."""
    a, b = city.park, city.software_union
    yield [create(a, day, amount=n, note=f"付款{n}") for n, day in enumerate(DAYS)]
    yield [
        change(a, DAYS[0], amount=1),
        change(a, DAYS[1], amount=1, account_no="9990012345678"),
        change(a, DAYS[2], note="更正"),
        change(a, DAYS[3], note=None),
        change(a, DAYS[4], is_final=True, state="paid"),
        change(a, DAYS[5], amount=5),
        change(b, DAYS[0], do="upsert", amount=7),
    ]
    yield [
        change(a, DAYS[1], account_no=None),
        change(a, DAYS[0], account_no="9990012345678"),
        change(a, DAYS[3], do="close"),
        change(a, DAYS[4], union=b.key),
        change(b, DAYS[0], note="付款一", amount=None),
    ]


def everything() -> list[object]:
    """All that stands in the database, without ids, times and nonces."""
    places = {pk: place for place, pk in enumerate(Record.objects.order_by("pk").values_list("pk"))}
    rows: list[object] = [
        (one.union.key, one.state, one.version, columns.unsealed(LISTED, one.values))
        for one in Record.objects.order_by("pk")
    ]
    for model, names in (
        (RecordTerm, ["digest"]),
        (RecordCell, ["column", "union", "text"]),
        (RecordKey, ["register", "name", "digest"]),
    ):
        found = model.objects.values_list("record", *names)
        rows.append(sorted((places[row[:1]], *map(str, row[1:])) for row in found))
    for one in RecordChange.objects.order_by("record", "pk"):
        told = columns.unsealed(LISTED, one.before), columns.unsealed(LISTED, one.after)
        rows.append((places[(one.record_id,)], one.state_before, one.state, told))
    return rows


def walked(city, run: Callable[..., list[str]]) -> list[object]:
    found: list[object] = []
    for writes in rounds(city):
        found += [run(city, writes), everything()]
    for model in (RecordTerm, RecordCell, RecordKey, RecordChange, Record):
        model.objects.all().delete()
    return found


def test_together_leave_what_one_by_one_leave(city):
    assert walked(city, together) == walked(city, one_by_one)


def test_the_list_finds_what_was_changed_together(city):
    indexing.catch_up(LISTED)
    together(city, next(rounds(city)))
    together(city, [change(city.park, day, note="已更正") for day in DAYS[:3]])

    def found(text: str) -> int:
        return listing.page(LISTED, LISTED.lists[0], Q(), q=text).count

    assert (found("已更"), found("付款")) == (3, 3)


def test_a_key_that_one_of_them_takes_twice_is_refused_and_nothing_is_done(city):
    together(city, [create(city.park, day) for day in DAYS[:2]])
    before = everything()
    with pytest.raises(store.KeyTaken):
        together(
            city,
            [
                change(city.park, DAYS[0], account_no="9990012345678"),
                change(city.park, DAYS[1], account_no="9990012345678"),
            ],
        )
    assert everything() == before


def test_two_records_exchange_their_keys(city):
    together(city, [create(city.park, DAYS[0], account_no="1"), create(city.park, DAYS[1])])
    together(
        city,
        [
            change(city.park, DAYS[0], account_no=None),
            change(city.park, DAYS[1], account_no="1"),
        ],
    )
    assert RecordKey.objects.filter(name="account").get().record.values["day"] == DAYS[1]


def test_a_single_write_reads_the_record_it_means_alone(city, monkeypatch):
    """Which of its values is rare is not known: asked for its union, all of the union are read."""
    together(city, [create(city.park, day) for day in DAYS])
    read, known = [], store_bulk._known
    monkeypatch.setattr(store_bulk, "_known", lambda *one: read.append(one) or known(*one))
    for day in DAYS:
        assert together(city, [change(city.park, day, amount=3)]) == ["updated"]
    assert len(read) == len(DAYS)


def test_many_at_once_leave_alone_what_was_closed_meanwhile(city, monkeypatch):
    """As if somebody closed it between being found and being locked."""
    record = pay(city.park, amount=100)
    Record.objects.filter(pk=record.pk).update(closed_at=NOW)
    RecordKey.objects.filter(record=record).delete()
    monkeypatch.setattr(store_bulk, "_near", lambda digests: [record.pk])
    days = ("2026-05-20", "2026-05-21")
    writes = [change(city.park, day, do="upsert", amount=5) for day in days]
    assert together(city, writes) == ["created", "created"]
    record.refresh_from_db()
    assert (record.values["amount"], record.closed_at) == (100, NOW)
