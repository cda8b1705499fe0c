"""The step bar: only stages that a case comes to."""

from __future__ import annotations

import pytest

from tests.factories.applications import process_document
from unionhall.language.parse import parse_process
from unionhall.web.portal.steps import case_steps


def test_a_stage_it_does_not_come_to_is_left_out_unless_it_stands_there():
    process = parse_process(process_document())
    first, second = process.stages[0], process.stages[1]
    shown = [one.title for one in case_steps(process, "in_progress", first.key, {second.key})]
    assert first.title in shown
    assert second.title not in shown
    there = case_steps(process, "in_progress", second.key, {second.key})
    assert [one.title for one in there if one.state == "current"] == [second.title]


@pytest.mark.row("X3-68")
def test_the_end_is_called_as_the_definition_calls_it():
    usual = parse_process(process_document())
    assert case_steps(usual, "draft", "")[-1].title == "完成"
    other = parse_process({**process_document(), "end_title": "已办结"})
    assert case_steps(other, "draft", "")[-1].title == "已办结"
