"""The platform's own fields of a decision form."""

from __future__ import annotations

import pytest
from django.core.exceptions import BadRequest
from django.http import QueryDict

from unionhall.web.office import posted

PINS = "_task=7&_version=3&_digest=ab&_key=k1&_action=return"


def test_reads_a_return_with_items_and_verdicts():
    found = posted.read(
        QueryDict(
            f"{PINS}&_reason=%20x%20&_item=a.b&_item=material:m&_verdict-m=correct"
            "&_verdict-reason-m=dark&_verdict-n=accept&_verdict-o=other&_confirmed=1"
        )
    )
    assert (found.task, found.version, found.reason, found.items, found.is_confirmed) == (
        7,
        3,
        "x",
        ("a.b", "material:m"),
        True,
    )
    assert found.verdicts == {
        "m": posted.Verdict("correct", "dark"),
        "n": posted.Verdict("accept"),
    }
    assert found.to_correct == ("material:m",)


def test_the_question_carries_the_stage_values_and_verdicts_only():
    found = posted.read(QueryDict(f"{PINS}&amount=12.00&_verdict-m=accept&_reason=x"))
    assert found.kept == (("amount", "12.00"), ("_verdict-m", "accept"))
    assert posted.stage_values(QueryDict(f"{PINS}&amount=12.00")).dict() == {"amount": "12.00"}


def test_filling_in_an_opinion_is_not_yet_confirming():
    found = posted.read(QueryDict(f"{PINS}&_fill=1&_opinion=o1&_confirmed=1"))
    assert (found.fills, found.is_confirmed) == ("o1", False)


@pytest.mark.parametrize("bad", ["x", "", "-1", "1" * 16, "１"])
def test_numbers_that_are_none_are_a_bad_request(bad: str):
    post = QueryDict(mutable=True)
    post.update({"_task": bad, "_version": "1"})
    with pytest.raises(BadRequest):
        posted.read(post)


def test_text_is_cleaned_and_cut():
    post = QueryDict(PINS, mutable=True)
    post["_reason"] = "a\x00\r\n" + "长" * 2000
    assert posted.read(post).reason == "a\n" + "长" * 998
