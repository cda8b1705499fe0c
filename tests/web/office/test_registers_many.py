"""One action on many records of a register: the question, the results, what is not done."""

from __future__ import annotations

import pytest

from tests.factories.grants import GROUP, give
from tests.web.office.pages import words
from tests.web.office.registers import MANY, form_values

pytestmark = pytest.mark.django_db


def test_ticked_records_are_asked_about_once_and_each_has_a_result(town, made, visit):
    small, big = made(1), made(2, amount=60_000)
    client = visit(town.lin)
    ticked = {"_tick": [small.key, big.key], "_action": "pay"}
    question = client.post(MANY, ticked)
    told = words(question)
    assert "发放：1 条" in told
    assert "五百元以上须先报批。 × 1" in told
    confirmed = form_values(question) | {"_confirmed": "1", "paid_on": "2026-11-20", **ticked}
    result = words(client.post(MANY, confirmed))
    assert "已办理 1 条" in result
    assert "有 1 条没有办理" in result
    small.refresh_from_db()
    big.refresh_from_db()
    assert (small.state, big.state) == ("paid", "open")


def test_a_form_that_is_not_complete_stops_before_anything_is_done(town, made, visit):
    record = made(1)
    client = visit(town.lin)
    ticked = {"_tick": [record.key], "_action": "pay"}
    page = client.post(MANY, form_values(client.post(MANY, ticked)) | {"_confirmed": "1"} | ticked)
    assert page.status_code == 422
    assert 'href="#f-paid_on"' in page.content.decode()
    record.refresh_from_db()
    assert record.state == "open"


def test_all_that_match_means_the_filters_of_the_list(town, made, visit):
    kept, other = made(1), made(2, year=2025)
    client = visit(town.lin)
    asked = {"_all": "1", "_kept-f-year": "2026", "_action": "void"}
    question = client.post(MANY, asked)
    assert "作废：1 条" in words(question)
    posted = form_values(question) | {"_confirmed": "1", "_reason": "年度结束"}
    assert "已办理 1 条" in words(client.post(MANY, posted))
    kept.refresh_from_db()
    other.refresh_from_db()
    assert (kept.state, other.state) == ("void", "open")


@pytest.mark.parametrize(
    ("posted", "status"),
    [
        ({}, 404),
        ({"_action": "add"}, 404),
        ({"_action": "restore"}, 404),
        ({"_action": "void"}, 422),
        ({"_action": "void", "_tick": ["x" * 65]}, 400),
        ({"_action": "void", "_tick": ["no-such-record"]}, 422),
        ({"_action": "void", "_back": "1"}, 302),
    ],
)
def test_odd_selections_are_told_or_refused(town, made, visit, posted, status):
    record = made(1)
    assert visit(town.lin).post(MANY, posted).status_code == status
    record.refresh_from_db()
    assert record.state == "open"


def test_foreign_ticks_change_nothing(town, made, visit):
    record = made(1)
    give(town.he, f"handle_{GROUP}", town.machinery_union)
    posted = {"_tick": [record.key], "_action": "void", "_confirmed": "1", "_reason": "试"}
    page = visit(town.he).post(MANY, posted)
    assert "职工1" not in words(page)
    record.refresh_from_db()
    assert record.state == "open"
