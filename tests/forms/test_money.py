"""Money: yuan typed, fen stored."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.forms.making import control, draw, parse, tree
from unionhall.forms.control import ABSENT, KEPT, Unreadable
from unionhall.forms.fields.money import yuan

LEAF = {"type": "integer", "format": "money", "title": "核定金额"}


@pytest.mark.parametrize(
    ("typed", "fen"),
    [
        ("1234.5", 123450),
        ("1,234.50", 123450),
        ("１，２３４．５０", 123450),
        ("￥88", 8800),
        ("¥ 88.08", 8808),
        ("88元", 8800),
        ("0", 0),
        ("-1.01", -101),
        (".5", 50),
    ],
)
def test_yuan_become_fen(typed, fen):
    assert parse(control(LEAF), f"f={typed}") == fen


@pytest.mark.parametrize(
    ("typed", "code"), [("八百", "not-money"), ("1.005", "money-decimals"), ("1,23", "not-money")]
)
def test_what_is_no_amount_is_named(typed, code):
    assert parse(control(LEAF), f"f={typed}") == Unreadable(code, {"value": typed})


def test_empty_and_missing():
    assert parse(control(LEAF), "f=") is ABSENT
    assert parse(control(LEAF), "f=元") is ABSENT
    assert parse(control(LEAF), "") is KEPT


def test_shown_in_yuan_with_its_unit():
    page = tree(draw(control(LEAF), 123450))
    assert page.xpath("//input/@value") == ["1,234.50"]
    assert page.xpath("//input/@inputmode") == ["decimal"]
    assert page.xpath("//span[@class='field__unit']/text()") == ["元"]


@given(st.integers(-(2**53), 2**53))
def test_what_is_shown_reads_back(fen):
    assert parse(control(LEAF), f"f={yuan(fen)}") == fen
