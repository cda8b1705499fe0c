"""Every reason for refusing a file: said in Chinese, raised somewhere, listed in the docs."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from unionhall.workbooks.refusal_words import SENTENCES, sentence

ROOT = Path(__file__).parents[2]
CODE = ROOT / "platform/unionhall/workbooks"
LISTED = ROOT / "docs/reference/workbooks.md"


@pytest.mark.parametrize("code", SENTENCES)
def test_each_says_what_is_wrong_and_what_to_do(code):
    said = sentence(code, {})
    assert re.search("请", said)
    assert not re.search(r"\{|[A-Za-z]{13}", said)


def test_the_docs_list_every_code():
    listed = set(
        re.findall(r"`([a-z0-9-]+)`", LISTED.read_text().partition("## What is refused")[2])
    )
    assert listed == set(SENTENCES)


def test_every_code_that_is_raised_has_a_sentence():
    text = "\n".join(path.read_text() for path in CODE.glob("*.py"))
    raised = set(re.findall(r'NotAWorkbook\(\s*"([a-z0-9-]+)"', text))
    raised |= set(re.findall(r'"refused": "([a-z-]+)"', text))
    assert raised
    assert raised <= set(SENTENCES)


def test_an_unknown_code_is_told_somehow():
    assert sentence("no-such-code", {"x": "{y}"}) == sentence("reader-died", {})
