"""Dates."""

from __future__ import annotations

import pytest

from tests.forms.making import control, draw, parse, tree
from unionhall.forms.control import ABSENT, KEPT, RenderContext, Unreadable
from unionhall.forms.fields.date import spoken

LEAF = {"type": "string", "format": "date", "title": "建会时间"}


@pytest.mark.parametrize(
    "typed",
    [
        "2026-03-05",
        "2026/3/5",
        "2026.3.5",
        "2026年3月5日",
        "2026 年 3 月 5 日",
        "20260305",
        "２０２６－０３－０５",
        "２０２６／３／５",
    ],
)
@pytest.mark.row("X1-35")
def test_dates_as_people_write_them(typed):
    assert parse(control(LEAF), f"f={typed}") == "2026-03-05"


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("昨天", "not-a-date"),
        ("5/3/2026", "not-a-date"),
        ("2026-02-30", "no-such-date"),
        ("0000-01-01", "no-such-date"),
        ("2026-03-05T00:00", "not-a-date"),
    ],
)
def test_what_is_no_date_is_named(typed, code):
    assert parse(control(LEAF), f"f={typed}") == Unreadable(code, {"value": typed})


def test_empty_and_missing():
    assert parse(control(LEAF), "f=") is ABSENT
    assert parse(control(LEAF), "") is KEPT


def test_the_browser_s_own_picker_unless_it_could_not_show_the_words():
    assert tree(draw(control(LEAF), "2026-03-05")).xpath("//input/@type") == ["date"]
    typed = RenderContext(typed={"f": "昨天"})
    page = tree(draw(control(LEAF), "2026-03-05", context=typed))
    assert (page.xpath("//input/@type"), page.xpath("//input/@value")) == (["text"], ["昨天"])


def test_read_aloud():
    assert spoken("2026-03-05") == "2026年3月5日"
    assert spoken(None) == ""
    assert spoken("某日") == "某日"
