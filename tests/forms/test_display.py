"""Answers to be read."""

from __future__ import annotations

from tests.forms.making import context, kitchen_sink
from unionhall.forms.display import ReviewSection, Row, sections

ANSWERS = {
    "handler": "林晓舟",
    "document_no": "790101198501010013",
    "amount": 123450,
    "happened_on": "2026-03-05",
    "kind": "family",
    "skills": ["money", "law"],
    "married": False,
    "home": {"region": "790101", "detail": "一号"},
    "family": [{"name": "甲", "relation": "子女", "income": 500, "works": True}],
}


def test_sections_in_the_order_of_the_layout_in_words():
    assert sections(kitchen_sink(), ANSWERS, context()) == [
        ReviewSection(
            "登记信息",
            (Row("经办人", "林晓舟", "handler"), Row("证件号码", "7901****13", "document_no")),
            "person",
        ),
        ReviewSection(
            "本人情况",
            (
                Row("申请金额", "¥1,234.50", "amount"),
                Row("发生日期", "2026年3月5日", "happened_on"),
                Row("困难类型", "家属患病", "kind"),
                Row("希望得到的帮助", "资金；法律援助", "skills"),
            ),
            "person",
        ),
        ReviewSection("家庭情况", (Row("是否已婚", "否", "married"),), "family"),
        ReviewSection(
            "家庭住址",
            (
                Row("所在地区", "鹭湾省 鹭湾市 思江区", "home.region"),
                Row("详细地址", "一号", "home.detail"),
            ),
            "family",
        ),
        ReviewSection(
            "家庭情况",
            (
                Row(
                    "家庭成员 第 1 行",
                    "姓名：甲；关系：子女；月收入：¥5.00；是否在职：是",
                    "family/0",
                ),
            ),
            "family",
        ),
    ]


def test_unanswered_fields_are_listed_on_request():
    found = sections(kitchen_sink(), {}, context(), shown=frozenset({"name"}))
    assert found == [ReviewSection("本人情况", (Row("姓名", "", "name"),), "person")]


def test_a_stage_is_read_with_its_own_form():
    found = sections(kitchen_sink(), {"approved_amount": 100}, context(), stage="confirm")
    assert [section.rows for section in found] == [(Row("核定金额", "¥1.00", "approved_amount"),)]
