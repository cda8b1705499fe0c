"""One of several."""

from __future__ import annotations

import pytest

from tests.forms.making import context, control, draw, parse, tree
from unionhall.forms.control import ABSENT, KEPT, Unreadable

FEW = {
    "type": "string",
    "title": "组织类型",
    "oneOf": [
        {"const": "union", "title": "基层工会委员会"},
        {"const": "group", "title": "工会小组", "description": "挂靠上级"},
    ],
}
MANY = {"type": "integer", "title": "等级", "enum": [1, 2, 3, 4, 5, 6]}


def test_few_options_are_radio_buttons():
    page = tree(draw(control(FEW), "group", required=True))
    group = page.xpath("//fieldset")[0]
    assert (group.get("role"), group.get("aria-required")) == ("radiogroup", "true")
    boxes = page.xpath("//input[@type='radio']")
    assert [(b.get("id"), b.get("value"), b.get("checked")) for b in boxes] == [
        ("f-f", "union", None),
        ("f-f-1", "group", "checked"),
    ]
    assert boxes[1].get("aria-describedby") == "f-f-1-about"
    assert [label.get("for") for label in page.xpath("//label")] == ["f-f", "f-f-1"]


@pytest.mark.row("X1-36")
def test_many_options_are_a_list_with_please_choose():
    options = tree(draw(control(MANY), 3)).xpath("//select/option")
    assert options[0].text == "请选择"
    assert [o.get("value") for o in options if o.get("selected") is not None] == ["3"]


def test_the_layout_may_say_which():
    assert tree(draw(control(FEW, format="select"))).xpath("count(//select)") == 1
    assert tree(draw(control(MANY, format="radio"))).xpath("count(//input)") == 6


def test_a_choice_that_is_no_longer_offered_stays_visible():
    page = tree(draw(control(FEW, format="select"), "old"))
    assert page.xpath("//option[@selected]/@value") == ["old"]


def test_narrowed_choices_win_and_keep_their_descriptions():
    page = tree(draw(control(FEW), None, choices=(("group", "工会小组"),)))
    assert page.xpath("//input/@value") == ["group"]
    assert page.xpath("//p[@class='choice__about']/text()") == ["挂靠上级"]


def test_values_keep_the_type_of_the_definition():
    assert parse(control(MANY), "f=3") == 3
    assert parse(control(FEW), "f=group") == "group"
    assert parse(control(FEW), "f=") is ABSENT
    assert parse(control(FEW), "") is KEPT
    assert parse(control(FEW), "f=other") == Unreadable("choice", {"value": "other"})


def test_code_lists_offer_what_is_valid_today():
    one = control({"type": "string", "title": "地区"}, codelist="sink-regions")
    values = tree(draw(one, context=context())).xpath("//option/@value")
    assert values == ["", "79", "7901", "790101", "790102", "7902", "790201"]
