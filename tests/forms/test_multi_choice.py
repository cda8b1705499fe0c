"""Several of several."""

from __future__ import annotations

from tests.forms.making import control, draw, parse, tree
from unionhall.forms.control import ABSENT, KEPT, Unreadable

LEAF = {"type": "array", "title": "帮助", "items": {"type": "string", "enum": ["甲", "乙", "丙"]}}


def test_check_boxes_in_a_named_group():
    page = tree(draw(control(LEAF), ["乙"], "请选择。"))
    assert page.xpath("//fieldset/@aria-describedby") == ["f-f-error"]
    assert page.xpath("//fieldset/@role") == []
    assert page.xpath("//input[@type='checkbox'][@checked]/@value") == ["乙"]
    assert page.xpath("//input[@name='_present']/@value") == ["f"]


def test_chosen_values_in_the_order_of_the_definition():
    assert parse(control(LEAF), "f=丙&f=甲&f=丙") == ["甲", "丙"]


def test_nothing_ticked_is_absent_only_when_the_group_was_on_the_page():
    assert parse(control(LEAF), "_present=f") is ABSENT
    assert parse(control(LEAF), "_present=other") is KEPT


def test_what_is_not_offered_is_named():
    assert parse(control(LEAF), "f=丁") == Unreadable("choice", {"value": "丁"})
