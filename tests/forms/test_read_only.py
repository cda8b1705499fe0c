"""Read-only values, computed values, hints."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.forms.making import control, draw, parse, tree
from unionhall.forms.control import KEPT, Control

DOCUMENT = {"type": "string", "title": "证件号码", "readOnly": True, "x-sensitive": "id"}


@pytest.mark.row("X1-31")
@pytest.mark.row("X1-32")
def test_a_fact_is_a_row_of_a_definition_list_and_masked():
    markup = draw(control(DOCUMENT), "790101198501010013")
    page = tree(markup)
    assert page.xpath("//dt/text()") == ["证件号码"]
    assert page.xpath("//span[@data-value]/text()") == ["7901****13"]
    assert "19850101" not in markup
    assert page.xpath("//input") == []


def test_an_absent_fact_says_so():
    assert tree(draw(control(DOCUMENT))).xpath("//span[@data-value]/text()") == ["无"]


def test_a_problem_of_a_fact_can_be_reached_by_its_link():
    row = tree(draw(control(DOCUMENT), None, "登记信息缺失。")).get_element_by_id("f-f")
    assert row.get("tabindex") == "-1"
    assert "登记信息缺失。" in row.text_content()


@pytest.mark.parametrize("kind", ["read_only", "computed"])
def test_nothing_is_read_from_a_post(kind):
    assert parse(replace(control(DOCUMENT), kind=kind), "f=forged") is KEPT


def test_computed_money_is_shown_in_yuan():
    leaf = {"type": "integer", "format": "money", "title": "合计"}
    page = tree(draw(replace(control(leaf), kind="computed"), 123450))
    assert page.xpath("//span[@data-value]/text()") == ["¥1,234.50"]


def test_a_hint_is_escaped_words():
    hint = Control("hint:/0/1", "hint", {}, "请<b>核对</b>")
    assert draw(hint) == (
        '<p class="hint" id="f-hint--0-1-field" data-field="hint:/0/1">'
        "请&lt;b&gt;核对&lt;/b&gt;</p>"
    )
    assert parse(hint, "hint:/0/1=x") is KEPT
