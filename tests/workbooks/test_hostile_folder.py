"""Every file of the hostile folder gets a reason, and none an exception."""

from __future__ import annotations

import re

import pytest

from tests.workbooks.books import saved
from tests.workbooks.collection import BRANCHES, COLLECTION, TODAY
from tests.workbooks.hostile import FILES
from unionhall.workbooks import checks, layout, reader, wording
from unionhall.workbooks.refusals import NotAWorkbook

CHINESE = re.compile("[\u4e00-\u9fff]")


def outcome(path):
    """(what came of the file, the sentence that says so)."""
    try:
        with reader.read(path, COLLECTION) as rows:
            values, problems = layout.header_findings(
                COLLECTION, rows.head, today=TODAY, codelists=BRANCHES
            )
            if problems:
                return f"header:{problems[0].code}", said(problems[0], 0)
            checker = checks.Checker(COLLECTION, today=TODAY, header=values, codelists=BRANCHES)
            found = [(one, raw.number) for raw in rows for one in checker.row(raw)[1]]
    except NotAWorkbook as refusal:
        return f"refused:{refusal.code}", refusal.sentence
    return (f"row:{found[0][0].code}", said(*found[0])) if found else ("fine", "可以导入")


def said(problem, row):
    return "".join(wording.problem(COLLECTION, problem, row).values())


def test_there_are_at_least_forty():
    assert len(FILES) >= 80


@pytest.mark.row("S1-12", "S1-14")
@pytest.mark.parametrize("name", FILES)
def test_each_has_a_reason(tmp_path, name):
    maker, expected = FILES[name]
    found, sentence = outcome(saved(tmp_path, maker()))
    assert found == expected
    assert CHINESE.search(sentence)
    assert not re.search(r"\{\w+\}|Traceback|None", sentence)
