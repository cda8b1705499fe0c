"""Text fields."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.forms.making import control, draw, parse, tree
from unionhall.forms.control import KEPT, RenderContext

NAME = {"type": "string", "title": "姓名", "description": "与证件一致"}


def test_one_line_in_full():
    assert draw(control(NAME), "林", required=True) == (
        '<div class="field field--text" id="f-f-field" data-field="f">'
        '<label class="field__label" for="f-f">姓名 '
        '<span class="field__required"><span aria-hidden="true">*</span> 必填</span></label>'
        '<p class="field__help" id="f-f-help">与证件一致</p>'
        '<input class="field__control" id="f-f" name="f" type="text" aria-describedby="f-f-help"'
        ' aria-required="true" value="林" autocomplete="off"><div data-notes></div></div>'
    )


def test_error_is_tied_to_the_input():
    page = tree(draw(control(NAME), "", "请填写姓名。"))
    box = page.xpath("//input")[0]
    assert box.get("aria-invalid") == "true"
    assert box.get("aria-describedby") == "f-f-help f-f-error"
    assert page.get_element_by_id("f-f-error").text_content() == "错误： 请填写姓名。"
    assert page.xpath("//p[@id='f-f-error']/svg/@aria-hidden") == ["true"]


@pytest.mark.parametrize(
    ("format_", "kind", "mode", "autocomplete"),
    [
        ("cn-mobile", "tel", "tel", "tel"),
        ("email", "email", "email", "email"),
        ("cn-person-name", "text", None, "name"),
        ("cn-bank-account", "text", "numeric", "off"),
        ("cn-resident-id", "text", None, "off"),
    ],
)
def test_keyboard_and_autocomplete_follow_the_format(format_, kind, mode, autocomplete):
    box = tree(draw(control({"type": "string", "format": format_}))).xpath("//input")[0]
    found = (box.get("type"), box.get("inputmode"), box.get("autocomplete"))
    assert found == (kind, mode, autocomplete)


@pytest.mark.parametrize("leaf", [{"type": "string", "maxLength": 500}, {"type": "string"}])
def test_long_text_gets_several_lines_and_keeps_the_first_line_feed(leaf):
    options = {} if "maxLength" in leaf else {"multi": True}
    markup = draw(control(leaf, **options), "\n二")
    assert tree(markup).xpath("//textarea")[0].get("rows") == "4"
    assert ">\n\n二</textarea>" in markup


def test_text_is_never_cut_in_the_browser():
    assert "maxlength" not in draw(control({"type": "string", "maxLength": 20}))


def test_parsing_leaves_trimming_to_the_engine():
    one = control(NAME)
    assert parse(one, "f= a%0D%0Ab ") == " a\nb "
    assert parse(one, "f=") == ""
    assert parse(one, "other=1") is KEPT


def test_what_could_not_be_read_is_shown_as_typed():
    shown = draw(control(NAME), "old", context=RenderContext(typed={"f": "n\x27ew"}))
    assert 'value="n&#x27;ew"' in shown


def test_everything_is_escaped():
    evil = '"><script>x</script>'
    markup = draw(control({"type": "string", "title": evil, "description": evil}), evil, evil)
    assert "<script" not in markup
    assert markup.count("&lt;script&gt;") == 4


def test_a_read_only_moment_keeps_the_input_but_locks_it():
    dynamic = replace(control(NAME), dynamic=True)
    assert tree(draw(dynamic, "甲", read_only=True)).xpath("//input/@readonly") == ["readonly"]
    settled = tree(draw(control(NAME), "甲", read_only=True))
    assert settled.xpath("//input") == []
    assert settled.xpath("//dd/span/text()") == ["甲"]


def test_a_locked_field_asks_for_nothing():
    # A field that can be unlocked while others are typed keeps its input.
    dynamic = replace(control(NAME), dynamic=True)
    page = tree(draw(dynamic, "鹭湾市总工会", required=True, read_only=True))
    box = page.xpath("//input")[0]
    assert (box.get("readonly"), box.get("aria-required")) == ("readonly", None)
    assert page.xpath("//*[@class='field__required']/@hidden") == [""]
