"""Tables of rows."""

from __future__ import annotations

from tests.forms.making import control, draw, parse, tree
from unionhall.forms.control import ABSENT, KEPT, Partly, RenderContext, Unreadable

LEAF = {
    "type": "array",
    "title": "家庭成员",
    "maxItems": 3,
    "items": {
        "type": "object",
        "required": ["name"],
        "properties": {
            "name": {"type": "string", "title": "姓名"},
            "income": {"type": "integer", "format": "money", "title": "月收入"},
            "works": {"type": "boolean", "title": "在职"},
        },
    },
}


def test_a_row_per_object_with_named_cells():
    page = tree(draw(control(LEAF), [{"name": "林", "income": 500}, {"name": "周"}]))
    rows = page.xpath("//ol/li")
    assert [row.xpath(".//p[@data-row-title]/text()") for row in rows] == [["第 1 行"], ["第 2 行"]]
    assert rows[0].xpath(".//input[@type='text']/@name") == ["f.0.name", "f.0.income"]
    assert rows[0].xpath(".//input/@value")[:2] == ["林", "5.00"]
    assert rows[0].xpath(".//input[@id='f-f-0-name']/@aria-required") == ["true"]
    assert rows[1].xpath(".//button/@value") == ["delete:f:1"]


def test_adding_works_as_a_submit_button_until_the_table_is_full():
    one = control(LEAF)
    add = tree(draw(one, [{}])).xpath("//button[@data-add]")[0]
    assert (add.get("id"), add.get("name"), add.get("value")) == ("f-f", "_go", "add:f")
    assert add.get("hidden") is None
    full = tree(draw(one, [{"name": "1"}] * 3)).xpath("//button[@data-add]")[0]
    assert full.get("hidden") == ""


def test_the_button_and_the_empty_table_speak_as_the_definition_says():
    """缴费账号 (X3-51): 添加账号, 暂无数据."""
    page = tree(draw(control(LEAF, add_text="添加家人"), []))
    assert page.xpath("string(//button[@data-add])").split() == ["添加家人", "家庭成员"]
    assert page.xpath("string(//p[@class='rows__empty'])") == "暂无数据"
    usual = tree(draw(control(LEAF), []))
    assert usual.xpath("string(//button[@data-add])").split() == ["添加一行", "家庭成员"]


def test_blank_rows_are_drawn_on_request_but_never_beyond_the_most():
    more = RenderContext(extra_rows={"f": 9})
    assert tree(draw(control(LEAF), [{"name": "1"}], context=more)).xpath("count(//ol/li)") == 3


def test_errors_stand_in_their_cell():
    told = RenderContext(errors={"f.0.name": ("请填写姓名。",)})
    page = tree(draw(control(LEAF), [{}], context=told))
    assert page.xpath("//input[@id='f-f-0-name']/@aria-describedby") == ["f-f-0-name-error"]


def test_rows_keep_their_order_close_gaps_and_drop_empty_ones():
    post = "f.7.name=丙&f.2.name=甲&f.2.income=5&f.4.name= &f.x.name=no&f.2.works=true"
    assert parse(control(LEAF), post) == [
        {"name": "甲", "income": 500, "works": True},
        {"name": "丙"},
    ]


def test_a_cell_that_cannot_be_read_does_not_lose_the_rest():
    post = "f.3.name=甲&f.3.income=许多&f.9.income=1"
    assert parse(control(LEAF), post) == Partly(
        [{"name": "甲"}, {"income": 100}],
        (Unreadable("not-money", {"value": "许多"}, "f.0.income"),),
    )


def test_empty_missing_too_many():
    one = control(LEAF)
    assert parse(one, "_present=f") is ABSENT
    assert parse(one, "x=1") is KEPT
    many = "&".join(f"f.{n}.name=a" for n in range(4))
    assert parse(one, many) == Unreadable("too-many-items", {"limit": 3})
