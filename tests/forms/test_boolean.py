"""Yes, no, not answered."""

from __future__ import annotations

import pytest

from tests.forms.making import control, draw, parse, tree
from unionhall.forms.control import ABSENT, KEPT, Unreadable

ASKED = {"type": "boolean", "title": "是否已开设工会账号"}
CONSENT = {"type": "boolean", "const": True, "title": "我承诺"}


@pytest.mark.parametrize(("value", "checked"), [(None, []), (True, ["true"]), (False, ["false"])])
@pytest.mark.row("X1-47")
def test_three_states(value, checked):
    page = tree(draw(control(ASKED), value))
    assert page.xpath("//input[@checked]/@value") == checked
    assert [label.text for label in page.xpath("//label")] == ["是", "否"]


def test_the_group_is_required_and_invalid_as_a_whole():
    group = tree(draw(control(ASKED), None, "请选择。", required=True)).xpath("//fieldset")[0]
    found = [group.get(name) for name in ("role", "aria-required", "aria-invalid")]
    assert found == ["radiogroup", "true", "true"]


def test_reading():
    assert parse(control(ASKED), "f=true") is True
    assert parse(control(ASKED), "f=false") is False
    assert parse(control(ASKED), "f=") is ABSENT
    assert parse(control(ASKED), "_present=f") is KEPT
    assert parse(control(ASKED), "f=on") == Unreadable("choice", {"value": "on"})


def test_a_tick_box_only_where_yes_is_the_one_answer():
    page = tree(draw(control(CONSENT), True, required=True))
    box = page.xpath("//input[@type='checkbox']")[0]
    assert (box.get("checked"), box.get("aria-required")) == ("checked", "true")
    assert page.xpath("//label/@for") == ["f-f"]
    assert parse(control(CONSENT), "_present=f") is ABSENT
    assert parse(control(CONSENT), "f=true&_present=f") is True
