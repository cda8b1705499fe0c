"""Numbers and summaries of cases."""

from __future__ import annotations

from datetime import date

import pytest

from tests.engine.small import form, process, text, world, yes_no
from unionhall.engine.numbering import number, scope_value
from unionhall.engine.summary import texts
from unionhall.language.model import Numbering

DAY = date(2026, 1, 5)


@pytest.mark.parametrize(
    ("pattern", "scope", "seq", "place", "shown"),
    [
        ("CBJ{yyyy}{mm}{seq:04}", "month", 7, "2026-01", "CBJ2026010007"),
        ("X{yyyy}{seq:04}", "year", 12345, "2026", "X202612345"),
        ("D{yyyy}{mm}{dd}-{seq:3}", "day", 1, "2026-01-05", "D20260105-001"),
        ("N{seq}", "all", 9, "", "N9"),
    ],
)
def test_numbers(pattern, scope, seq, place, shown):
    numbering = Numbering(pattern, scope)
    assert (scope_value(numbering, DAY), number(numbering, DAY, seq)) == (place, shown)


def test_summary_reads_as_people_do():
    small = process(
        form=form(
            {
                "name": text("名"),
                "kind": text("类", oneOf=[{"const": "a", "title": "甲类"}]),
                "many": {
                    "type": "array",
                    "title": "多选",
                    "maxItems": 3,
                    "items": {
                        "type": "string",
                        "oneOf": [{"const": "a", "title": "甲类"}, {"const": "b", "title": "乙类"}],
                    },
                },
                "amount": {"type": "integer", "title": "额", "format": "money"},
                "sure": yes_no("是否"),
                "mobile": text("电话", **{"x-sensitive": "mobile"}),
            }
        ),
        summary=[
            "form.name",
            "form.kind",
            "form.many",
            "form.amount",
            "form.sure",
            "form.mobile",
            "union.name",
            "form.zzz",
        ],
    )
    answers = {
        "name": "林一",
        "kind": "a",
        "many": ["b", "a"],
        "amount": 120050,
        "sure": True,
        "mobile": "15400000001",
    }
    found = texts(small, answers, world())
    assert found[:4] == ["林一", "甲类", "乙类、甲类", "1200.50"]
    assert "15400000001" not in found
    assert found[-1] == "海滨软件有限公司工会"
    assert len(found) == 6


def test_a_summary_is_short_and_leaves_out_what_is_absent():
    small = process(form=form({"a": text("甲"), "b": text("乙")}), summary=["form.a", "form.b"])
    assert texts(small, {"b": "长" * 200}, world()) == ["长" * 80]
