"""Regions, level by level."""

from __future__ import annotations

from tests.forms.making import context, control, draw, parse, tree
from unionhall.forms.control import ABSENT, KEPT

LEAF = {"type": "string", "format": "region", "title": "所在地区"}


def lists(value):
    one = control(LEAF, codelist="sink-regions")
    selects = tree(draw(one, value, context=context())).xpath("//select")
    return {
        s.get("name"): [o.get("value") + "*" * (o.get("selected") is not None) for o in s]
        for s in selects
    }


def test_the_first_list_alone_until_something_is_chosen():
    assert lists(None) == {"f:0": ["", "79"]}


def test_every_level_down_to_the_value_and_the_one_below():
    assert lists("7901") == {
        "f:0": ["", "79*"],
        "f:1": ["", "7901*", "7902"],
        "f:2": ["", "790101", "790102"],
    }


def test_a_former_region_is_not_offered_but_an_unknown_one_does_not_break_the_page():
    assert lists("999") == {"f:0": ["", "79"]}


def test_each_list_is_named_and_says_what_it_belongs_to():
    page = tree(draw(control(LEAF, codelist="sink-regions"), "79", context=context()))
    assert page.xpath("//select/@aria-label") == ["所在地区，第 1 级", "所在地区，第 2 级"]
    assert page.xpath("//input[@name='f:1:of']/@value") == ["79"]
    assert page.xpath("//select/@autocomplete") == ["address-level1", "address-level2"]


def test_the_deepest_choice_that_continues_the_one_above():
    one = control(LEAF)
    assert parse(one, "f:0=79&f:1=7901&f:1:of=79&f:2=790101&f:2:of=7901") == "790101"
    assert parse(one, "f:0=79&f:1=7902&f:1:of=79&f:2=790101&f:2:of=7901") == "7902"
    assert parse(one, "f:0=79&f:1=&f:1:of=79") == "79"
    assert parse(one, "f:0=") is ABSENT
    assert parse(one, "f=79") is KEPT
