"""Days until which something has to be done: marked in lists and on records, asked for by filter."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from tests.factories.applications import publish
from tests.factories.records import HELP
from tests.web.office.pages import words
from tests.web.office.registers import LIST, names, record_url
from unionhall.people.models import User

pytestmark = pytest.mark.django_db
DUE = {"key": "paid_on", "title": "发放期限", "due": True}


def in_days(days):
    return (timezone.localdate() + timedelta(days=days)).isoformat()


@pytest.fixture
def dated(town, made):
    """Due three days ago, today, tomorrow, and without a day."""
    shown = {
        **HELP["lists"][0],
        "states": ["open"],
        "columns": [*HELP["lists"][0]["columns"], DUE],
        "filters": ["paid_on"],
    }
    paid = {
        **shown,
        "key": "paid",
        "states": ["paid"],
        "columns": [{"key": "name", "title": "姓名"}],
    }
    publish({**HELP, "lists": [shown, paid]}, User.objects.system())
    days = {1: -3, 2: 0, 3: 1}
    return [*(made(n, paid_on=in_days(day)) for n, day in days.items()), made(4)]


@pytest.mark.row("S1-31")
def test_the_list_says_in_words_what_is_over(dated, town, visit):
    page = visit(town.lin).get(LIST)
    body = page.content.decode()
    assert '<span class="badge badge--danger">已逾期 3 天</span>' in body
    assert '<span class="badge badge--warn">今天到期</span>' in body
    assert (body.count("badge--danger"), body.count("badge--warn")) == (1, 1)


def test_the_list_can_be_asked_for_what_is_over_due_and_later(dated, town, visit):
    client = visit(town.lin)
    found = {one: names(client.get(LIST, {"f-paid_on": one})) for one in ("over", "today", "later")}
    assert found == {"over": ["职工1"], "today": ["职工2"], "later": ["职工3"]}
    assert (
        '<option value="over" selected>已逾期</option>'
        in client.get(LIST, {"f-paid_on": "over"}).content.decode()
    )
    everything = ["职工4", "职工3", "职工2", "职工1"]
    for odd in ("", "x", in_days(0), "<" + in_days(5)):
        assert names(client.get(LIST, {"f-paid_on": odd})) == everything


def test_the_record_says_it_while_a_list_counts_its_days(dated, town, visit):
    client = visit(town.lin)
    assert " · 已逾期 3 天" in words(client.get(record_url(dated[0])))
    assert "逾期" not in words(client.get(record_url(dated[2])))
    dated[0].state = "paid"
    dated[0].save()
    assert "逾期" not in words(client.get(record_url(dated[0])))
