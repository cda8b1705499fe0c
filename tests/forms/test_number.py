"""Number fields."""

from __future__ import annotations

import pytest

from tests.forms.making import control, draw, parse, tree
from unionhall.forms.control import ABSENT, KEPT, Unreadable

WHOLE = {"type": "integer", "title": "人数"}
RATIO = {"type": "number", "title": "比例"}


def test_a_text_box_with_a_numeric_keyboard():
    box = tree(draw(control(WHOLE), 12)).xpath("//input")[0]
    assert (box.get("type"), box.get("inputmode"), box.get("value")) == ("text", "numeric", "12")
    assert tree(draw(control(RATIO), 0.5)).xpath("//input/@inputmode") == ["decimal"]


@pytest.mark.parametrize(
    ("typed", "value"),
    [("12", 12), (" １２ ", 12), ("1,234", 1234), ("-3", -3), ("5.0", 5), ("12 000", 12000)],
)
def test_whole_numbers_as_people_type_them(typed, value):
    assert parse(control(WHOLE), f"f={typed}") == value


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("十二", "not-a-number"),
        ("1,2,3", "not-a-number"),
        ("1e5", "not-a-number"),
        ("NaN", "not-a-number"),
        ("-", "not-a-number"),
        ("9" * 50, "not-a-number"),
        ("1.5", "not-whole"),
    ],
)
def test_anything_else_is_named(typed, code):
    assert parse(control(WHOLE), f"f={typed}") == Unreadable(code, {"value": typed})


def test_decimals_empty_and_missing():
    assert parse(control(RATIO), "f=12.5") == 12.5
    assert parse(control(RATIO), "f= ") is ABSENT
    assert parse(control(RATIO), "") is KEPT


def test_a_stored_number_is_shown_without_exponent():
    assert tree(draw(control(RATIO), 1e-7)).xpath("//input/@value") == ["0.0000001"]
    assert tree(draw(control(RATIO), 3.0)).xpath("//input/@value") == ["3"]
