from __future__ import annotations

import pytest

from tests.casework.test_submit import refusal_of
from unionhall.casework import refusals
from unionhall.casework.drop_opinion import drop_opinion
from unionhall.casework.keep_opinion import keep_opinion
from unionhall.registers.models import Record

REGISTER = "return-opinions"


def standing() -> list[str]:
    found = Record.objects.filter(register=REGISTER, closed_at=None).order_by("id")
    return [one.values["text"] for one in found]


def test_own_and_union_opinions(office):
    city = office.city
    own = keep_opinion(REGISTER, "  材料  不清晰 ", by=city.chen, now=office.now)
    assert (own.person, own.union, own.values) == (city.chen.person, None, {"text": "材料 不清晰"})
    again = keep_opinion(REGISTER, "材料 不清晰", by=city.chen, now=office.now)
    shared = keep_opinion(REGISTER, "请盖章", union=city.sijiang.key, by=city.chen, now=office.now)
    assert (again.pk, shared.union, shared.person) == (own.pk, city.sijiang, None)
    drop_opinion(REGISTER, own.key, by=city.chen, now=office.now)
    assert standing() == ["请盖章"]
    drop_opinion(REGISTER, shared.key, by=city.chen, now=office.now)
    assert standing() == []


@pytest.mark.parametrize("text", ["", "短", "长" * 201])
def test_texts_that_are_no_opinion(office, text):
    assert refusal_of(keep_opinion, REGISTER, text, by=office.city.chen, now=office.now).code == (
        "opinion"
    )


def test_opinions_of_others_are_not_there(office):
    city = office.city
    own = keep_opinion(REGISTER, "只给自己", by=city.chen, now=office.now)
    for call in (
        lambda: drop_opinion(REGISTER, own.key, by=city.he, now=office.now),
        lambda: drop_opinion(REGISTER, "no-such", by=city.chen, now=office.now),
        lambda: drop_opinion("fund-payment", own.key, by=city.chen, now=office.now),
        lambda: keep_opinion(
            REGISTER, "别的工会", union=city.hudong.key, by=city.chen, now=office.now
        ),
        lambda: keep_opinion("refund", "不是意见", by=city.chen, now=office.now),
        lambda: keep_opinion("no-such", "没有", by=city.chen, now=office.now),
    ):
        assert isinstance(refusal_of(call), refusals.NotYours)
    assert standing() == ["只给自己"]
