"""The form of a stage inside a decision."""

from __future__ import annotations

from django.http import QueryDict

from tests.forms.making import context, kitchen_sink, tree, world
from unionhall.engine.problem import Problem
from unionhall.forms.stages import stage_form


def form(post: str | None = None):
    process = kitchen_sink()
    data = None if post is None else QueryDict(post)
    return stage_form(process, process.stage("confirm"), world(), context(), data)


def test_first_shown_it_is_empty_and_labelled():
    page = tree(form().html())
    assert page.xpath("//label/@for") == ["f-approved_amount"]
    assert page.xpath("//input[@name='approved_amount']/@value") == [""]
    assert form().values == {}


def test_posted_values_are_read_like_everywhere():
    posted = form("approved_amount=1,234.5")
    assert (posted.values, posted.problems) == ({"approved_amount": 123450}, ())


def test_what_cannot_be_read_comes_back_with_its_problem():
    posted = form("approved_amount=许多")
    assert [(p.code, p.path) for p in posted.problems] == [("not-money", "approved_amount")]
    page = tree(posted.html(posted.problems))
    assert page.xpath("//input/@value") == ["许多"]
    assert page.xpath("//input/@aria-invalid") == ["true"]
    assert posted.summary(posted.problems)[0].href == "#f-approved_amount"


def test_problems_of_the_verb_are_written_under_the_field():
    told = (Problem("required", "approved_amount", {"title": "核定金额"}),)
    assert "请填写核定金额。" in tree(form("approved_amount=").html(told)).text_content()
