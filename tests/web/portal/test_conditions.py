"""From reading to beginning."""

from __future__ import annotations

import pytest

from tests.web.markup import faults
from unionhall.cases.models import Case
from unionhall.people.models import Person

PAGE = "/matters/fund-refund/conditions/"
START = "/matters/fund-refund/cases/"


def test_conditions_are_listed_with_what_became_of_them(lin, office):
    response = lin.get(PAGE)
    html = response.content.decode()
    assert faults(response) == []
    assert html.count("verdict--passed") == 1
    assert html.count("verdict--pending") == 3
    assert "发起申请" in html


def test_a_failed_condition_says_what_to_do_and_closes_the_way(lin, office):
    Person.objects.filter(pk=office.city.lin.person_id).update(verified_at=None)
    html = lin.get(PAGE).content.decode()
    assert "您还没有实名认证" in html
    assert "请先到个人中心完成实名认证。" in html
    assert "发起申请</button>" not in html


def test_a_draft_is_offered_before_a_second_one(lin, office):
    case = office.draft()
    html = lin.get(PAGE).content.decode()
    assert f'href="/cases/{case.key}/"' in html
    assert "继续填写" in html
    assert "另外发起一份申请" in html


def test_pressing_twice_begins_once(lin, office):
    key = "0123456789abcdef"
    first, second = (lin.post(START, {"key": key})["Location"] for _ in range(2))
    assert first == second
    assert Case.objects.count() == 1


@pytest.mark.parametrize("key", ["", "short", "x" * 200, "<script>", "\x00" * 10])
def test_odd_keys_begin_an_application_all_the_same(lin, office, key):
    assert lin.post(START, {"key": key}).status_code == 302


def test_it_takes_an_account(client, office):
    assert client.get(PAGE)["Location"] == f"/sign-in/?next={PAGE}"
    assert client.post(START).status_code == 302
    assert Case.objects.count() == 0
