"""Values picked from a list kept elsewhere."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.forms.making import control, draw, parse, tree
from unionhall.forms.control import KEPT, RenderContext
from unionhall.language.model import Lookup

LEAF = {"type": "string", "format": "unit-ref", "title": "申请退还单位"}
LOOKUP = Lookup("f", "units", (), (), {"unit_name": "name", "code": "code", "union": "union"})


def picked(value=None, **given):
    one = replace(control(LEAF), kind="lookup", lookup=LOOKUP)
    about = RenderContext(
        values={"unit_name": "海滨软件有限公司", "code": "91790100MA0TE5T0A6", "union": "u1"},
        titles={"unit_name": "单位名称", "code": "统一社会信用代码"},
        sensitive={"code": "code"},
        references=frozenset({"union"}),
    )
    return tree(draw(one, value, context=about, **given))


@pytest.mark.row("X1-33")
@pytest.mark.row("X1-40")
def test_a_button_that_submits_the_step():
    page = picked()
    button = page.xpath("//button")[0]
    assert (button.get("id"), button.get("type")) == ("f-f", "submit")
    assert (button.get("name"), button.get("value")) == ("_go", "lookup:f")
    assert button.text_content() == "选择 申请退还单位"
    assert page.xpath("//p[@class='lookup__empty']/text()") == ["尚未选择"]


def test_what_was_chosen_is_shown_in_words_and_masked():
    page = picked("unit-1")
    rows = [[cell.text_content() for cell in row] for row in page.xpath("//dl/div")]
    assert rows[0] == ["单位名称", "海滨软件有限公司"]
    assert rows[1][1].startswith("91****")
    assert len(rows) == 2
    assert "unit-1" not in page.text_content()


def test_locked_by_a_return_it_has_no_button():
    assert picked("unit-1", read_only=True).xpath("//button") == []


def test_the_value_is_never_read_from_a_post():
    assert parse(replace(control(LEAF), kind="lookup"), "f=other") is KEPT
