"""Lists of a register: few records and many, each asked in every way; nobody's cursor fails."""

from __future__ import annotations

import random
from datetime import timedelta

import pytest
from django.db.models import Q

from tests.factories.records import HELP, NOW, values
from unionhall.engine.shapes import RegisterWrite
from unionhall.language.parse import parse_register
from unionhall.people.models import User
from unionhall.registers import finding, indexing, listing, store
from unionhall.registers.models import Record, RecordCell, RegisterIndex
from unionhall.registers.wanting import wanted

REGISTER = parse_register(HELP)
LIST = REGISTER.listing("all")
ALL = Q(union__isnull=False)


@pytest.fixture
def book(city):
    """Sixty records of two unions; every fifth is paid, every seventh urgent."""
    numbers = list(range(60))
    random.Random(4).shuffle(numbers)
    for number in numbers:
        union = city.machinery_union if number % 3 == 0 else city.software_union
        more = {"amount": number * 10 + 1, "year": 2020 + number % 4, "name": f"职工{number:02}"}
        if number % 5 == 0:
            more["paid_on"] = f"2026-01-{number % 28 + 1:02}"
        if number % 7 == 0:
            more["is_urgent"] = True
        write(values(number, **more), union)
    indexing.catch_up(REGISTER)
    return city


def write(given, union):
    return store.apply(
        RegisterWrite("create", "help", {}, given),
        REGISTER,
        union=union,
        by=User.objects.system(),
        now=NOW,
    )


@pytest.fixture(params=["few", "many"])
def how(request, monkeypatch):
    """Both ways of finding have to say the same: sixty are few, or as many as a million."""
    if request.param == "many":
        monkeypatch.setattr(finding, "FEW", 0)
    return request.param


def names(page):
    return [row.values["name"] for row in page.rows]


def through(size, **asked):
    """All pages of a list."""
    found, after = [], ""
    while True:
        page = listing.page(
            REGISTER,
            LIST,
            asked.get("scope", ALL),
            after=after,
            size=size,
            **{key: value for key, value in asked.items() if key != "scope"},
        )
        found += page.rows
        after = page.after
        if not after:
            return found
        assert len(page.rows) == size


DUE = {"key": "paid_on", "title": "发放日期", "due": True}
DUE_LIST = {**HELP["lists"][0], "columns": [DUE], "filters": ["year", "paid_on"]}
WITH_DUE = parse_register({**HELP, "lists": [DUE_LIST]})


def on_days(asked, **more):
    filters = {"paid_on": [asked], **more.pop("filters", {})}
    page = listing.page(WITH_DUE, WITH_DUE.lists[0], ALL, filters=filters, size=60, **more)
    assert page.count == len(page.rows)
    return sorted(row.values["paid_on"] for row in page.rows)


@pytest.mark.parametrize("is_indexed", [True, False])
def test_days_before_on_and_after_one(book, how, is_indexed):
    """Who has no day is in none of the three; what was paid lies between 1 and 28 January."""
    if not is_indexed:
        RegisterIndex.objects.all().delete()
    days = sorted(
        one.values["paid_on"] for one in Record.objects.all() if one.values.get("paid_on")
    )
    assert len(days) == 12
    middle = days[5]
    assert on_days(f"<{middle}") == [day for day in days if day < middle]
    assert on_days(middle) == [day for day in days if day == middle]
    assert on_days(f">{middle}") == [day for day in days if day > middle]
    assert on_days(f"<{middle}", sort="paid_on") == [day for day in days if day < middle]
    assert on_days("<2026-02-01", filters={"year": ["2020"]}) != days
    assert on_days("<2025-01-01") == []


@pytest.mark.parametrize("asked", ["<", "<x", "<2026-13-01", ">9999-12-31", "?2026-01-01"])
def test_no_day_matches_nothing(book, asked):
    assert on_days(asked) == []


def test_a_column_without_end_is_not_read_as_one(book):
    page = listing.page(REGISTER, LIST, ALL, filters={"year": ["<2026-01-01"]}, size=60)
    assert page.rows == []


SORTS = ("", "name", "-name", "amount", "-amount", "paid_on", "-paid_on")


def test_every_record_once_in_order_whatever_the_order(book, how):
    for sort in SORTS:
        rows = through(7, sort=sort)
        assert len({row.key for row in rows}) == 60
        column = sort.removeprefix("-")
        absent = 0 if column == "amount" else ""
        read = [row.values.get(column) or absent for row in rows]
        if not column:
            read = [row.source.pk for row in rows]
        assert read == sorted(read, reverse=sort.startswith("-") or not sort)


ASKED = [
    ({"filters": {"year": ["2021"]}}, 15),
    ({"filters": {"year": ["2021", "2022"]}}, 30),
    ({"filters": {"is_urgent": ["true"]}}, 9),
    ({"filters": {"year": ["2020"], "is_urgent": ["true"]}}, 3),
    ({"filters": {"year": ["x"]}}, 0),
    ({"filters": {"year": ["\x00"]}}, 0),
    ({"filters": {"amount": ["1"]}}, 60),
    ({"filters": {"state": ["open"]}}, 60),
    ({"filters": {"state": ["void"]}}, 0),
    ({"filters": {"state": ["no-such"]}}, 0),
    ({"filters": {"union": ["no-such"]}}, 0),
    ({"q": "工1"}, 10),
    ({"q": "ZG0"}, 10),
    ({"q": "职 工 1 2"}, 1),
    ({"q": "D00000012"}, 1),
    ({"q": "d00000012"}, 1),
    ({"q": "0000012"}, 0),
    ({"q": "\x00"}, 0),
    ({"q": "长" * 500}, 0),
    ({"q": "工1", "filters": {"year": ["2021"]}}, 2),
    ({"q": "%"}, 0),
    ({"q": "_"}, 0),
]


def test_filters_and_search(book, how):
    for asked, number in ASKED:
        assert len(through(9, **asked)) == number, asked
        page = listing.page(REGISTER, LIST, ALL, sort="name", **asked)
        assert (page.count, page.count_capped) == (number, False)
        keys = listing.matching(REGISTER, LIST, ALL, asked.get("filters"), asked.get("q", ""))
        found = list(keys)
        assert len(set(found)) == len(found) == number


def test_a_scope_limits_lists_counts_and_single_records(book, how):
    scope = Q(union=book.machinery_union)
    rows = through(6, scope=scope, sort="amount")
    assert [row.values["amount"] for row in rows] == [n * 10 + 1 for n in range(0, 60, 3)]
    assert listing.page(REGISTER, LIST, scope).count == 20
    foreign = next(row for row in through(60) if row.union == book.software_union)
    assert listing.record(REGISTER, foreign.key, scope) is None
    assert listing.record(REGISTER, foreign.key, ALL).key == foreign.key
    of_union = {"filters": {"union": [book.machinery_union.key]}}
    assert len(through(6, **of_union)) == 20
    assert len(through(6, scope=Q(union=book.software_union), **of_union)) == 0


def test_a_cursor_nobody_was_given_begins_at_the_beginning(book, how):
    for sort in ("", "amount", "no-such", "document_no"):
        first = listing.page(REGISTER, LIST, ALL, sort=sort)
        for cursor in ("x", "=", "W10", "WyIiLCIxIl0", "a" * 900, "WzEsMl0", "é"):
            assert listing.page(REGISTER, LIST, ALL, sort=sort, after=cursor) == first


def test_a_change_moves_a_record_in_the_order(book, how):
    first = Record.objects.get(pk=through(1, sort="name", filters={"year": ["2020"]})[0].source.pk)
    write_to = RegisterWrite("update", "help", {"document_no": "D00000000"}, {"name": "职工99"})
    store.apply(write_to, REGISTER, union=None, by=User.objects.system(), now=NOW)
    assert names(listing.page(REGISTER, LIST, ALL, sort="-name", size=1)) == ["职工99"]
    assert RecordCell.objects.filter(record=first).count() == 4


def test_sealed_columns_are_not_copied(book):
    assert not RecordCell.objects.filter(text__contains="d0000").exists()
    assert {cell.column for cell in RecordCell.objects.all()} == {
        "help.?",
        "help.name",
        "help.amount",
        "help.paid_on",
    }


def test_closed_records_are_shown_when_asked_for(book, how):
    record = Record.objects.get(pk=through(60)[0].source.pk)
    store.put(
        record,
        REGISTER,
        {},
        state="void",
        ends=True,
        by=User.objects.system(),
        now=NOW + timedelta(days=1),
    )
    assert len(through(9)) == 59
    assert len(through(9, filters={"state": ["void"]})) == 1
    assert len(through(9, filters={"state": ["void", "open"]})) == 60


def test_another_definition_gets_its_cells_little_by_little(book, monkeypatch):
    changed = parse_register({**HELP, "lists": [{**HELP["lists"][0], "sort": ["year"]}]})
    monkeypatch.setattr(indexing, "BATCH", 25)
    assert indexing.is_ready(REGISTER)
    assert not indexing.is_ready(changed)
    assert indexing.catch_up(changed, most=30) == 50
    assert not indexing.is_ready(changed)
    assert (indexing.catch_up(changed), indexing.is_ready(changed)) == (10, True)
    assert indexing.catch_up(changed) == 0
    monkeypatch.setattr(finding, "FEW", 0)
    page = listing.page(changed, changed.listing("all"), ALL, sort="year", size=60)
    years = [row.values["year"] for row in page.rows]
    assert years == sorted(years)


@pytest.mark.parametrize("few", [50, 2_000])
def test_a_page_costs_few_queries_however_many_there_are(
    book, monkeypatch, django_assert_max_num_queries, few
):
    monkeypatch.setattr(finding, "FEW", few)
    with django_assert_max_num_queries(12):
        listing.page(REGISTER, LIST, ALL, sort="name", filters={"year": ["2020"]}, q="工")


def test_a_state_that_nothing_can_store_matches_nothing():
    """PostgreSQL refuses NUL in a text."""
    asked = wanted(REGISTER, LIST, {"state": ["\x00", "open"]})
    assert asked.states == ("open",)
    assert wanted(REGISTER, LIST, {"state": ["\x00"]}).states == ()
