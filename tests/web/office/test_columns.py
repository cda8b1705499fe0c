"""Columns of a queue: the fields of the summary, each under its title."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.factories.applications import process_document
from tests.web.office.pages import words
from unionhall.language.parse import parse_process
from unionhall.reports.queue import QueueRow
from unionhall.web.office.columns import columns_of

NOTHING = QueueRow(1, "k", 1, "R1", "返还", (), "甲工会", "", "", "", None, None, None, "")


def row(*summary: str) -> QueueRow:
    return replace(NOTHING, summary=summary)


@pytest.fixture(scope="module")
def process():
    return parse_process(process_document())


def test_each_field_has_its_title_and_the_union_is_said_once(process):
    rows = [row("甲公司", "甲工会"), row("乙公司", "甲工会")]
    columns = columns_of(process, rows)
    assert columns.titles == ("单位名称",)
    assert [columns.cells(one) for one in rows] == [
        (("单位名称", "甲公司"),),
        (("单位名称", "乙公司"),),
    ]


def test_another_union_than_that_of_the_case_keeps_its_column(process):
    one = row("甲公司", "乙工会")
    assert [text for _title, text in columns_of(process, [one]).cells(one)] == ["甲公司", "乙工会"]


def test_a_blank_in_a_summary_never_moves_a_value_under_a_wrong_title(process):
    whole, short = row("甲公司", "乙工会"), row("丙公司")
    columns = columns_of(process, [whole, short])
    assert [text for _title, text in columns.cells(short)] == ["丙公司", ""]


@pytest.mark.django_db
def test_the_queue_shows_them(hall, visit):
    hall.hand_in()
    page = words(visit(hall.city.chen).get("/office/queue/fund-refund/"))
    assert "单位名称" in page
